//! From when until when a certificate is valid.

use std::path::Path;

use model::{CertificateProblem, CertificateUse, CertificateValidity, UtcTime};
use rustls::pki_types::CertificateDer;
use x509_parser::prelude::{FromDer, X509Certificate};

/// Days after which the log says again that a certificate is not valid.
const REMINDER_DAYS: u32 = 1;

/// Says in the log when a certificate is not valid, or soon will not be: when it was loaded, when
/// that changes, and every day.
#[derive(Debug)]
pub(super) struct ValidityMonitor {
    /// None if the certificate cannot be parsed.
    validity: Option<CertificateValidity>,
    /// What the log said last, and when. A certificate of which it said nothing is valid.
    reported: Option<(CertificateProblem, UtcTime)>,
}

/// What the log has to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Report {
    Problem(CertificateProblem),
    /// There was a problem, and there is none any more.
    ValidNow,
}

impl ValidityMonitor {
    /// Watches the first certificate of a chain.
    pub(super) fn new(chain: &[CertificateDer<'_>], usage: CertificateUse, is_own: bool) -> Self {
        Self {
            validity: chain
                .first()
                .and_then(|certificate| validity_of(certificate, usage, is_own)),
            reported: None,
        }
    }

    pub(super) fn validity(&self) -> Option<CertificateValidity> {
        self.validity
    }

    /// Logs what there is to be said about the certificate. Returns whether there is a problem that
    /// was said now.
    pub(super) fn report(&mut self, certificate: &Path, now: UtcTime) -> bool {
        let (Some(report), Some(validity)) = (self.due(now), self.validity) else {
            return false;
        };
        let clients = match validity.usage {
            CertificateUse::Ftps => "FTP clients",
            CertificateUse::Panel => "browsers",
            CertificateUse::FtpsAndPanel => "FTP clients and browsers",
        };
        let certificate = certificate.display();
        let (begin, end) = (validity.begin.rfc3339(), validity.end.rfc3339());
        match report {
            Report::Problem(CertificateProblem::NotYetValid) => tracing::warn!(
                %certificate, begin,
                "the certificate is not valid yet: {clients} warn of it or refuse it. Check the clock of \
                 this server, or replace the certificate"
            ),
            Report::Problem(CertificateProblem::ExpiresSoon) => tracing::warn!(
                %certificate, end,
                "the certificate expires soon: {clients} will warn of it or refuse it. {}",
                what_to_do(validity.is_own)
            ),
            Report::Problem(CertificateProblem::Expired) => tracing::warn!(
                %certificate, end,
                "the certificate has expired: {clients} warn of it or refuse it. {}",
                what_to_do(validity.is_own)
            ),
            Report::ValidNow => tracing::info!(%certificate, end, "the certificate is valid now"),
        }
        matches!(report, Report::Problem(_))
    }

    /// What the log has to say now, if anything.
    fn due(&mut self, now: UtcTime) -> Option<Report> {
        let problem = self.validity?.problem_at(now);
        let Some(problem) = problem else {
            return self.reported.take().map(|_| Report::ValidNow);
        };
        if let Some((reported, at)) = self.reported
            && reported == problem
            && (at..at.plus_days(REMINDER_DAYS)).contains(&now)
        {
            return None;
        }
        self.reported = Some((problem, now));
        Some(Report::Problem(problem))
    }
}

fn what_to_do(is_own: bool) -> &'static str {
    match is_own {
        false => "Renew it; it is read again when its file changes",
        true => "Berth made it, and renews it now",
    }
}

/// From when until when a certificate in DER is valid; none if it cannot be parsed.
pub(super) fn validity_of(
    certificate: &CertificateDer<'_>,
    usage: CertificateUse,
    is_own: bool,
) -> Option<CertificateValidity> {
    let (_, certificate) = X509Certificate::from_der(certificate).ok()?;
    let validity = certificate.validity();
    let [begin, end] = [validity.not_before, validity.not_after].map(|t| UtcTime(t.timestamp()));
    Some(CertificateValidity {
        usage,
        is_own,
        begin,
        end,
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;

    #[test]
    fn each_change_is_reported_once_and_a_problem_again_after_a_day() {
        let mut params = rcgen::CertificateParams::new(Vec::new()).unwrap();
        params.not_before = rcgen::date_time_ymd(2024, 2, 1);
        params.not_after = rcgen::date_time_ymd(2024, 3, 1);
        let key = rcgen::KeyPair::generate().unwrap();
        let made = params.self_signed(&key).unwrap();
        let chain = std::slice::from_ref(made.der());
        let monitor = || ValidityMonitor::new(chain, CertificateUse::Ftps, false);
        let at = |text: &str| UtcTime::parse(text).unwrap();
        let problem = |problem| Some(Report::Problem(problem));
        let mut early = monitor();
        for (time, said) in [
            (
                "2024-01-31T23:00:00",
                problem(CertificateProblem::NotYetValid),
            ),
            ("2024-01-31T23:59:59", None),
            ("2024-02-01T00:00:00", Some(Report::ValidNow)),
            ("2024-02-16T00:00:00", None),
            (
                "2024-02-16T00:00:01",
                problem(CertificateProblem::ExpiresSoon),
            ),
            ("2024-02-17T00:00:00", None),
            (
                "2024-02-17T00:00:01",
                problem(CertificateProblem::ExpiresSoon),
            ),
            ("2024-03-01T00:00:01", problem(CertificateProblem::Expired)),
            ("2024-03-01T12:00:00", None),
            ("2024-03-02T12:00:00", problem(CertificateProblem::Expired)),
            // The clock was put back.
            (
                "2024-02-20T12:00:00",
                problem(CertificateProblem::ExpiresSoon),
            ),
            (
                "2024-02-19T12:00:00",
                problem(CertificateProblem::ExpiresSoon),
            ),
        ] {
            assert_eq!(early.due(at(time)), said, "{time}");
        }
        assert_eq!(monitor().due(at("2024-02-10T12:00:00")), None);
        let unknown = CertificateDer::from(b"no certificate".to_vec());
        let mut unknown = ValidityMonitor::new(&[unknown], CertificateUse::Ftps, false);
        assert_eq!(unknown.due(UtcTime(0)), None);
    }
}
