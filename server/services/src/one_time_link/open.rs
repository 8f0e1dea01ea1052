//! Opening a one-time link.

use model::{AppError, FtpConnection, FtpHost, Origin, UtcTime};

use super::OneTimeLinks;
use crate::audit::Author;
use crate::context::Context;
use crate::secret::OneTimeToken;
use crate::store::{AuditAction, Subject, TokenHash};

impl OneTimeLinks {
    /// Shows the recipient of a one-time link what it is for, and leaves it as it is: mail programs
    /// open links before people do. `browser_host` is as for
    /// [`FtpAccounts::view_connection`](crate::FtpAccounts::view_connection).
    ///
    /// Who may: whoever has the link, however many wrong ones came from the same address. One that
    /// is wrong, used, revoked or expired gives the same answer after the same work, and counts
    /// against the address.
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
        let found = self
            .context
            .store()
            .one_time_link(&hash, UtcTime::now())
            .await?;
        let Some(found) = found else {
            return Err(self.context.refuse_link(&hash, origin));
        };
        let account = found.account;
        let endpoint = self.context.ftp_endpoint()?;
        Ok(endpoint.connection(account.name, &account.settings, browser_host))
    }
}

impl Context {
    /// Why a link that does not work is refused, which is recorded. Failures count against the address: each wrong
    /// token is another name.
    ///
    /// They never bar a link that works. Nobody guesses 256 random bits; but wrong links are easily
    /// sent from somebody else's address, by a page that they visit or by who shares it.
    pub(crate) fn refuse_link(&self, hash: &TokenHash, origin: &Origin) -> AppError {
        let error = match self.link_throttle.begin(origin.address, &hash.0) {
            Ok(attempt) => {
                attempt.failed();
                AppError::NotFound
            }
            Err(locked) => locked.into(),
        };
        // Not even a hash of the token: nobody is to compare it with others.
        let (author, subject) = (Author::recipient(origin), Subject::default());
        self.refused(author, AuditAction::OneTimeLinkRefused, subject, &error);
        error
    }
}
