//! « Vue d'ensemble »: what was done over FTP day by day, and the accounts that may need attention.

use std::ops::AddAssign;

use serde::{Deserialize, Serialize};

use super::{AccountName, DomainName, FtpActivityGroup, FtpEventKind, FtpUsage, UtcDay, UtcTime};

/// How much was done over FTP.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivitySums {
    /// Files that were uploaded to their end.
    pub uploads: u64,
    /// Bytes that were uploaded, those of uploads that broke off too.
    pub upload_bytes: u64,
    /// Files that were downloaded to their end.
    pub downloads: u64,
    /// Bytes that were downloaded, those of downloads that broke off too.
    pub download_bytes: u64,
    /// Sign-ins.
    pub sign_ins: u64,
    /// Refused sign-ins.
    pub refusals: u64,
}

impl ActivitySums {
    /// Whether nothing was done that is counted.
    pub fn is_zero(self) -> bool {
        self == Self::default()
    }
}

impl From<&FtpEventKind> for ActivitySums {
    /// What an event adds. What stands for several events adds all of them.
    fn from(event: &FtpEventKind) -> Self {
        let mut sums = Self::default();
        match event {
            FtpEventKind::SignedIn => sums.sign_ins = 1,
            FtpEventKind::SignInRefused(_) => sums.refusals = 1,
            FtpEventKind::Uploaded(transfer) => {
                (sums.uploads, sums.upload_bytes) = (transfer.complete.into(), transfer.bytes);
            }
            FtpEventKind::Downloaded(transfer) => {
                (sums.downloads, sums.download_bytes) = (transfer.complete.into(), transfer.bytes);
            }
            FtpEventKind::NotRecorded { group, events } => match group {
                FtpActivityGroup::SignIns => sums.sign_ins = *events,
                FtpActivityGroup::Refusals => sums.refusals = *events,
                FtpActivityGroup::Uploads => sums.uploads = *events,
                FtpActivityGroup::Downloads => sums.downloads = *events,
                FtpActivityGroup::Changes => {}
            },
            FtpEventKind::FileRemoved(_)
            | FtpEventKind::FolderMade(_)
            | FtpEventKind::FolderRemoved(_)
            | FtpEventKind::Renamed { .. } => {}
        }
        sums
    }
}

impl AddAssign for ActivitySums {
    fn add_assign(&mut self, more: Self) {
        for (sum, more) in [
            (&mut self.uploads, more.uploads),
            (&mut self.upload_bytes, more.upload_bytes),
            (&mut self.downloads, more.downloads),
            (&mut self.download_bytes, more.download_bytes),
            (&mut self.sign_ins, more.sign_ins),
            (&mut self.refusals, more.refusals),
        ] {
            *sum = sum.saturating_add(more);
        }
    }
}

/// How far back an overview looks, and how closely.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum OverviewPeriod {
    /// 30 days, today among them.
    #[default]
    Days30,
    /// 90 days, today among them.
    Days90,
    /// 52 weeks, each a sum; the last one ends today.
    Weeks52,
}

impl OverviewPeriod {
    /// Every period, in the order in which a person is offered them.
    pub const ALL: [Self; 3] = [Self::Days30, Self::Days90, Self::Weeks52];

    /// How many days it has.
    pub fn days(self) -> u16 {
        match self {
            Self::Days30 => 30,
            Self::Days90 => 90,
            Self::Weeks52 => 52 * 7,
        }
    }

    /// How many of them are one sum.
    pub fn step(self) -> u16 {
        match self {
            Self::Days30 | Self::Days90 => 1,
            Self::Weeks52 => 7,
        }
    }

    /// The period of a key; the usual one for any other text.
    pub fn parse(key: &str) -> Self {
        let mut all = Self::ALL.into_iter();
        all.find(|period| period.days().to_string() == key)
            .unwrap_or_default()
    }
}

/// What there is to know of the server, or of a subscription, at a glance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overview {
    /// The subscription; none for the whole server.
    pub domain: Option<DomainName>,
    /// FTP sessions that are open now.
    pub sessions: u64,
    /// How far back it looks.
    pub period: OverviewPeriod,
    /// The first day of the period.
    pub first_day: UtcDay,
    /// What was done in each [step](OverviewPeriod::step) of the period, one after another without a
    /// gap; the last one ends today.
    pub steps: Vec<ActivitySums>,
    /// The accounts whose home directories hold most, the greatest first.
    pub largest: Vec<OverviewAccount>,
    /// The accounts that expire within [`EXPIRY_DAYS`](Self::EXPIRY_DAYS), the next one first.
    pub expiring: Vec<OverviewAccount>,
    /// The accounts that use nine tenths of a quota or more, the fullest first.
    pub nearly_full: Vec<OverviewAccount>,
}

impl Overview {
    /// How many accounts each of its lists has at most.
    pub const MAX_ACCOUNTS: usize = 10;
    /// Within how many days the accounts expire that it lists.
    pub const EXPIRY_DAYS: u32 = 30;

    /// What was done in the whole period.
    pub fn total(&self) -> ActivitySums {
        let mut total = ActivitySums::default();
        for step in &self.steps {
            total += *step;
        }
        total
    }
}

/// An FTP account in one of an overview's lists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OverviewAccount {
    /// Its subscription.
    pub domain: DomainName,
    /// Its name.
    pub name: AccountName,
    /// What its home directory holds.
    pub usage: FtpUsage,
    /// Bytes that it may hold; none for no limit.
    pub quota_bytes: Option<u64>,
    /// Files and folders that it may hold; none for no limit.
    pub quota_files: Option<u64>,
    /// From when on it may not sign in any more; none for never.
    pub expires_at: Option<UtcTime>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{FtpRefusal, FtpTransferred};

    #[test]
    fn what_broke_off_adds_its_bytes_and_no_file() {
        let transfer = |bytes, complete| FtpTransferred {
            path: "/a".to_owned(),
            bytes,
            took_ms: 1,
            complete,
        };
        let mut sums = ActivitySums::default();
        for event in [
            FtpEventKind::SignedIn,
            FtpEventKind::SignInRefused(FtpRefusal::Throttled),
            FtpEventKind::Uploaded(transfer(300, false)),
            FtpEventKind::Uploaded(transfer(700, true)),
            FtpEventKind::Downloaded(transfer(5, true)),
            FtpEventKind::FileRemoved("/a".to_owned()),
        ] {
            sums += ActivitySums::from(&event);
        }
        let expected = ActivitySums {
            uploads: 1,
            upload_bytes: 1_000,
            downloads: 1,
            download_bytes: 5,
            sign_ins: 1,
            refusals: 1,
        };
        assert_eq!(sums, expected);
        sums += ActivitySums {
            upload_bytes: u64::MAX,
            ..ActivitySums::default()
        };
        assert_eq!(sums.upload_bytes, u64::MAX);
    }

    #[test]
    fn what_is_no_period_is_the_usual_one() {
        for period in OverviewPeriod::ALL {
            assert_eq!(OverviewPeriod::parse(&period.days().to_string()), period);
            assert_eq!(period.days() % period.step(), 0);
        }
        for text in ["", "0", "31", "3650", "-90"] {
            assert_eq!(
                OverviewPeriod::parse(text),
                OverviewPeriod::Days30,
                "{text}"
            );
        }
    }
}
