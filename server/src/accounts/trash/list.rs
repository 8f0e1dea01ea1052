//! Listing removed FTP accounts.

use app::model::{Actor, DomainName, Page, PageNumber, Problem, RemovedFtpAccount, TrashList};

use super::super::Accounts;

impl Accounts {
    /// Lists a subscription's removed FTP accounts, a page at a time, the latest removal first.
    ///
    /// Who may: an administrator, and the customer who owns the subscription.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for another's subscription.
    pub async fn list_removed_ftp_accounts(
        &self,
        actor: &Actor,
        domain: &DomainName,
        page: PageNumber,
    ) -> Result<TrashList, Problem> {
        let size = Page::<RemovedFtpAccount>::SIZE;
        let subscription = self.authorised_subscription(actor, domain).await?;
        let total = self
            .store()
            .count_removed_ftp_accounts(subscription.id)
            .await?;
        let rows = self
            .store()
            .list_removed_ftp_accounts(subscription.id, page.offset(size), size.into())
            .await?;
        Ok(TrashList {
            domain: subscription.domain,
            accounts: Page {
                rows,
                total,
                number: page,
            },
        })
    }
}
