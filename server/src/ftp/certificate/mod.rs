//! The certificate that FTP clients are shown: given by path, or made at the first start.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use data_encoding::BASE64;
use model::{OwnCertificate, UtcTime};
use rcgen::{CertificateParams, DistinguishedName, DnType, KeyPair, date_time_ymd};
use rustls::ServerConfig;
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::pem::{self, PemObject};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert, ServerSessionMemoryCache};
use rustls::sign::CertifiedKey;
use sha1::Sha1;
use sha2::{Digest, Sha256};
use thiserror::Error;
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;

use crate::config::TlsConfig;

/// Why there is no certificate to show. Each is one line that says what to do.
#[derive(Debug, Error)]
pub enum CertificateError {
    /// A file cannot be read, or has no PEM of its kind.
    #[error(
        "cannot read {path}: {source}. Check BERTH_TLS_CERTIFICATE and BERTH_TLS_KEY, or remove the file if Berth made it"
    )]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: pem::Error,
    },
    /// The file has no certificate.
    #[error("{path} has no certificate in PEM. Check BERTH_TLS_CERTIFICATE")]
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// Certificate and key are not fit for TLS, or not for each other.
    #[error("cannot use the certificate: {0}. Check BERTH_TLS_CERTIFICATE and BERTH_TLS_KEY")]
    Unusable(#[from] rustls::Error),
    /// The certificate could not be made.
    #[error("cannot make a certificate: {0}")]
    NotMade(#[from] rcgen::Error),
    /// The certificate that was made cannot be stored.
    #[error("cannot write to {path}: {source}. Give its folder to this user")]
    NotStored {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// Sessions that clients may resume, so that each data connection costs no full handshake.
const RESUMABLE_SESSIONS: usize = 4096;

/// How often the files are checked for changes.
const CHECK_INTERVAL: Duration = Duration::from_secs(10);

/// For how many years a certificate that is made here holds. There is no authority behind it that
/// could renew it: whoever trusts it trusts this very one.
const VALIDITY_YEARS: i32 = 30;

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
}

/// Tells files apart without reading them: inode, size and time of each.
type FileIds = [Option<(u64, u64, i64, i64)>; 2];

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
        Ok(Arc::new(Self {
            is_own,
            certificate,
            key,
            current: RwLock::new(Arc::new(current)),
            last_read: Mutex::new(last_read),
        }))
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

    /// Reloads the files whenever they change, until `shutdown`, so that a renewed certificate needs
    /// no restart. Calls `on_reload` after each.
    pub async fn reload_on_change(
        self: Arc<Self>,
        shutdown: CancellationToken,
        mut on_reload: impl FnMut(),
    ) {
        let mut ticks = tokio::time::interval(CHECK_INTERVAL);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        while shutdown.run_until_cancelled(ticks.tick()).await.is_some() {
            let this = Arc::clone(&self);
            match tokio::task::spawn_blocking(move || this.reload_if_changed()).await {
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

impl ResolvesServerCert for Certificate {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
        Some(Arc::clone(&current))
    }
}

fn file_ids(certificate: &Path, key: &Path) -> FileIds {
    [certificate, key].map(|path| {
        let metadata = fs::metadata(path).ok()?;
        let modified = (metadata.mtime(), metadata.mtime_nsec());
        Some((metadata.ino(), metadata.size(), modified.0, modified.1))
    })
}

/// Reads a chain and its key, and checks that they belong together.
fn read(certificate: &Path, key: &Path) -> Result<CertifiedKey, CertificateError> {
    let unreadable = |path: &Path| {
        let path = path.to_owned();
        move |source| CertificateError::Unreadable { path, source }
    };
    let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_file_iter(certificate)
        .and_then(Iterator::collect)
        .map_err(unreadable(certificate))?;
    if chain.is_empty() {
        let path = certificate.to_owned();
        return Err(CertificateError::Empty { path });
    }
    let key = PrivateKeyDer::from_pem_file(key).map_err(unreadable(key))?;
    let provider = aws_lc_rs::default_provider();
    Ok(CertifiedKey::from_der(chain, key, &provider)?)
}

/// The certificate of this installation; made if it is not there yet.
fn self_signed(
    data_dir: &Path,
    public_host: Option<&str>,
) -> Result<(PathBuf, PathBuf), CertificateError> {
    let certificate = data_dir.join("ftp-certificate.pem");
    let key = data_dir.join("ftp-key.pem");
    if certificate.exists() && key.exists() {
        return Ok((certificate, key));
    }
    let mut names = vec![
        "localhost".to_owned(),
        "127.0.0.1".to_owned(),
        "::1".to_owned(),
    ];
    names.extend(public_host.map(ToOwned::to_owned));
    let mut params = CertificateParams::new(names)?;
    let name = public_host.unwrap_or("Berth");
    params.distinguished_name = DistinguishedName::new();
    params
        .distinguished_name
        .push(DnType::CommonName, format!("{name} (FTP)"));
    let today = UtcTime::now().civil();
    let year = i32::try_from(today.year).unwrap_or(i32::MAX - VALIDITY_YEARS);
    // From before now: a client's clock may be behind.
    params.not_before = date_time_ymd(year - 1, today.month, 1);
    params.not_after = date_time_ymd(year + VALIDITY_YEARS, today.month, 1);
    let signing_key = KeyPair::generate()?;
    let made = params.self_signed(&signing_key)?;
    store(&key, &signing_key.serialize_pem(), 0o600)?;
    store(&certificate, &made.pem(), 0o644)?;
    tracing::info!(certificate = %certificate.display(), "self-signed certificate created");
    Ok((certificate, key))
}

/// A digest as clients show it: `10:DB:…`.
fn fingerprint(digest: &[u8]) -> String {
    let pairs: Vec<String> = digest.iter().map(|byte| format!("{byte:02X}")).collect();
    pairs.join(":")
}

fn store(path: &Path, text: &str, mode: u32) -> Result<(), CertificateError> {
    OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(mode)
        .open(path)
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .map_err(|source| CertificateError::NotStored {
            path: path.to_owned(),
            source,
        })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;

    /// Writes a new certificate and key, and gives the certificate.
    fn renew(folder: &Path) -> CertificateDer<'static> {
        let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
        fs::write(folder.join("key.pem"), made.signing_key.serialize_pem()).unwrap();
        fs::write(folder.join("chain.pem"), made.cert.pem()).unwrap();
        made.cert.der().clone()
    }

    fn shown(certificate: &Certificate) -> CertificateDer<'static> {
        certificate.current.read().unwrap().cert[0].clone()
    }

    #[test]
    fn one_that_is_made_here_is_known_by_its_fingerprints_and_kept() {
        let folder = tempfile::tempdir().unwrap();
        let made = TlsConfig {
            tls_certificate: None,
            tls_key: None,
        };
        let open = |config: &TlsConfig| Certificate::open(config, folder.path(), None).unwrap();
        let own = open(&made).own().unwrap();
        assert_eq!((own.sha256.len(), own.sha1.len()), (32 * 3 - 1, 20 * 3 - 1));
        assert_eq!(open(&made).own(), Some(own));
        let given = TlsConfig {
            tls_certificate: Some(folder.path().join("ftp-certificate.pem")),
            tls_key: Some(folder.path().join("ftp-key.pem")),
        };
        assert_eq!(open(&given).own(), None);
    }

    #[test]
    fn a_renewed_certificate_is_shown_and_a_broken_one_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let first = renew(folder.path());
        let config = TlsConfig {
            tls_certificate: Some(folder.path().join("chain.pem")),
            tls_key: Some(folder.path().join("key.pem")),
        };
        let certificate = Certificate::open(&config, folder.path(), None).unwrap();
        assert_eq!(shown(&certificate), first);
        let second = renew(folder.path());
        assert!(certificate.reload_if_changed());
        assert_eq!(shown(&certificate), second);
        // The chain of one and the key of another: the renewal is not done yet.
        let chain = fs::read(folder.path().join("chain.pem")).unwrap();
        let third = renew(folder.path());
        let new_chain = fs::read(folder.path().join("chain.pem")).unwrap();
        fs::write(folder.path().join("chain.pem"), chain).unwrap();
        assert!(!certificate.reload_if_changed());
        assert_eq!(shown(&certificate), second);
        fs::write(folder.path().join("chain.pem"), new_chain).unwrap();
        certificate.reload_if_changed();
        assert_eq!(shown(&certificate), third);
        fs::remove_file(folder.path().join("key.pem")).unwrap();
        certificate.reload_if_changed();
        assert_eq!(shown(&certificate), third);
    }
}
