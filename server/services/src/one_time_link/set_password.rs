//! Setting an FTP account's password by a one-time link.

use model::{AccountName, AppError, Origin, SetPasswordForm};

use super::OneTimeLinks;
use crate::audit::{
    AuditTrail, Author, FtpAccountSnapshot, OneTimeLinkSnapshot, account_subject_of,
};
use crate::client_network::own_network;
use crate::context::Context;
use crate::secret::OneTimeToken;
use crate::store::{
    AuditAction, FtpAccountRecord, OneTimeLinkRecord, SubscriptionId, TokenHash, Transaction,
};
use crate::transaction::transaction;
use crate::work_budget::WorkFor;

/// What follows when a recipient has set an account's password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasswordSetByLink {
    /// The account's name.
    pub account: AccountName,
    /// Whether it has the page of its own.
    pub own_page: bool,
}

impl OneTimeLinks {
    /// Sets an FTP account's password by a one-time link, which is consumed by it. The account's
    /// open FTP sessions end, as with every new password.
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
    ) -> Result<PasswordSetByLink, AppError> {
        let hash = token.hash();
        let trail = AuditTrail::begin(Author::recipient(origin))?;
        let Some(found) = self.context.store().one_time_link(&hash, trail.at).await? else {
            return Err(self.context.refuse_link(&hash, origin));
        };
        let recipient = WorkFor::Recipient(own_network(origin.address));
        let name = &found.account.name;
        let password = form.parse(name.as_str())?;
        self.context
            .refuse_guessable(
                &password,
                &[name.as_str(), found.domain.as_str()],
                recipient,
            )
            .await?;
        let password_hash = self.context.hasher().hash(&password, recipient).await?;
        let link = (&hash, found.subscription);
        let after = self.context.consume(link, &trail, &password_hash).await?;
        self.context
            .end_outdated(after.id, after.access_version, after.settings.enabled);
        Ok(PasswordSetByLink {
            account: after.name,
            own_page: found.own_page,
        })
    }
}

impl Context {
    async fn consume(
        &self,
        (hash, subscription): (&TokenHash, SubscriptionId),
        trail: &AuditTrail<'_>,
        password_hash: &str,
    ) -> Result<FtpAccountRecord, AppError> {
        transaction!(self.store(), |transaction| {
            let accounts = transaction.lock_ftp_accounts([subscription]).await?;
            // It may have been used concurrently.
            let found = transaction.one_time_link(hash, trail.at).await?;
            let found = found.ok_or(AppError::NotFound)?;
            if !transaction.consume_one_time_link(hash).await? {
                return Err(AppError::NotFound);
            }
            let after = FtpAccountRecord {
                access_version: found.account.access_version + 1,
                ..found.account.clone()
            };
            let password_hash = Some(password_hash.to_owned());
            accounts
                .change(&found.account, &after, password_hash, trail.at)
                .await?;
            record(transaction, trail, &found, &after).await?;
            Ok(after)
        })
        .await
    }
}

/// Records in the audit trail that the link was used and that the password was changed.
async fn record(
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
