//! Trimming the activity of an account that does more than is kept.

use model::{AppError, FtpActivityGroup};

use super::account_limits::KEPT_BYTES;
use crate::context::Context;
use crate::store::FtpAccountId;
use crate::transaction::transaction;

/// Rows that are removed in one transaction, so that no other writer waits for long.
const BATCH_SIZE: u64 = 1000;

impl Context {
    /// Removes the oldest activity of one group of an account until no more is left than is kept.
    pub(super) async fn trim_ftp_activity(
        &self,
        account: FtpAccountId,
        group: FtpActivityGroup,
    ) -> Result<(), AppError> {
        let store = self.store();
        let Some(up_to) = store
            .ftp_activity_beyond(account, group, KEPT_BYTES)
            .await?
        else {
            return Ok(());
        };
        loop {
            let removed = transaction!(store, |transaction| {
                let trimmed = transaction.trim_ftp_activity(account, group, up_to, BATCH_SIZE);
                Ok(trimmed.await?)
            })
            .await?;
            if removed < BATCH_SIZE {
                return Ok(());
            }
        }
    }
}
