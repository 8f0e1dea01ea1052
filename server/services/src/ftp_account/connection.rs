//! Telling how an FTP client connects to an account.

use model::{
    AccountName, Actor, AppError, DomainName, FtpAccountSettings, FtpConnection, FtpConnectionView,
    FtpHost, PublicUrl, UtcTime,
};

use super::FtpAccounts;

impl FtpAccounts {
    /// Tells how an FTP client connects to an account, but for its password. `asked` is the
    /// panel's host as the browser knows it, for a server without a host of its own in the
    /// settings.
    ///
    /// Who may: an administrator, and the customer who owns the subscription.
    ///
    /// # Errors
    /// [`AppError::NotFound`] if there is no such account, or for another's subscription.
    pub async fn view_connection(
        &self,
        actor: &Actor,
        domain: &DomainName,
        name: &AccountName,
        asked: Option<&FtpHost>,
    ) -> Result<FtpConnectionView, AppError> {
        let subscription = self.context.authorised_subscription(actor, domain).await?;
        let found = self
            .context
            .store()
            .ftp_account(subscription.id, name)
            .await?;
        let account = found.ok_or(AppError::NotFound)?;
        let link = self
            .context
            .store()
            .one_time_link_of(account.id, UtcTime::now())
            .await?;
        let addresses = self.context.addresses()?;
        Ok(FtpConnectionView {
            connection: addresses
                .ftp
                .connection(account.name, &account.settings, asked),
            settings: account.settings,
            link,
            waits_for_password: account.waits_for_password,
        })
    }

    /// Tells how any FTP client connects, for an account of that name, whether there is one or not.
    ///
    /// Who may: everyone. It is what the server tells whoever knocks at it.
    ///
    /// # Errors
    /// [`AppError::Internal`] if the server's addresses were never told.
    pub fn connection(
        &self,
        name: AccountName,
        asked: Option<&FtpHost>,
    ) -> Result<FtpConnection, AppError> {
        let settings = FtpAccountSettings {
            // The account may demand it, and no client is the worse for it.
            tls_required: true,
            ..FtpAccountSettings::default()
        };
        Ok(self
            .context
            .addresses()?
            .ftp
            .connection(name, &settings, asked))
    }

    /// Where the panel's links lead: to the address of the settings, or else to `asked`, the one
    /// that the browser uses.
    ///
    /// # Errors
    /// [`AppError::Malformed`] if there is neither.
    pub fn panel_url(&self, asked: Option<PublicUrl>) -> Result<PublicUrl, AppError> {
        let own = self.context.addresses()?.panel.clone();
        own.or(asked).ok_or(AppError::Malformed)
    }
}
