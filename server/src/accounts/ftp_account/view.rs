//! Showing an FTP account.

use app::model::{AccountName, Actor, DomainName, FtpAccountView, Problem, UtcTime};

use super::super::Accounts;

impl Accounts {
    /// Shows one FTP account of a subscription.
    ///
    /// Who may: an administrator, and the customer who owns the subscription.
    ///
    /// # Errors
    /// [`Problem::NotFound`] if there is none, or for another's subscription.
    pub async fn view_ftp_account(
        &self,
        actor: &Actor,
        domain: &DomainName,
        name: &AccountName,
    ) -> Result<FtpAccountView, Problem> {
        let subscription = self.authorised_subscription(actor, domain).await?;
        let found = self.store().ftp_account(subscription.id, name).await?;
        let account = found.ok_or(Problem::NotFound)?;
        let now = UtcTime::now();
        let link = self.store().one_time_link_of(account.id, now).await?;
        let former_names = self.store().former_names(account.id, now).await?;
        let account = self.with_usage_now(subscription.id, account);
        Ok(FtpAccountView {
            link,
            former_names,
            ..account.into_view(domain)
        })
    }

    /// Finds an FTP account by its name alone, which is unique in the whole installation.
    ///
    /// Who may: as for [`Accounts::view_ftp_account`].
    ///
    /// # Errors
    /// [`Problem::NotFound`] if there is none, or it is in another's subscription.
    pub async fn find_ftp_account(
        &self,
        actor: &Actor,
        name: &AccountName,
    ) -> Result<FtpAccountView, Problem> {
        let domain = self.store().domain_of_ftp_account(name).await?;
        let domain = domain.ok_or(Problem::NotFound)?;
        self.view_ftp_account(actor, &domain, name).await
    }
}
