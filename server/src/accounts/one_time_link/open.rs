//! Looking at a one-time link.

use app::backend::OneTimeToken;
use app::model::{FtpConnection, FtpHost, Origin, Problem, UtcTime};

use super::super::Accounts;
use super::super::panel_user::throttled;
use super::super::throttle::Attempt;
use super::token_hash;
use crate::store::TokenHash;

impl Accounts {
    /// Tells whoever holds a one-time link what it is for, and leaves it as it is: mail programs
    /// open links before people do.
    ///
    /// Who may: whoever has the link. One that is wrong, used, revoked or expired is answered in
    /// the same way after the same work, and counts against the address.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for a link that does not work; [`Problem::Throttled`].
    pub async fn open_one_time_link(
        &self,
        token: &OneTimeToken,
        origin: &Origin,
        asked: Option<&FtpHost>,
    ) -> Result<FtpConnection, Problem> {
        let hash = token_hash(token);
        let attempt = self.begin_link(&hash, origin)?;
        let found = self.store().one_time_link(&hash, UtcTime::now()).await?;
        let Some(found) = found else {
            attempt.failed();
            return Err(Problem::NotFound);
        };
        attempt.succeeded();
        let account = found.account;
        let addresses = self.addresses()?;
        Ok(addresses
            .ftp
            .connection(account.name, &account.settings, asked))
    }

    /// Begins to look at a link. It is the address that failures count against: each wrong token
    /// is another name.
    pub(super) fn begin_link(
        &self,
        hash: &TokenHash,
        origin: &Origin,
    ) -> Result<Attempt<'_>, Problem> {
        self.inner
            .link_throttle
            .begin(origin.address, &hash.0)
            .map_err(throttled)
    }
}
