//! Showing an FTP account.

use model::{AccountName, Actor, AppError, DomainName, FtpAccountView, Permission, UtcTime};

use super::FtpAccounts;

impl FtpAccounts {
    /// Shows one FTP account of a subscription.
    ///
    /// Who may: whoever may view the subscription.
    ///
    /// # Errors
    /// [`AppError::NotFound`] if there is none, or for another's subscription.
    pub async fn view(
        &self,
        actor: &Actor,
        domain: &DomainName,
        name: &AccountName,
    ) -> Result<FtpAccountView, AppError> {
        let subscription = self
            .context
            .authorised_subscription(actor, domain, Permission::View)
            .await?;
        let found = self
            .context
            .store()
            .ftp_account(subscription.id, name)
            .await?;
        let account = found.ok_or(AppError::NotFound)?;
        let now = UtcTime::now();
        let people = self.context.known_people(actor, Some(subscription.id));
        let people = people.await?;
        let link = self
            .context
            .store()
            .one_time_link_of(account.id, now)
            .await?
            .map(|link| people.with_known_maker(link));
        let former_names = self.context.store().former_names(account.id, now).await?;
        let account = self.context.with_current_usage(subscription.id, account);
        Ok(FtpAccountView {
            link,
            former_names,
            ..account.into_view(domain)
        })
    }

    /// Finds an FTP account by its name alone, which is unique in the whole installation.
    ///
    /// Who may: as for [`FtpAccounts::view`].
    ///
    /// # Errors
    /// [`AppError::NotFound`] if there is none, or it is in another's subscription.
    pub async fn find(
        &self,
        actor: &Actor,
        name: &AccountName,
    ) -> Result<FtpAccountView, AppError> {
        let domain = self.context.store().domain_of_ftp_account(name).await?;
        let domain = domain.ok_or(AppError::NotFound)?;
        self.view(actor, &domain, name).await
    }
}
