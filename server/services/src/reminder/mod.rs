//! What people are told of by themselves: accounts that expire, fill up or are locked, and certificates
//! that expire.

mod certificates;
mod expiry;
mod locked;
mod owners;
mod quotas;

use std::time::Duration;

use model::{AppError, UtcTime};
use tokio_util::sync::CancellationToken;

use crate::part::part;

pub(crate) use locked::LockedAccounts;

/// How often is looked for news.
const INTERVAL: Duration = Duration::from_secs(60);
/// Accounts that are looked at in one transaction, so that no other writer waits for long.
const BATCH_SIZE: u32 = 500;

part! {
    /// What people are told of by themselves.
    Reminders
}

impl Reminders {
    /// Looks for news every minute, until `stop`.
    ///
    /// For the program itself.
    pub async fn remind_until(&self, stop: CancellationToken) {
        let mut ticks = tokio::time::interval(INTERVAL);
        while stop.run_until_cancelled(ticks.tick()).await.is_some() {
            // An error is in the log already, and the next minute retries.
            let _ = stop.run_until_cancelled(self.remind(UtcTime::now())).await;
        }
    }

    /// Tells what is news at some time, once: of all nodes that look for it, one tells it.
    ///
    /// For the program itself.
    ///
    /// # Errors
    /// [`AppError::Busy`] or [`AppError::Internal`] if the database fails.
    pub async fn remind(&self, now: UtcTime) -> Result<(), AppError> {
        self.remind_of_expiry(now).await?;
        self.remind_of_quotas(now).await?;
        self.remind_of_locked(now).await?;
        self.remind_of_certificates(now).await
    }
}

/// Whether a transaction that looked at this many accounts has left some.
fn may_have_more(accounts: usize) -> bool {
    u32::try_from(accounts).is_ok_and(|accounts| accounts >= BATCH_SIZE)
}
