//! Signing in to the page of an FTP account's own.

use model::{AppError, Origin, UtcTime};

use super::OwnAccount;
use super::session::{begin_session, may_use_page};
use crate::audit::account_subject_of;
use crate::context::Context;
use crate::ftp_account::{VerifiedFtpAccount, VerifyError};
use crate::secret::AccountSessionToken;
use crate::store::{AuditAction, FtpSignInRecord};
use crate::throttle::Locked;
use crate::transaction::transaction;

impl OwnAccount {
    /// Signs whoever has an FTP account's name and password in to the page of its own, and begins a
    /// session, with a token that nobody had before. `former` is that of the session that the
    /// browser has; it ends.
    ///
    /// The password is verified as over FTP, former names and throttle included, and the account's
    /// settings must admit the client as there, except for what they demand of FTP alone: TLS, and
    /// how many sessions there may be. A subscription that has switched the page off, and a panel
    /// user's login, get the answer for a wrong password. Sign-ins are recorded in the audit trail,
    /// refused ones in the account's activity.
    ///
    /// # Errors
    /// [`AppError::WrongCredentials`], [`AppError::Throttled`], [`AppError::Busy`].
    pub async fn sign_in(
        &self,
        name: &str,
        password: &str,
        origin: &Origin,
        former: Option<&AccountSessionToken>,
    ) -> Result<AccountSessionToken, AppError> {
        let verified = self
            .context
            .verify_ftp_password(name, password, origin.address);
        let VerifiedFtpAccount { name, found } = match verified.await {
            Ok(verified) => verified,
            Err(VerifyError::Denied) => return Err(AppError::WrongCredentials),
            Err(VerifyError::Throttled(wait)) => return Err(Locked(wait).into()),
            Err(VerifyError::Unavailable(error)) => return Err(error),
        };
        // The password was right, so that this counts as no failure: it must not keep the account
        // from FTP.
        if !found.own_page {
            return Err(AppError::WrongCredentials);
        }
        if let Err(refusal) = found.admit(origin.address, true, UtcTime::now()) {
            let key = (found.id, found.subscription);
            self.context
                .record_ftp_refusal(name, key, origin.address, refusal);
            // The client does not learn why.
            return Err(AppError::WrongCredentials);
        }
        self.context.begin_own_page(&found, origin, former).await
    }
}

impl Context {
    async fn begin_own_page(
        &self,
        found: &FtpSignInRecord,
        origin: &Origin,
        former: Option<&AccountSessionToken>,
    ) -> Result<AccountSessionToken, AppError> {
        let trail = self.begin_own_operation(found.id, origin)?;
        transaction!(self.store(), |transaction| {
            let accounts = transaction.lock_ftp_accounts([found.subscription]).await?;
            let account = accounts.find(found.subscription, &found.name).await?;
            // It may have been changed, and the page switched off, since the password was verified.
            let is_same = account.as_ref().is_some_and(|account| {
                account.id == found.id
                    && account.access_version == found.access_version
                    && may_use_page(account, origin, trail.at)
            });
            let (Some(account), true) = (account, is_same) else {
                return Err(AppError::WrongCredentials);
            };
            if !transaction.own_page(found.subscription).await? {
                return Err(AppError::WrongCredentials);
            }
            if let Some(former) = former {
                transaction
                    .remove_ftp_account_session(&former.hash())
                    .await?;
            }
            let token = begin_session(transaction, &account, origin, trail.at).await?;
            let subject =
                account_subject_of(&account.name, found.subscription, found.domain.clone())
                    .about(account.id);
            trail
                .write_or_count(
                    transaction,
                    &self.sign_ins,
                    AuditAction::OwnPageSignedIn,
                    subject,
                )
                .await?;
            Ok(token)
        })
        .await
    }
}
