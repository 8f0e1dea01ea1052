//! Watching FTP accounts that have open sessions.

use std::collections::HashMap;

use app::model::Problem;

use super::super::Accounts;
use crate::store::FtpAccountId;

impl Accounts {
    /// The access versions of those accounts, of the ones asked for, that are still there, and
    /// whether each is enabled.
    ///
    /// For the program itself, which ends the sessions of the others: another process, such as a
    /// command, may have changed or removed them.
    ///
    /// # Errors
    /// [`Problem::Internal`] or [`Problem::Busy`] if the database cannot tell.
    pub async fn ftp_account_versions(
        &self,
        accounts: &[FtpAccountId],
    ) -> Result<HashMap<FtpAccountId, (i64, bool)>, Problem> {
        let versions = self.store().ftp_account_versions(accounts).await?;
        let versions = versions.into_iter();
        Ok(versions
            .map(|(id, version, enabled)| (id, (version, enabled)))
            .collect())
    }
}
