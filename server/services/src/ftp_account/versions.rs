//! Watching FTP accounts that have open sessions.

use std::collections::HashMap;

use model::AppError;

use super::FtpAccounts;
use crate::store::FtpAccountId;

impl FtpAccounts {
    /// The access versions of those of these accounts that still exist, and whether each is
    /// enabled.
    ///
    /// For the program itself, which ends the sessions of the others: another process, such as a
    /// command, may have changed or removed them.
    ///
    /// # Errors
    /// [`AppError::Internal`] or [`AppError::Busy`] if the database fails.
    pub async fn versions(
        &self,
        accounts: &[FtpAccountId],
    ) -> Result<HashMap<FtpAccountId, (i64, bool)>, AppError> {
        let versions = self.context.store().ftp_account_versions(accounts).await?;
        let versions = versions.into_iter();
        Ok(versions
            .map(|(id, version, enabled)| (id, (version, enabled)))
            .collect())
    }
}
