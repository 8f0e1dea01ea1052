//! From when until when a certificate is valid.

use std::path::Path;

use model::UtcTime;
use rustls::pki_types::CertificateDer;
use x509_parser::prelude::{FromDer, X509Certificate};

/// Whether a certificate is valid at some time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Validity {
    NotYet,
    Valid,
    Expired,
}

/// Says in the log when a certificate is not valid: when it was loaded, and once when it expires.
#[derive(Debug)]
pub(super) struct ValidityMonitor {
    /// From when until when it is valid. None if it cannot be parsed.
    period: Option<(UtcTime, UtcTime)>,
    /// What the log said last. A certificate of which it said nothing is valid.
    reported: Validity,
}

impl ValidityMonitor {
    /// Watches the first certificate of a chain.
    pub(super) fn new(chain: &[CertificateDer<'_>]) -> Self {
        let period = chain.first().and_then(|certificate| {
            let (_, certificate) = X509Certificate::from_der(certificate).ok()?;
            let validity = certificate.validity();
            let [begin, end] = [validity.not_before, validity.not_after].map(|t| t.timestamp());
            Some((UtcTime(begin), UtcTime(end)))
        });
        Self {
            period,
            reported: Validity::Valid,
        }
    }

    /// Logs whether the certificate is valid now, if that has changed.
    pub(super) fn report(&mut self, certificate: &Path, now: UtcTime) {
        let (Some(validity), Some((begin, end))) = (self.change(now), self.period) else {
            return;
        };
        let (certificate, begin, end) = (certificate.display(), begin.rfc3339(), end.rfc3339());
        match validity {
            Validity::NotYet => tracing::warn!(
                %certificate, begin,
                "the certificate is not valid yet: FTP clients warn of it or refuse it. Check the \
                 clock of this server, or replace the certificate"
            ),
            Validity::Valid => tracing::info!(%certificate, end, "the certificate is valid now"),
            Validity::Expired => tracing::warn!(
                %certificate, end,
                "the certificate has expired: FTP clients warn of it or refuse it. Renew it; it is \
                 read again when its file changes"
            ),
        }
    }

    /// What the log has to say now, if anything.
    fn change(&mut self, now: UtcTime) -> Option<Validity> {
        let (begin, end) = self.period?;
        let validity = if now < begin {
            Validity::NotYet
        } else if now <= end {
            Validity::Valid
        } else {
            Validity::Expired
        };
        let reported = std::mem::replace(&mut self.reported, validity);
        (validity != reported).then_some(validity)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;

    #[test]
    fn each_change_is_reported_once() {
        let mut params = rcgen::CertificateParams::new(Vec::new()).unwrap();
        params.not_before = rcgen::date_time_ymd(2024, 2, 29);
        params.not_after = rcgen::date_time_ymd(2024, 3, 1);
        let key = rcgen::KeyPair::generate().unwrap();
        let made = params.self_signed(&key).unwrap();
        let monitor = || ValidityMonitor::new(std::slice::from_ref(made.der()));
        let at = |text: &str| UtcTime::parse(text).unwrap();
        let mut early = monitor();
        for (time, said) in [
            ("2024-02-28T23:59:59", Some(Validity::NotYet)),
            ("2024-02-28T23:59:59", None),
            ("2024-02-29T00:00:00", Some(Validity::Valid)),
            ("2024-03-01T00:00:00", None),
            ("2024-03-01T00:00:01", Some(Validity::Expired)),
            ("2024-03-02T00:00:00", None),
        ] {
            assert_eq!(early.change(at(time)), said, "{time}");
        }
        assert_eq!(monitor().change(at("2024-02-29T12:00:00")), None);
        assert_eq!(
            monitor().change(at("2025-01-01T00:00:00")),
            Some(Validity::Expired)
        );
        let unknown = CertificateDer::from(b"no certificate".to_vec());
        assert_eq!(ValidityMonitor::new(&[unknown]).change(UtcTime(0)), None);
    }
}
