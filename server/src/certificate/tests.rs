#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
use std::fs;

use rustls::pki_types::CertificateDer;

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
