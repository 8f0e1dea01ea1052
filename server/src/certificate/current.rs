//! One certificate in force.

use std::sync::{Arc, Mutex, PoisonError, RwLock};

use data_encoding::BASE64;
use model::{CertificateUse, CertificateValidity, OwnCertificate, UtcTime};
use rustls::ServerConfig;
use rustls::crypto::aws_lc_rs;
use rustls::server::{ClientHello, ResolvesServerCert, ServerSessionMemoryCache};
use rustls::sign::CertifiedKey;
use sha1::Sha1;
use sha2::{Digest, Sha256};

use super::error::CertificateError;
use super::files::{CertificateFiles, FileIds};
use super::fingerprint::fingerprint;
use super::self_signed::SelfSigned;
use super::validity::ValidityMonitor;

/// Sessions that clients may resume, so that each data connection, and each of a browser's, costs no
/// full handshake.
const RESUMABLE_SESSIONS: usize = 4096;

/// The certificate in force. When its files change, new connections are shown the new one.
#[derive(Debug)]
pub(super) struct Certificate {
    files: CertificateFiles,
    /// How it is renewed if it was made here, and signed by nobody else.
    own: Option<SelfSigned>,
    usage: CertificateUse,
    current: RwLock<Arc<CertifiedKey>>,
    /// What the files were when they were last read, well or not.
    last_read: Mutex<FileIds>,
    validity: Mutex<ValidityMonitor>,
}

impl Certificate {
    pub(super) fn open(
        files: CertificateFiles,
        own: Option<SelfSigned>,
        usage: CertificateUse,
    ) -> Result<Self, CertificateError> {
        let last_read = files.ids();
        let current = files.read()?;
        let validity = ValidityMonitor::new(&current.cert, usage, own.is_some());
        let this = Self {
            files,
            own,
            usage,
            validity: Mutex::new(validity),
            current: RwLock::new(Arc::new(current)),
            last_read: Mutex::new(last_read),
        };
        this.report_validity();
        Ok(this)
    }

    /// By what the certificate in force is known, if it was made here.
    pub(super) fn own(&self) -> Option<OwnCertificate> {
        self.own.as_ref()?;
        let current = self.current();
        let certificate = current.cert.first()?;
        Some(OwnCertificate {
            sha256: fingerprint(&Sha256::digest(certificate)),
            sha1: fingerprint(&Sha1::digest(certificate)),
            key_pin: BASE64.encode(&Sha256::digest(current.key.public_key()?)),
        })
    }

    /// Until when it is valid; none if that cannot be read from it.
    pub(super) fn validity(&self) -> Option<CertificateValidity> {
        let validity = self.validity.lock().unwrap_or_else(PoisonError::into_inner);
        validity.validity()
    }

    /// TLS 1.2 and 1.3 with this certificate, whichever it is by then.
    pub(super) fn tls_config(self: &Arc<Self>) -> Result<ServerConfig, CertificateError> {
        let mut tls = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_cert_resolver(Arc::<Self>::clone(self));
        tls.session_storage = ServerSessionMemoryCache::new(RESUMABLE_SESSIONS);
        tls.ticketer = aws_lc_rs::Ticketer::new()?;
        Ok(tls)
    }

    /// Looks after it: reads its files again if they have changed, says when it expires, and renews
    /// it if it was made here. Returns whether there is another one now.
    pub(super) fn check(&self) -> bool {
        let is_reloaded = self.reload_if_changed();
        let is_reported = self.report_validity();
        let Some(own) = self.own.as_ref().filter(|_| is_reported) else {
            return is_reloaded;
        };
        // As often as it is said to expire: once a day.
        if let Err(error) = own.make_or_renew() {
            tracing::error!(%error, "cannot renew the certificate");
        }
        self.reload_if_changed() || is_reloaded
    }

    /// Reads the files if they are not what they were. Certificate and key are seldom replaced in
    /// one instant: what does not fit is left alone until it changes again. Returns whether there
    /// is another certificate now.
    pub(super) fn reload_if_changed(&self) -> bool {
        let now = self.files.ids();
        let mut last_read = self
            .last_read
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if *last_read == now {
            return false;
        }
        *last_read = now;
        match self.files.read() {
            Ok(new) => {
                *self.validity.lock().unwrap_or_else(PoisonError::into_inner) =
                    ValidityMonitor::new(&new.cert, self.usage, self.own.is_some());
                *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(new);
                let certificate = self.files.certificate.display();
                tracing::info!(%certificate, "certificate reloaded");
                true
            }
            Err(error) => {
                tracing::warn!(%error, "cannot reload the certificate; the previous one stays in force");
                false
            }
        }
    }

    pub(super) fn current(&self) -> Arc<CertifiedKey> {
        let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&current)
    }

    /// Returns whether the log was told that it is not valid, or soon will not be.
    fn report_validity(&self) -> bool {
        let mut validity = self.validity.lock().unwrap_or_else(PoisonError::into_inner);
        validity.report(&self.files.certificate, UtcTime::now())
    }
}

impl ResolvesServerCert for Certificate {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.current())
    }
}
