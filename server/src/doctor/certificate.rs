//! The certificate: whether it fits its key, holds, and has the name that clients are told.

use std::path::Path;

use model::UtcTime;
use rustls::client::verify_server_name;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::server::ParsedCertificate;
use x509_parser::prelude::{FromDer, X509Certificate};

use super::{Check, Examination, shown};
use crate::certificate::{CertificateFiles, certificate_files};
use crate::config::{Config, TlsConfig};

const NAME: &str = "certificate";
/// How long before its end a certificate should be renewed.
const SOON_DAYS: u32 = 14;

pub(super) fn check(examination: &Examination<'_>) -> Vec<Check> {
    let config = examination.config;
    let (ftps, panel) = certificate_files(&config.tls, &config.storage.data_dir);
    let serves_https = config.http.https_addr.is_some();
    let of_ftp = config.ftp.public_host.clone();
    let of_panel = panel_host(config).filter(|_| serves_https);
    match panel.filter(|_| serves_https) {
        Some(panel) => {
            let mut checks = check_one(examination, &ftps, of_ftp);
            checks.extend(check_one(examination, &panel, of_panel));
            checks
        }
        None => check_one(examination, &ftps, of_ftp.into_iter().chain(of_panel)),
    }
}

/// The host at which browsers find the panel, if the settings say so.
fn panel_host(config: &Config) -> Option<String> {
    let url: http::Uri = config.http.public_url.as_ref()?.as_str().parse().ok()?;
    url.host().map(ToOwned::to_owned)
}

/// One certificate, which is to be for these hosts.
fn check_one(
    examination: &Examination<'_>,
    files: &CertificateFiles,
    hosts: impl IntoIterator<Item = String>,
) -> Vec<Check> {
    let texts = examination.cli.doctor;
    let data_dir = &examination.config.storage.data_dir;
    let certificate = &files.certificate;
    let (own, _) = certificate_files(&TlsConfig::default(), data_dir);
    if own == *files && !certificate.exists() {
        return vec![Check::ok(NAME, texts.certificate_later.to_owned())];
    }
    let read = match files.read() {
        Ok(read) => read,
        Err(error) => {
            let message = (texts.certificate_unusable)(&error.to_string());
            return vec![Check::problem(NAME, message)];
        }
    };
    let parsed =
        (read.cert.first()).and_then(|first| Some(X509Certificate::from_der(first).ok()?.1));
    let Some(parsed) = parsed else {
        return vec![Check::problem(
            NAME,
            (texts.certificate_unknown)(&shown(certificate)),
        )];
    };
    let mut checks = vec![validity(examination, certificate, &parsed)];
    for host in hosts {
        if !covers(&read.cert, &host) {
            let message = (texts.certificate_name)(&shown(certificate), &host);
            checks.push(Check::warning(NAME, message));
        }
    }
    checks
}

fn validity(
    examination: &Examination<'_>,
    path: &Path,
    certificate: &X509Certificate<'_>,
) -> Check {
    let texts = examination.cli.doctor;
    let validity = certificate.validity();
    let begin = UtcTime(validity.not_before.timestamp());
    let end = UtcTime(validity.not_after.timestamp());
    let now = UtcTime::now();
    let (path, from, until) = (shown(path), begin.rfc3339(), end.rfc3339());
    if now < begin {
        Check::problem(NAME, (texts.certificate_not_yet)(&path, &from))
    } else if now > end {
        Check::problem(NAME, (texts.certificate_expired)(&path, &until))
    } else if now.plus_days(SOON_DAYS) > end {
        Check::warning(NAME, (texts.certificate_soon)(&path, &until))
    } else {
        Check::ok(NAME, (texts.certificate_ok)(&path, &until))
    }
}

/// Whether clients take a chain for a host's.
fn covers(chain: &[CertificateDer<'_>], host: &str) -> bool {
    let Ok(name) = ServerName::try_from(host.trim_matches(['[', ']'])) else {
        return false;
    };
    let parsed = chain.first().map(ParsedCertificate::try_from);
    parsed.is_some_and(|parsed| parsed.is_ok_and(|one| verify_server_name(&one, &name).is_ok()))
}
