//! Opening a one-time link.

use model::{AppError, FtpConnection, FtpHost, Origin, UtcTime};

use super::OneTimeLinks;
use crate::context::Context;
use crate::secret::OneTimeToken;
use crate::store::TokenHash;
use crate::throttle::Attempt;

impl OneTimeLinks {
    /// Shows the recipient of a one-time link what it is for, and leaves it as it is: mail programs
    /// open links before people do. `browser_host` is as for
    /// [`FtpAccounts::view_connection`](crate::FtpAccounts::view_connection).
    ///
    /// Who may: whoever has the link. One that is wrong, used, revoked or expired gives the same
    /// answer after the same work, and counts against the address.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a link that does not work; [`AppError::Throttled`].
    pub async fn open(
        &self,
        token: &OneTimeToken,
        origin: &Origin,
        browser_host: Option<&FtpHost>,
    ) -> Result<FtpConnection, AppError> {
        let hash = token.hash();
        let attempt = self.context.begin_link(&hash, origin)?;
        let found = self
            .context
            .store()
            .one_time_link(&hash, UtcTime::now())
            .await?;
        let Some(found) = found else {
            attempt.failed();
            return Err(AppError::NotFound);
        };
        attempt.succeeded();
        let account = found.account;
        let addresses = self.context.addresses()?;
        Ok(addresses
            .ftp
            .connection(account.name, &account.settings, browser_host))
    }
}

impl Context {
    /// Begins an attempt to use a link. Failures count against the address: each wrong token is
    /// another name.
    pub(super) fn begin_link(
        &self,
        hash: &TokenHash,
        origin: &Origin,
    ) -> Result<Attempt<'_>, AppError> {
        Ok(self.link_throttle.begin(origin.address, &hash.0)?)
    }
}
