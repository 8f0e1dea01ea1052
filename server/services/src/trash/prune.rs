//! What waits in « Corbeille » and what waits as a former name, gone once its time is over.

use std::time::Duration;

use model::{AppError, TRASH_DAYS, UtcTime};
use tokio_util::sync::CancellationToken;

use super::Trash;

use crate::audit::{AuditTrail, Author, FtpAccountSnapshot, account_subject_of};
use crate::store::AuditAction;

/// What is removed in one transaction, so that other writers wait for none of them long.
const AT_ONCE: u64 = 200;
/// The pause between two such transactions.
const PAUSE: Duration = Duration::from_millis(50);
/// How often it is looked for what is over.
const INTERVAL: Duration = Duration::from_secs(60 * 60);

impl Trash {
    /// Empties « Corbeille » of what is too old, now and then every hour, until `stop`.
    pub async fn prune_hourly(&self, stop: CancellationToken) {
        let mut ticks = tokio::time::interval(INTERVAL);
        while stop.run_until_cancelled(ticks.tick()).await.is_some() {
            // Whatever hinders it is in the log already, and the next hour tries again.
            let pruned = stop.run_until_cancelled(self.prune()).await;
            if let Some(Ok(accounts @ 1..)) = pruned {
                tracing::info!(accounts, "accounts removed long ago are gone for good");
            }
        }
    }

    /// Removes for good the accounts that were removed [`TRASH_DAYS`] ago or earlier, in every
    /// subscription, and answers how many; frees the former names whose time is over.
    ///
    /// For the program itself. Files stay.
    ///
    /// # Errors
    /// [`AppError::Busy`] or [`AppError::Internal`] if the database cannot.
    pub async fn prune(&self) -> Result<u64, AppError> {
        let now = UtcTime::now();
        let before = UtcTime(now.0 - i64::from(TRASH_DAYS) * 24 * 60 * 60);
        let mut pruned = 0;
        loop {
            let trail = AuditTrail::begin(Author::program())?;
            let transaction = self.context.store().write().await?;
            let freed = transaction.free_names(now, AT_ONCE).await?;
            let over = transaction
                .ftp_accounts_removed_before(before, AT_ONCE)
                .await?;
            let found = u64::try_from(over.len()).unwrap_or(AT_ONCE);
            for (account, subscription, domain) in over {
                if !transaction.purge_ftp_account(&account).await? {
                    continue;
                }
                let subject = account_subject_of(&account.name, subscription, domain);
                let before = FtpAccountSnapshot::of(&account, false);
                trail
                    .write(
                        &transaction,
                        AuditAction::FtpAccountPurged,
                        subject.about(account.id),
                        Some(&before),
                        None,
                    )
                    .await?;
            }
            transaction.commit().await?;
            pruned += found;
            if found.max(freed) < AT_ONCE {
                return Ok(pruned);
            }
            tokio::time::sleep(PAUSE).await;
        }
    }
}
