//! Showing a removed FTP account.

use app::model::{AccountName, Actor, DomainName, Problem, RemovedFtpAccountView};

use super::super::Accounts;

impl Accounts {
    /// Shows one removed FTP account, and whether its files could be removed with it.
    ///
    /// Who may: an administrator, and the customer who owns the subscription.
    ///
    /// # Errors
    /// [`Problem::NotFound`] if it is not in « Corbeille », or for another's subscription;
    /// [`Problem::Busy`] if too many look at folders at once.
    pub async fn view_removed_ftp_account(
        &self,
        actor: &Actor,
        domain: &DomainName,
        name: &AccountName,
    ) -> Result<RemovedFtpAccountView, Problem> {
        let subscription = self.authorised_subscription(actor, domain).await?;
        let removed = self
            .store()
            .removed_ftp_account(subscription.id, name)
            .await?
            .ok_or(Problem::NotFound)?;
        let files = self
            .removable_files(&subscription, &removed.account)
            .await?;
        Ok(RemovedFtpAccountView {
            domain: subscription.domain,
            account: removed.into_row(),
            files_stay: files.err(),
        })
    }
}
