//! Showing an FTP account to whoever has its name and password.

use model::{AppError, FtpAccountSettings, FtpConnection, FtpHost, OwnAccountView};

use super::OwnAccount;
use super::session::AccountActor;
use crate::ftp_session::session_row;
use crate::store::{ActivityOf, FtpActivityQuery};

/// How many of the latest events are shown.
const MAX_EVENTS: u64 = 30;

impl OwnAccount {
    /// Shows the account: how to connect, what it may do and until when, what its home holds, its
    /// open sessions, and what it did lately. Nothing of the server's paths, of the owner and their
    /// note, nor of other accounts. `browser_host` is as for
    /// [`FtpAccounts::view_connection`](crate::FtpAccounts::view_connection).
    ///
    /// # Errors
    /// [`AppError::NotSignedIn`] if what ends the account's sessions has happened since.
    pub async fn view(
        &self,
        actor: &AccountActor,
        browser_host: Option<&FtpHost>,
    ) -> Result<OwnAccountView, AppError> {
        let account = self.context.own_account(actor).await?;
        let account = self.context.with_current_usage(actor.subscription, account);
        let activity = FtpActivityQuery {
            subscription: actor.subscription,
            of: ActivityOf::Account(actor.account),
            group: None,
        };
        let activity = self
            .context
            .store()
            .list_ftp_activity(&activity, 0, MAX_EVENTS)
            .await?;
        let sessions = self.context.ftp_sessions_of(actor.account).into_iter();
        let sessions = sessions.map(|status| session_row(status, actor.domain.clone()));
        let endpoint = self.context.ftp_endpoint()?;
        let settings = &account.settings;
        Ok(OwnAccountView {
            connection: endpoint.connection(account.name, settings, browser_host),
            usage: account.usage,
            sessions: sessions.collect(),
            activity,
            settings: FtpAccountSettings {
                // The owner's own.
                note: String::new(),
                ..account.settings
            },
        })
    }

    /// Shows how an FTP client connects to the account. `browser_host` is as for
    /// [`OwnAccount::view`].
    ///
    /// # Errors
    /// As for [`OwnAccount::view`].
    pub async fn connection(
        &self,
        actor: &AccountActor,
        browser_host: Option<&FtpHost>,
    ) -> Result<FtpConnection, AppError> {
        let account = self.context.own_account(actor).await?;
        let endpoint = self.context.ftp_endpoint()?;
        let settings = &account.settings;
        Ok(endpoint.connection(account.name, settings, browser_host))
    }
}
