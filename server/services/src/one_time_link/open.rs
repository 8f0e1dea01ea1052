//! Looking at a one-time link.

use crate::secret::OneTimeToken;
use model::{AppError, FtpConnection, FtpHost, Origin, UtcTime};

use super::OneTimeLinks;
use super::token_hash;
use crate::context::Context;
use crate::panel_user::throttled;
use crate::store::TokenHash;
use crate::throttle::Attempt;

impl OneTimeLinks {
    /// Tells whoever holds a one-time link what it is for, and leaves it as it is: mail programs
    /// open links before people do.
    ///
    /// Who may: whoever has the link. One that is wrong, used, revoked or expired is answered in
    /// the same way after the same work, and counts against the address.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a link that does not work; [`AppError::Throttled`].
    pub async fn open(
        &self,
        token: &OneTimeToken,
        origin: &Origin,
        asked: Option<&FtpHost>,
    ) -> Result<FtpConnection, AppError> {
        let hash = token_hash(token);
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
            .connection(account.name, &account.settings, asked))
    }
}

impl Context {
    /// Begins to look at a link. It is the address that failures count against: each wrong token
    /// is another name.
    pub(super) fn begin_link(
        &self,
        hash: &TokenHash,
        origin: &Origin,
    ) -> Result<Attempt<'_>, AppError> {
        self.link_throttle
            .begin(origin.address, &hash.0)
            .map_err(throttled)
    }
}
