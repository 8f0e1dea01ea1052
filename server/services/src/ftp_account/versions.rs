//! Watching FTP accounts that have open sessions.

use std::collections::HashMap;

use model::AppError;

use super::FtpAccounts;
use crate::ftp_session::OutdatedBy;
use crate::store::{FtpAccountId, FtpAccountVersion};

impl FtpAccounts {
    /// The access versions of those of these accounts that still exist, and by what a session of an
    /// earlier one is outdated.
    ///
    /// For the program itself, which ends the sessions of the others: another process, such as a
    /// command, may have changed or removed them.
    ///
    /// # Errors
    /// [`AppError::Internal`] or [`AppError::Busy`] if the database fails.
    pub async fn versions(
        &self,
        accounts: &[FtpAccountId],
    ) -> Result<HashMap<FtpAccountId, (i64, OutdatedBy)>, AppError> {
        let versions = self.context.store().ftp_account_versions(accounts).await?;
        let versions = versions.into_iter();
        Ok(versions
            .map(|one| (one.id, (one.version, outdated_by(&one))))
            .collect())
    }
}

/// As sign-ins are refused: whoever is disabled and suspended is told that they are suspended.
fn outdated_by(account: &FtpAccountVersion) -> OutdatedBy {
    match account.is_suspended {
        true => OutdatedBy::Suspension,
        false => OutdatedBy::change(account.enabled),
    }
}
