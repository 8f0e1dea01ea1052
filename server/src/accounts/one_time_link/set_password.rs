//! Setting an FTP account's password by a one-time link.

use app::backend::OneTimeToken;
use app::model::{AccountName, Field, Origin, Password, Problem};

use super::super::Accounts;
use super::super::audit::{
    Author, FtpAccountSnapshot, OneTimeLinkSnapshot, Trail, account_subject_of,
};
use super::token_hash;
use crate::store::{Deed, FtpAccountRecord, OneTimeLinkRecord, TokenHash, Writing};

impl Accounts {
    /// Sets an FTP account's password by a one-time link, which is used up with it. The account's
    /// open FTP sessions end, as with every other password. Answers the account's name.
    ///
    /// Who may: whoever has the link, once. A password that the rules refuse leaves the link as
    /// it is.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for a link that does not work, in the same way whether it is wrong,
    /// used, revoked or expired; a problem at [`Field::Password`]; [`Problem::Throttled`].
    pub async fn set_password_by_link(
        &self,
        token: &OneTimeToken,
        password: &str,
        origin: &Origin,
    ) -> Result<AccountName, Problem> {
        let hash = token_hash(token);
        let attempt = self.begin_link(&hash, origin)?;
        let trail = Trail::begin(Author::receiver(origin))?;
        let Some(found) = self.store().one_time_link(&hash, trail.at).await? else {
            attempt.failed();
            return Err(Problem::NotFound);
        };
        attempt.succeeded();
        let name = &found.account.name;
        let password = Password::parse(password, name.as_str())
            .map_err(|error| Problem::at(Field::Password, error))?;
        self.refuse_guessable(&password, &[name.as_str(), found.domain.as_str()])
            .await?;
        let password_hash = self.hasher().hash(&password).await?;
        let after = self.use_up(&hash, &trail, password_hash).await?;
        self.end_outdated(after.id, after.access_version, after.settings.enabled);
        Ok(after.name)
    }

    async fn use_up(
        &self,
        hash: &TokenHash,
        trail: &Trail<'_>,
        password_hash: String,
    ) -> Result<FtpAccountRecord, Problem> {
        let writing = self.store().write().await?;
        // Meanwhile somebody else may have used it.
        let found = writing.one_time_link(hash, trail.at).await?;
        let found = found.ok_or(Problem::NotFound)?;
        if !writing.use_up_one_time_link(hash).await? {
            return Err(Problem::NotFound);
        }
        let after = FtpAccountRecord {
            access_version: found.account.access_version + 1,
            ..found.account.clone()
        };
        let stored = writing
            .change_ftp_account(&after, Some(password_hash), trail.at)
            .await?;
        if !stored {
            // The account was changed between the two looks at it; the link is still good.
            return Err(Problem::Busy);
        }
        note(&writing, trail, &found, &after).await?;
        writing.commit().await?;
        Ok(after)
    }
}

/// Writes down that the link was used, and that the account has another password.
async fn note(
    writing: &Writing,
    trail: &Trail<'_>,
    found: &OneTimeLinkRecord,
    after: &FtpAccountRecord,
) -> Result<(), Problem> {
    let subject =
        account_subject_of(&after.name, found.subscription, found.domain.clone()).about(after.id);
    let link = OneTimeLinkSnapshot::from(&found.link);
    trail
        .write(
            writing,
            Deed::OneTimeLinkUsed,
            subject.clone(),
            Some(&link),
            None,
        )
        .await?;
    trail
        .write(
            writing,
            Deed::FtpAccountChanged,
            subject,
            Some(&FtpAccountSnapshot::of(&found.account, false)),
            Some(&FtpAccountSnapshot::of(after, true)),
        )
        .await
}
