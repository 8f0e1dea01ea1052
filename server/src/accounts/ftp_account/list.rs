//! Listing FTP accounts.

use app::model::{
    Actor, DomainName, FtpAccountList, FtpAccountRow, Page, PageNumber, Problem, UtcTime,
};

use super::super::Accounts;

impl Accounts {
    /// Lists a subscription's FTP accounts, a page at a time: the main one first, the others by
    /// name. A page beyond the last is empty.
    ///
    /// Who may: an administrator, and the customer who owns the subscription. Two queries: the
    /// subscription with its number of accounts, and the rows.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for another's subscription.
    pub async fn list_ftp_accounts(
        &self,
        actor: &Actor,
        domain: &DomainName,
        page: PageNumber,
    ) -> Result<FtpAccountList, Problem> {
        let size = Page::<FtpAccountRow>::SIZE;
        let subscription = self.authorised_subscription(actor, domain).await?;
        let rows = self
            .store()
            .list_ftp_accounts(subscription.id, page.offset(size), size.into())
            .await?;
        let accounts = Page {
            rows,
            total: subscription.ftp_accounts,
            number: page,
        };
        Ok(FtpAccountList {
            subscription: subscription.into_view(),
            accounts,
            now: UtcTime::now(),
        })
    }
}
