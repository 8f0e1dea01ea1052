//! Refused FTP sign-ins: noted so that their owner sees them, and no flood fills the database.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use model::{AccountName, FtpEventKind, FtpRefusal, UtcTime};

use super::{ActivityLog, FtpEvent, lock};
use crate::context::Context;
use crate::store::{FtpAccountId, SubscriptionId};

/// How seldom one refusal is told of one account, unless a password was looked at.
const INTERVAL: Duration = Duration::from_secs(60);
/// Names that are remembered at once. While there are as many, more are not told of: each would
/// cost a look at the database, which the throttle is there to save.
const MAX_NAMES: usize = 1024;

/// When each name's refusals were last told.
#[derive(Default)]
pub(super) struct SeldomTold {
    told: Mutex<HashMap<(AccountName, FtpRefusal), Instant>>,
}

impl SeldomTold {
    /// Whether a refusal is to be told; at most once a minute for a name and a reason.
    fn is_due(&self, name: &AccountName, refusal: FtpRefusal, now: Instant) -> bool {
        let mut told = lock(&self.told);
        let key = (name.clone(), refusal);
        let is_recent = |at: &Instant| now.duration_since(*at) < INTERVAL;
        if told.get(&key).is_some_and(is_recent) {
            return false;
        }
        if told.len() >= MAX_NAMES {
            told.retain(|_, at| is_recent(at));
        }
        if told.len() >= MAX_NAMES {
            return false;
        }
        told.insert(key, now);
        true
    }
}

impl ActivityLog {
    /// Hands on that an account was not let in.
    fn refused(
        &self,
        name: AccountName,
        (account, subscription): (FtpAccountId, SubscriptionId),
        address: IpAddr,
        refusal: FtpRefusal,
    ) {
        let event = FtpEvent {
            at: UtcTime::now(),
            account,
            name,
            address,
            protocol: None,
            event: FtpEventKind::SignInRefused(refusal),
        };
        self.forward_events(event, subscription);
    }
}

impl Context {
    /// Notes that an account was not let in.
    ///
    /// Every wrong password is noted: the throttle has so few of them looked at that they need no
    /// other bound, one a minute for each name once it is locked. Other refusals come as fast as
    /// a client asks; they are noted once a minute for each account and reason.
    pub(crate) fn note_ftp_refusal(
        &self,
        name: AccountName,
        (account, subscription): (FtpAccountId, SubscriptionId),
        address: IpAddr,
        refusal: FtpRefusal,
    ) {
        let log = &self.activity;
        let is_due = refusal == FtpRefusal::WrongPassword
            || log.refusals.is_due(&name, refusal, Instant::now());
        if is_due {
            log.refused(name, (account, subscription), address, refusal);
        }
    }

    /// Notes that nobody's password was looked at because of earlier failures, if the name is an
    /// account's. What is typed as a name and is none is never kept.
    pub(crate) async fn note_ftp_throttled(&self, name: &str, address: IpAddr) {
        let (log, refusal) = (&self.activity, FtpRefusal::Throttled);
        let Ok(name) = AccountName::parse(name) else {
            return;
        };
        if !log.refusals.is_due(&name, refusal, Instant::now()) {
            return;
        }
        // A database that cannot tell costs one record; the client is refused all the same.
        if let Ok(Some((account, subscription))) =
            self.store().ftp_account_key(&name, UtcTime::now()).await
        {
            log.refused(name, (account, subscription), address, refusal);
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;

    fn name(text: &str) -> AccountName {
        AccountName::parse(text).unwrap()
    }

    #[test]
    fn a_refusal_is_told_once_a_minute() {
        let told = SeldomTold::default();
        let now = Instant::now();
        assert!(told.is_due(&name("marie"), FtpRefusal::Throttled, now));
        assert!(!told.is_due(&name("marie"), FtpRefusal::Throttled, now));
        assert!(told.is_due(&name("marie"), FtpRefusal::HomeUnavailable, now));
        assert!(told.is_due(&name("paul"), FtpRefusal::Throttled, now));
        let later = now + INTERVAL;
        assert!(told.is_due(&name("marie"), FtpRefusal::Throttled, later));
    }

    #[test]
    fn a_flood_of_names_is_bounded() {
        let told = SeldomTold::default();
        let now = Instant::now();
        let due = |number: usize, now| {
            told.is_due(&name(&format!("n{number}")), FtpRefusal::Throttled, now)
        };
        let passed = (0..2 * MAX_NAMES)
            .filter(|number| due(*number, now))
            .count();
        assert_eq!(passed, MAX_NAMES);
        assert!(due(2 * MAX_NAMES, now + INTERVAL));
    }
}
