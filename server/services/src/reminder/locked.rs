//! FTP accounts that are locked for a time, after too many wrong passwords.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use model::{AppError, MailKind, Reminder, UtcTime};

use super::Reminders;
use crate::store::{FtpAccountId, RemindedAccount};
use crate::transaction::transaction;

/// Accounts that are remembered until their owners are told. Whoever guesses at more names is news all
/// the same.
const MAX_REMEMBERED: usize = 500;
/// How long after it is news it is mailed: whoever guesses goes from name to name, and the owner of them
/// all is to get few mails.
const PAUSE: Duration = Duration::from_secs(10 * 60);
/// For how long an owner is not told again that an account is locked, in seconds.
const TOLD_FOR: i64 = 24 * 60 * 60;

/// The accounts that were lately locked.
#[derive(Default)]
pub(crate) struct LockedAccounts(Mutex<HashSet<FtpAccountId>>);

impl LockedAccounts {
    /// Notes that an account is locked. Costs no more than that: a guesser makes it happen.
    pub(crate) fn note(&self, account: FtpAccountId) {
        // Nothing panics while it holds the lock.
        let mut accounts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if accounts.len() < MAX_REMEMBERED {
            accounts.insert(account);
        }
    }

    fn take(&self) -> Vec<FtpAccountId> {
        // As above.
        let mut accounts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut taken: Vec<FtpAccountId> = accounts.drain().collect();
        taken.sort_unstable();
        taken
    }
}

impl Reminders {
    pub(super) async fn remind_of_locked(&self, now: UtcTime) -> Result<(), AppError> {
        let locked = self.context.locked_accounts.take();
        if locked.is_empty() {
            return Ok(());
        }
        let since = UtcTime(now.0.saturating_sub(TOLD_FOR));
        transaction!(self.context.store(), |transaction| {
            let accounts = transaction.newly_locked(&locked, (now, since)).await?;
            let say = |named: &[&RemindedAccount], more| Reminder::Locked {
                accounts: named.iter().map(|account| account.mailed()).collect(),
                more,
            };
            let told = (MailKind::Locked, PAUSE);
            self.context
                .mail_owners(transaction, &accounts, told, say)
                .await?;
            Ok(())
        })
        .await
    }
}
