//! Watching FTP accounts that have open sessions.

use std::collections::HashMap;

use app::model::Problem;

use super::super::Accounts;
use crate::store::FtpAccountId;

impl Accounts {
    /// The versions of those accounts, of the ones asked for, that are still there.
    ///
    /// For the program itself, which ends the sessions of the others: another process, such as a
    /// command, may have changed or removed them.
    ///
    /// # Errors
    /// [`Problem::Internal`] or [`Problem::Busy`] if the database cannot tell.
    pub async fn ftp_account_versions(
        &self,
        accounts: &[FtpAccountId],
    ) -> Result<HashMap<FtpAccountId, i64>, Problem> {
        let versions = self.store().ftp_account_versions(accounts).await?;
        Ok(versions.into_iter().collect())
    }
}
