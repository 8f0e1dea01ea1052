//! The certificate that is made at the first start, and renewed when its time ends.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use model::{CertificateProblem, CertificateUse, UtcTime};
use rcgen::{CertificateParams, DistinguishedName, DnType, KeyPair, SerialNumber, date_time_ymd};
use services::{FolderLock, Owner};
use sha2::{Digest, Sha256};

use super::error::CertificateError;
use super::files::CertificateFiles;
use super::fingerprint::fingerprint;
use super::validity::validity_of;

/// For how many years a certificate that is made here holds. There is no authority behind it that
/// could vouch for the next one: whoever trusts it trusts this very one.
const VALIDITY_YEARS: i32 = 30;

/// Bytes of a serial number: 20 at most, and of the first one only seven bits (RFC 5280, 4.1.2.2).
const SERIAL_BYTES: usize = 16;

/// The certificate of this installation.
#[derive(Clone, Debug)]
pub(super) struct SelfSigned {
    data_dir: PathBuf,
    files: CertificateFiles,
    /// Names and addresses beside those of the machine itself.
    hosts: Vec<String>,
}

impl SelfSigned {
    /// The one in this data folder. When it is made, it is for these hosts, the first being the most
    /// important, and for the machine itself.
    pub(super) fn new(data_dir: &Path, hosts: &[String]) -> Self {
        Self {
            data_dir: data_dir.to_owned(),
            files: CertificateFiles {
                certificate: data_dir.join("ftp-certificate.pem"),
                key: data_dir.join("ftp-key.pem"),
                settings: "BERTH_TLS_CERTIFICATE and BERTH_TLS_KEY",
            },
            hosts: hosts.to_vec(),
        }
    }

    pub(super) fn files(&self) -> &CertificateFiles {
        &self.files
    }

    /// Makes it if it is not there yet, and renews it if it expires soon, or has. A renewed one has
    /// the same key, and another fingerprint.
    ///
    /// One that is not valid yet stays: it is the clock that is wrong, now or when it was made.
    pub(super) fn make_or_renew(&self) -> Result<(), CertificateError> {
        let CertificateFiles {
            certificate, key, ..
        } = &self.files;
        // Another process may be making it: its key would not fit this one's certificate.
        let _lock = FolderLock::wait(&self.data_dir).map_err(self.not_stored())?;
        if !certificate.exists() || !key.exists() {
            let signing_key = KeyPair::generate()?;
            let made = self.sign(&signing_key)?;
            store(key, &signing_key.serialize_pem(), 0o600)?;
            store(certificate, &made.pem(), 0o644)?;
            tracing::info!(certificate = %certificate.display(), "self-signed certificate created");
            return Ok(());
        }
        if !self.is_ending() {
            return Ok(());
        }
        let pem = fs::read_to_string(key).map_err(self.not_stored())?;
        let renewed = self.sign(&KeyPair::from_pem(&pem)?)?;
        store(certificate, &renewed.pem(), 0o644)?;
        tracing::warn!(
            certificate = %certificate.display(),
            sha256 = fingerprint(&Sha256::digest(renewed.der())),
            "self-signed certificate renewed: it has another fingerprint, which FTP clients and browsers ask to be compared again. Its key is the same"
        );
        Ok(())
    }

    /// Whether what is there expires soon, or has. What cannot be read is not ours to replace.
    fn is_ending(&self) -> bool {
        let validity = self.files.read().ok().and_then(|read| {
            let usage = CertificateUse::Ftps;
            validity_of(read.cert.first()?, usage, true)
        });
        let problem = validity.and_then(|validity| validity.problem_at(UtcTime::now()));
        matches!(
            problem,
            Some(CertificateProblem::ExpiresSoon | CertificateProblem::Expired)
        )
    }

    fn sign(&self, key: &KeyPair) -> Result<rcgen::Certificate, CertificateError> {
        let mut names = ["localhost", "127.0.0.1", "::1"].map(String::from).to_vec();
        for host in &self.hosts {
            if !names.contains(host) {
                names.push(host.clone());
            }
        }
        let mut params = CertificateParams::new(names)?;
        let name = self.hosts.first().map_or("Berth", String::as_str);
        params.distinguished_name = DistinguishedName::new();
        params
            .distinguished_name
            .push(DnType::CommonName, format!("{name} (FTP)"));
        // By default it is of the key, and a renewed one would have the same: browsers refuse that.
        let mut serial = [0; SERIAL_BYTES];
        getrandom::fill(&mut serial).map_err(|error| self.not_stored()(io::Error::other(error)))?;
        serial[0] = serial[0] & 0x3f | 0x40;
        params.serial_number = Some(SerialNumber::from_slice(&serial));
        let today = UtcTime::now().civil();
        let year = i32::try_from(today.year).unwrap_or(i32::MAX - VALIDITY_YEARS);
        // From before now: a client's clock may be behind.
        params.not_before = date_time_ymd(year - 1, today.month, 1);
        params.not_after = date_time_ymd(year + VALIDITY_YEARS, today.month, 1);
        Ok(params.self_signed(key)?)
    }

    fn not_stored(&self) -> impl Fn(io::Error) -> CertificateError {
        let path = self.data_dir.clone();
        move |source| CertificateError::NotStored {
            path: path.clone(),
            source,
        }
    }
}

fn store(path: &Path, text: &str, mode: u32) -> Result<(), CertificateError> {
    try_store(path, text, mode).map_err(|source| CertificateError::NotStored {
        path: path.to_owned(),
        source,
    })
}

/// Stores a file whole or not at all. Made by root, it belongs to whom its folder belongs to.
fn try_store(path: &Path, text: &str, mode: u32) -> io::Result<()> {
    let unfinished = path.with_extension("new");
    let mut file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(mode)
        .open(&unfinished)?;
    file.write_all(text.as_bytes())?;
    if let Some(folder) = path.parent() {
        Owner::at(folder)?.take_from_root(&file)?;
    }
    fs::rename(&unfinished, path)
}
