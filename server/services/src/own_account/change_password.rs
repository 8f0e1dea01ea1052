//! Changing the password of one's own FTP account.

use model::{AppError, Field, FieldError, OwnPasswordForm, UtcTime};

use super::OwnAccount;
use super::session::{AccountActor, begin_session, still_signed_in};
use crate::audit::{AuditTrail, Author, FtpAccountSnapshot};
use crate::context::Context;
use crate::one_time_link::revoke;
use crate::secret::AccountSessionToken;
use crate::store::{AuditAction, FtpAccountRecord, Transaction, Visible};
use crate::transaction::transaction;
use crate::work_budget::WorkFor;

impl OwnAccount {
    /// Changes the account's password.
    ///
    /// The current one must be given. Wrong ones count among those who are signed in to the page, so
    /// that nobody else keeps the account from it. The new one keeps the rules of the owner's form.
    /// As with every new password, the account's open FTP sessions end, its one-time link is revoked,
    /// and so does every session of the page; the own one goes on by the token that is answered.
    ///
    /// # Errors
    /// [`AppError::Invalid`] at the form's fields; [`AppError::Throttled`];
    /// [`AppError::NotSignedIn`] if what ends the account's sessions has happened since.
    pub async fn change_password(
        &self,
        actor: &AccountActor,
        form: &OwnPasswordForm,
    ) -> Result<AccountSessionToken, AppError> {
        let client = WorkFor::Account(actor.account);
        let name = actor.name.as_str();
        let new = form.parse(name)?;
        self.context
            .verify_own_password(actor, form.current_password.expose())
            .await?;
        let inputs = [name, actor.domain.as_str()];
        self.context.refuse_guessable(&new, &inputs, client).await?;
        let password_hash = self.context.hasher().hash(&new, client).await?;
        let trail = self
            .context
            .begin_own_operation(actor.account, &actor.origin)?;
        let (after, token) = transaction!(self.context.store(), |transaction| {
            let after = replace_password(transaction, &trail, actor, &password_hash).await?;
            let token = begin_session(transaction, &after, &actor.origin, trail.at).await?;
            Ok((after, token))
        })
        .await?;
        self.context
            .end_outdated(after.id, after.access_version, after.settings.enabled);
        Ok(token)
    }
}

impl Context {
    async fn verify_own_password(
        &self,
        actor: &AccountActor,
        current: &str,
    ) -> Result<(), AppError> {
        let refuse = |error: AppError| {
            let author = Author::ftp_account(&actor.origin);
            let action = AuditAction::OwnPagePasswordRefused;
            self.refused(author, action, actor.subject(), &error);
            error
        };
        let attempt = self
            .ftp_throttle
            .begin_signed_in(actor.origin.address, actor.name.as_str())
            .map_err(|locked| refuse(locked.into()))?;
        let found = self.store().ftp_sign_in(&actor.name, UtcTime::now());
        let found = found.await?.filter(|found| {
            found.id == actor.account && found.access_version == actor.access_version
        });
        let found = found.ok_or(AppError::NotSignedIn)?;
        let client = WorkFor::Account(actor.account);
        let hash = Some(found.password_hash.as_str());
        if self.hasher().verify(current, hash, client).await? {
            attempt.succeeded();
            return Ok(());
        }
        attempt.failed();
        Err(refuse(AppError::at(
            Field::CurrentPassword,
            FieldError::WrongPassword,
        )))
    }
}

async fn replace_password(
    transaction: &Transaction,
    trail: &AuditTrail<'_>,
    actor: &AccountActor,
    password_hash: &str,
) -> Result<FtpAccountRecord, AppError> {
    let accounts = transaction.lock_ftp_accounts([actor.subscription]).await?;
    let found = accounts.find(actor.subscription, &actor.name).await?;
    let before = still_signed_in(found, actor)?;
    let after = FtpAccountRecord {
        access_version: before.access_version + 1,
        ..before.clone()
    };
    accounts
        .change(&before, &after, Some(password_hash.to_owned()), trail.at)
        .await?;
    trail
        .write(
            transaction,
            AuditAction::FtpAccountChanged,
            actor.subject(),
            Some(&FtpAccountSnapshot::of(&before, false)),
            Some(&FtpAccountSnapshot::of(&after, true)),
        )
        .await?;
    let subscription = transaction
        .subscription(&actor.domain, Visible::All)
        .await?;
    let subscription = subscription.ok_or(AppError::NotSignedIn)?;
    revoke(transaction, trail, &after, &subscription).await?;
    transaction.remove_ftp_account_sessions_of(after.id).await?;
    Ok(after)
}
