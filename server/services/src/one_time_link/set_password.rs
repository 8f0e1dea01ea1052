//! Setting an FTP account's password by a one-time link.

use crate::secret::OneTimeToken;
use model::{AccountName, AppError, Origin, SetPasswordForm};

use super::OneTimeLinks;
use super::token_hash;
use crate::audit::{
    AuditTrail, Author, FtpAccountSnapshot, OneTimeLinkSnapshot, account_subject_of,
};
use crate::context::Context;
use crate::store::{AuditAction, FtpAccountRecord, OneTimeLinkRecord, TokenHash, Transaction};

impl OneTimeLinks {
    /// Sets an FTP account's password by a one-time link, which is used up with it. The account's
    /// open FTP sessions end, as with every other password. Answers the account's name.
    ///
    /// Who may: whoever has the link, once. A password that the rules refuse leaves the link as
    /// it is.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a link that does not work, in the same way whether it is wrong,
    /// used, revoked or expired; [`AppError::Invalid`] for what the form's rules refuse;
    /// [`AppError::Throttled`].
    pub async fn set_password(
        &self,
        token: &OneTimeToken,
        form: &SetPasswordForm,
        origin: &Origin,
    ) -> Result<AccountName, AppError> {
        let hash = token_hash(token);
        let attempt = self.context.begin_link(&hash, origin)?;
        let trail = AuditTrail::begin(Author::recipient(origin))?;
        let Some(found) = self.context.store().one_time_link(&hash, trail.at).await? else {
            attempt.failed();
            return Err(AppError::NotFound);
        };
        attempt.succeeded();
        let name = &found.account.name;
        let password = form.parse(name.as_str())?;
        self.context
            .refuse_guessable(&password, &[name.as_str(), found.domain.as_str()])
            .await?;
        let password_hash = self.context.hasher().hash(&password).await?;
        let after = self.context.use_up(&hash, &trail, password_hash).await?;
        self.context
            .end_outdated(after.id, after.access_version, after.settings.enabled);
        Ok(after.name)
    }
}

impl Context {
    async fn use_up(
        &self,
        hash: &TokenHash,
        trail: &AuditTrail<'_>,
        password_hash: String,
    ) -> Result<FtpAccountRecord, AppError> {
        let transaction = self.store().write().await?;
        // Meanwhile somebody else may have used it.
        let found = transaction.one_time_link(hash, trail.at).await?;
        let found = found.ok_or(AppError::NotFound)?;
        if !transaction.use_up_one_time_link(hash).await? {
            return Err(AppError::NotFound);
        }
        let after = FtpAccountRecord {
            access_version: found.account.access_version + 1,
            ..found.account.clone()
        };
        let stored = transaction
            .change_ftp_account(&after, Some(password_hash), trail.at)
            .await?;
        if !stored {
            // The account was changed between the two looks at it; the link is still good.
            return Err(AppError::Busy);
        }
        note(&transaction, trail, &found, &after).await?;
        transaction.commit().await?;
        Ok(after)
    }
}

/// Writes down that the link was used, and that the account has another password.
async fn note(
    transaction: &Transaction,
    trail: &AuditTrail<'_>,
    found: &OneTimeLinkRecord,
    after: &FtpAccountRecord,
) -> Result<(), AppError> {
    let subject =
        account_subject_of(&after.name, found.subscription, found.domain.clone()).about(after.id);
    let link = OneTimeLinkSnapshot::from(&found.link);
    trail
        .write(
            transaction,
            AuditAction::OneTimeLinkUsed,
            subject.clone(),
            Some(&link),
            None,
        )
        .await?;
    trail
        .write(
            transaction,
            AuditAction::FtpAccountChanged,
            subject,
            Some(&FtpAccountSnapshot::of(&found.account, false)),
            Some(&FtpAccountSnapshot::of(after, true)),
        )
        .await
}
