//! The certificate that FTP clients are shown: given by path, or made at the first start.

mod error;
mod files;
mod self_signed;
#[cfg(test)]
mod tests;
mod validity;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use data_encoding::BASE64;
use model::{OwnCertificate, UtcTime};
use rustls::ServerConfig;
use rustls::crypto::aws_lc_rs;
use rustls::server::{ClientHello, ResolvesServerCert, ServerSessionMemoryCache};
use rustls::sign::CertifiedKey;
use sha1::Sha1;
use sha2::{Digest, Sha256};
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;

pub use self::error::CertificateError;
use self::files::{FileIds, file_ids, read};
use self::self_signed::self_signed;
use self::validity::ValidityMonitor;
use crate::config::TlsConfig;
use crate::reload::Reload;

/// Sessions that clients may resume, so that each data connection costs no full handshake.
const RESUMABLE_SESSIONS: usize = 4096;

/// How often the files are checked for changes.
const CHECK_INTERVAL: Duration = Duration::from_secs(10);

/// The certificate in force. When its files change, new connections are shown the new one.
#[derive(Debug)]
pub struct Certificate {
    /// Whether it was made here, and signed by nobody else.
    is_own: bool,
    certificate: PathBuf,
    key: PathBuf,
    current: RwLock<Arc<CertifiedKey>>,
    /// What the files were when they were last read, well or not.
    last_read: Mutex<FileIds>,
    validity: Mutex<ValidityMonitor>,
}

impl Certificate {
    /// The certificate of the settings; without one, that which is made in the data folder at the
    /// first start.
    ///
    /// # Errors
    /// See [`CertificateError`].
    pub fn open(
        config: &TlsConfig,
        data_dir: &Path,
        public_host: Option<&str>,
    ) -> Result<Arc<Self>, CertificateError> {
        let given = config.tls_certificate.clone().zip(config.tls_key.clone());
        let is_own = given.is_none();
        let (certificate, key) = match given {
            Some(given) => given,
            None => self_signed(data_dir, public_host)?,
        };
        let last_read = file_ids(&certificate, &key);
        let current = read(&certificate, &key)?;
        let this = Self {
            is_own,
            certificate,
            key,
            validity: Mutex::new(ValidityMonitor::new(&current.cert)),
            current: RwLock::new(Arc::new(current)),
            last_read: Mutex::new(last_read),
        };
        this.report_validity();
        Ok(Arc::new(this))
    }

    /// By what the certificate in force is known, if it was made here.
    pub fn own(&self) -> Option<OwnCertificate> {
        if !self.is_own {
            return None;
        }
        let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
        let certificate = current.cert.first()?;
        Some(OwnCertificate {
            sha256: fingerprint(&Sha256::digest(certificate)),
            sha1: fingerprint(&Sha1::digest(certificate)),
            key_pin: BASE64.encode(&Sha256::digest(current.key.public_key()?)),
        })
    }

    /// TLS 1.2 and 1.3 with this certificate.
    ///
    /// # Errors
    /// [`CertificateError::Unusable`] if the system has no randomness to begin with.
    pub fn tls_config(self: &Arc<Self>) -> Result<Arc<ServerConfig>, CertificateError> {
        let mut tls = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_cert_resolver(Arc::<Self>::clone(self));
        tls.session_storage = ServerSessionMemoryCache::new(RESUMABLE_SESSIONS);
        tls.ticketer = aws_lc_rs::Ticketer::new()?;
        Ok(Arc::new(tls))
    }

    /// Reloads the files whenever they change, and at each `reload`, until `shutdown`, so that a renewed certificate needs
    /// no restart. Calls `on_reload` after each. Says in the log when the certificate expires.
    pub async fn reload_on_change(
        self: Arc<Self>,
        mut reload: Reload,
        shutdown: CancellationToken,
        mut on_reload: impl FnMut(),
    ) {
        let mut ticks = tokio::time::interval(CHECK_INTERVAL);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = shutdown.cancelled() => return,
                _ = ticks.tick() => {}
                _ = reload.next() => {}
            }
            let this = Arc::clone(&self);
            let check = move || {
                let is_reloaded = this.reload_if_changed();
                this.report_validity();
                is_reloaded
            };
            match tokio::task::spawn_blocking(check).await {
                Ok(true) => on_reload(),
                Ok(false) => {}
                Err(_) => return,
            }
        }
    }

    /// Reads the files if they are not what they were. Certificate and key are seldom replaced in
    /// one instant: what does not fit is left alone until it changes again. Returns whether there
    /// is another certificate now.
    fn reload_if_changed(&self) -> bool {
        let now = file_ids(&self.certificate, &self.key);
        let mut last_read = self
            .last_read
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if *last_read == now {
            return false;
        }
        *last_read = now;
        match read(&self.certificate, &self.key) {
            Ok(new) => {
                *self.validity.lock().unwrap_or_else(PoisonError::into_inner) =
                    ValidityMonitor::new(&new.cert);
                *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(new);
                tracing::info!(certificate = %self.certificate.display(), "certificate reloaded");
                true
            }
            Err(error) => {
                tracing::warn!(%error, "cannot reload the certificate; the previous one stays in force");
                false
            }
        }
    }
}

impl Certificate {
    fn report_validity(&self) {
        let mut validity = self.validity.lock().unwrap_or_else(PoisonError::into_inner);
        validity.report(&self.certificate, UtcTime::now());
    }
}

impl ResolvesServerCert for Certificate {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
        Some(Arc::clone(&current))
    }
}

/// A digest as clients show it: `10:DB:…`.
fn fingerprint(digest: &[u8]) -> String {
    let pairs: Vec<String> = digest.iter().map(|byte| format!("{byte:02X}")).collect();
    pairs.join(":")
}
