#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
use std::fs;

use model::{CertificateProblem, UtcTime};
use rcgen::{CertificateParams, KeyPair, date_time_ymd};
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
    certificate.current().cert[0].clone()
}

fn made() -> TlsConfig {
    TlsConfig::default()
}

fn given(folder: &Path, certificate: &str, key: &str) -> TlsConfig {
    TlsConfig {
        tls_certificate: Some(folder.join(certificate)),
        tls_key: Some(folder.join(key)),
        ..TlsConfig::default()
    }
}

/// One of the panel's own.
fn given_for_panel(folder: &Path) -> TlsConfig {
    TlsConfig {
        https_certificate: Some(folder.join("chain.pem")),
        https_key: Some(folder.join("key.pem")),
        ..TlsConfig::default()
    }
}

#[test]
fn one_that_is_made_here_is_known_by_its_fingerprints_and_kept() {
    let folder = tempfile::tempdir().unwrap();
    let open = |config: &TlsConfig| Certificates::open(config, false, folder.path(), &[]).unwrap();
    let own = open(&made()).own().unwrap();
    assert_eq!((own.sha256.len(), own.sha1.len()), (32 * 3 - 1, 20 * 3 - 1));
    assert_eq!(open(&made()).own(), Some(own));
    let given = given(folder.path(), "ftp-certificate.pem", "ftp-key.pem");
    assert_eq!(open(&given).own(), None);
}

#[test]
fn one_that_was_made_here_is_renewed_before_its_end_with_its_key() {
    let folder = tempfile::tempdir().unwrap();
    let open = || Certificates::open(&made(), false, folder.path(), &[]).unwrap();
    let key = KeyPair::generate().unwrap();
    let ending = |year| {
        let mut params = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
        params.not_before = date_time_ymd(2024, 1, 1);
        params.not_after = date_time_ymd(year, 1, 1);
        let made = params.self_signed(&key).unwrap();
        fs::write(folder.path().join("ftp-certificate.pem"), made.pem()).unwrap();
    };
    fs::write(folder.path().join("ftp-key.pem"), key.serialize_pem()).unwrap();
    ending(4000);
    let certificates = open();
    let kept = certificates.own().unwrap();

    // While it serves.
    ending(2025);
    assert!(certificates.ftps.check());
    let renewed = certificates.own().unwrap();
    assert_ne!(renewed.sha256, kept.sha256);
    assert_eq!(renewed.key_pin, kept.key_pin);
    let validity = certificates.validity();
    assert!(validity.iter().all(|one| one.is_own));
    let in_years = UtcTime::now().plus_days(20 * 365);
    assert_eq!(validity[0].problem_at(in_years), None);
    assert!(!certificates.ftps.check());

    // When it starts.
    ending(2025);
    assert_eq!(open().validity()[0].problem_at(in_years), None);
    let serial = |certificates: &Certificates| {
        let certificate = shown(&certificates.ftps);
        let (_, parsed) = x509_parser::parse_x509_certificate(&certificate).unwrap();
        parsed.raw_serial().to_vec()
    };
    assert_ne!(serial(&open()), serial(&certificates));
}

#[test]
fn a_renewed_certificate_is_shown_and_a_broken_one_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let first = renew(folder.path());
    let config = given(folder.path(), "chain.pem", "key.pem");
    let certificates = Certificates::open(&config, false, folder.path(), &[]).unwrap();
    let certificate = &certificates.ftps;
    assert_eq!(shown(certificate), first);
    let second = renew(folder.path());
    assert!(certificate.check());
    assert_eq!(shown(certificate), second);
    // The chain of one and the key of another: the renewal is not done yet.
    let chain = fs::read(folder.path().join("chain.pem")).unwrap();
    let third = renew(folder.path());
    let new_chain = fs::read(folder.path().join("chain.pem")).unwrap();
    fs::write(folder.path().join("chain.pem"), chain).unwrap();
    assert!(!certificate.check());
    assert_eq!(shown(certificate), second);
    fs::write(folder.path().join("chain.pem"), new_chain).unwrap();
    certificate.check();
    assert_eq!(shown(certificate), third);
    fs::remove_file(folder.path().join("key.pem")).unwrap();
    certificate.check();
    assert_eq!(shown(certificate), third);
}

#[test]
fn the_panel_has_the_same_one_or_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let own = renew(folder.path());
    let open = |config: &TlsConfig, serves_https| {
        Certificates::open(config, serves_https, folder.path(), &[]).unwrap()
    };
    let usages = |certificates: &Certificates| -> Vec<_> {
        certificates
            .validity()
            .iter()
            .map(|one| one.usage)
            .collect()
    };
    let without = open(&given_for_panel(folder.path()), false);
    assert!(without.panel_config().unwrap().is_none());
    assert_eq!(usages(&without), [CertificateUse::Ftps]);

    let same = open(&made(), true);
    assert_eq!(shown(same.panel.as_ref().unwrap()), shown(&same.ftps));
    assert_eq!(usages(&same), [CertificateUse::FtpsAndPanel]);

    let other = open(&given_for_panel(folder.path()), true);
    assert_eq!(shown(other.panel.as_ref().unwrap()), own);
    assert_ne!(shown(&other.ftps), own);
    assert_eq!(
        usages(&other),
        [CertificateUse::Ftps, CertificateUse::Panel]
    );
    let protocols = &other.panel_config().unwrap().unwrap().alpn_protocols;
    assert_eq!(*protocols, [b"h2".to_vec(), b"http/1.1".to_vec()]);
}

#[test]
fn which_setting_is_wrong_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let config = given_for_panel(folder.path());
    let error = Certificates::open(&config, true, folder.path(), &[]);
    let sentence = error.unwrap_err().to_string();
    assert!(
        sentence.contains("Check BERTH_HTTPS_CERTIFICATE and BERTH_HTTPS_KEY"),
        "{sentence}"
    );
}

#[test]
fn one_that_has_expired_is_a_problem() {
    let folder = tempfile::tempdir().unwrap();
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    params.not_before = date_time_ymd(2024, 1, 1);
    params.not_after = date_time_ymd(2025, 1, 1);
    let made = params.self_signed(&key).unwrap();
    fs::write(folder.path().join("key.pem"), key.serialize_pem()).unwrap();
    fs::write(folder.path().join("chain.pem"), made.pem()).unwrap();
    let config = given(folder.path(), "chain.pem", "key.pem");
    let certificates = Certificates::open(&config, false, folder.path(), &[]).unwrap();
    // What others gave is theirs to renew.
    assert!(!certificates.ftps.check());
    let warning = certificates.validity()[0].warning_at(UtcTime::now());
    let warning = warning.unwrap();
    assert_eq!(warning.problem, CertificateProblem::Expired);
    assert!(!warning.is_own);
}
