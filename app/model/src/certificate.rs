//! The certificates that the server shows, and until when they are valid.

use serde::{Deserialize, Serialize};

use super::UtcTime;

/// What a certificate is shown for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CertificateUse {
    /// To FTP clients.
    Ftps,
    /// To browsers, by the panel itself.
    Panel,
    /// To both.
    FtpsAndPanel,
}

impl CertificateUse {
    /// What programs call it, and under what it is stored.
    pub fn key(self) -> &'static str {
        match self {
            Self::Ftps => "ftps",
            Self::Panel => "panel",
            Self::FtpsAndPanel => "ftps_and_panel",
        }
    }
}

/// From when until when a certificate is valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CertificateValidity {
    /// What it is shown for.
    pub usage: CertificateUse,
    /// Whether Berth made it, and renews it.
    pub is_own: bool,
    /// The first second in which it is valid.
    pub begin: UtcTime,
    /// The last one.
    pub end: UtcTime,
}

/// What somebody has to be told about a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CertificateProblem {
    /// Its time has not begun.
    NotYetValid,
    /// Its time ends within [`CertificateValidity::WARNING_DAYS`].
    ExpiresSoon,
    /// Its time has ended.
    Expired,
}

/// What an administrator is told about a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateWarning {
    /// What it is shown for.
    pub usage: CertificateUse,
    /// Whether Berth made it, and should have renewed it.
    pub is_own: bool,
    /// What is the matter.
    pub problem: CertificateProblem,
    /// When its time begins, if it has not yet; otherwise when it ends.
    pub at: UtcTime,
}

impl CertificateValidity {
    /// So many days before its end a certificate is warned of. What renews certificates does it
    /// sooner: usually a month before.
    pub const WARNING_DAYS: u32 = 14;

    /// What is the matter with the certificate at some time, if anything.
    pub fn problem_at(&self, now: UtcTime) -> Option<CertificateProblem> {
        if now < self.begin {
            Some(CertificateProblem::NotYetValid)
        } else if now > self.end {
            Some(CertificateProblem::Expired)
        } else if now.plus_days(Self::WARNING_DAYS) > self.end {
            Some(CertificateProblem::ExpiresSoon)
        } else {
            None
        }
    }

    /// What an administrator is told at some time, if anything.
    pub fn warning_at(&self, now: UtcTime) -> Option<CertificateWarning> {
        let problem = self.problem_at(now)?;
        Some(CertificateWarning {
            usage: self.usage,
            is_own: self.is_own,
            problem,
            at: match problem {
                CertificateProblem::NotYetValid => self.begin,
                CertificateProblem::ExpiresSoon | CertificateProblem::Expired => self.end,
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_is_warned_of_before_its_time_and_from_two_weeks_before_its_end() {
        let at = |text: &str| UtcTime::parse(text).expect("a time");
        let validity = CertificateValidity {
            usage: CertificateUse::Panel,
            is_own: false,
            begin: at("2026-03-01T12:00:00"),
            end: at("2026-05-30T11:59:59"),
        };
        for (now, expected) in [
            (
                "2026-03-01T11:59:59",
                Some((CertificateProblem::NotYetValid, validity.begin)),
            ),
            ("2026-03-01T12:00:00", None),
            ("2026-05-16T11:59:59", None),
            (
                "2026-05-16T12:00:00",
                Some((CertificateProblem::ExpiresSoon, validity.end)),
            ),
            (
                "2026-05-30T11:59:59",
                Some((CertificateProblem::ExpiresSoon, validity.end)),
            ),
            (
                "2026-05-30T12:00:00",
                Some((CertificateProblem::Expired, validity.end)),
            ),
        ] {
            let warning = validity.warning_at(at(now));
            let told = warning.map(|warning| (warning.problem, warning.at));
            assert_eq!(told, expected, "{now}");
        }
    }
}
