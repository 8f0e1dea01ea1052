//! How an FTP client connects to an account.

use model::{
    AccountName, Actor, AppError, DomainName, FtpAccountSettings, FtpConnection, FtpConnectionView,
    FtpHost, Permission, PublicUrl, UtcTime,
};

use super::FtpAccounts;

impl FtpAccounts {
    /// Shows how an FTP client connects to an account, except for its password. `browser_host` is
    /// the panel's host as the browser knows it, for a server whose settings name none.
    ///
    /// Who may: whoever may view the subscription.
    ///
    /// # Errors
    /// [`AppError::NotFound`] if there is no such account, or for another's subscription.
    pub async fn view_connection(
        &self,
        actor: &Actor,
        domain: &DomainName,
        name: &AccountName,
        browser_host: Option<&FtpHost>,
    ) -> Result<FtpConnectionView, AppError> {
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
        let people = self.context.known_people(actor, Some(subscription.id));
        let people = people.await?;
        let link = self
            .context
            .store()
            .one_time_link_of(account.id, UtcTime::now())
            .await?
            .map(|link| people.with_known_maker(link));
        let own_page = self.context.store().own_page(subscription.id).await?;
        let endpoint = self.context.ftp_endpoint()?;
        Ok(FtpConnectionView {
            connection: endpoint.connection(account.name, &account.settings, browser_host),
            settings: account.settings,
            link,
            waits_for_password: account.waits_for_password,
            own_page,
        })
    }

    /// Shows how any FTP client connects, for an account of that name, whether it exists or not.
    ///
    /// Who may: everyone. The server shows the same to any client that connects.
    ///
    /// # Errors
    /// [`AppError::Internal`] in a process without a server.
    pub fn connection(
        &self,
        name: AccountName,
        browser_host: Option<&FtpHost>,
    ) -> Result<FtpConnection, AppError> {
        let settings = FtpAccountSettings {
            // The account may demand it, and no client is the worse for it.
            tls_required: true,
            ..FtpAccountSettings::default()
        };
        Ok(self
            .context
            .ftp_endpoint()?
            .connection(name, &settings, browser_host))
    }

    /// The panel's address for links: that of the settings, or else `browser_url`, the one that the
    /// browser uses.
    ///
    /// # Errors
    /// [`AppError::Malformed`] if there is neither.
    pub fn panel_url(&self, browser_url: Option<PublicUrl>) -> Result<PublicUrl, AppError> {
        let own = self.context.panel_url.clone();
        own.or(browser_url).ok_or(AppError::Malformed)
    }
}
