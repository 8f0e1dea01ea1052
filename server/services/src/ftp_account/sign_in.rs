//! Signing in over FTP.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use cap_std::fs::Dir;
use ftp::{FileThreads, Ledger, QuotaHolder};
use model::{
    AccountName, AppError, FieldError, FtpAccountSettings, FtpRefusal, SubscriptionLimits, UtcTime,
};
use thiserror::Error;

use super::FtpAccounts;
use super::verify::{VerifiedFtpAccount, VerifyError};
use crate::context::run_in_webspace;
use crate::folder;
use crate::metrics::{FtpSignInRefusal, ftp_sign_in_refused};
use crate::store::{FtpAccountId, SubscriptionId};

/// An FTP client that has signed in.
#[derive(Debug)]
pub struct FtpSignIn {
    /// Which account.
    pub account: FtpAccountId,
    /// The threads that access the files of its webspace.
    pub threads: FileThreads,
    /// The access version that the session lives by.
    pub version: i64,
    /// The name that was signed in with: the account's, or one that it had.
    pub name: AccountName,
    /// The session's `/`.
    pub home: Dir,
    /// What it may do and until when.
    pub settings: FtpAccountSettings,
    /// The subscription that the account belongs to.
    pub subscription: SubscriptionId,
    /// What all accounts of the subscription may together.
    pub limits: SubscriptionLimits,
    /// Where what it adds and removes is counted, for quotas.
    pub ledger: Arc<Ledger>,
}

/// Why an FTP client may not sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum FtpSignInError {
    /// Unknown name, wrong password, or an account that may not be used now or from there: the
    /// client does not learn which.
    #[error("unknown name, wrong password or not allowed")]
    Denied,
    /// The password is right, but the account may only be used over TLS.
    #[error("only over TLS")]
    TlsRequired,
    /// The password is right, but the account's subscription is suspended.
    #[error("the subscription is suspended")]
    Suspended,
    /// Too many failures from this address or for this name.
    #[error("too many failures; locked for {0:?}")]
    Throttled(Duration),
    /// The home directory is missing, or a symlink leads out of the webspace.
    #[error("the home directory cannot be opened")]
    HomeUnavailable,
    /// The database or the password hashing is overloaded or fails.
    #[error("the server is unavailable at the moment")]
    Unavailable,
}

impl FtpAccounts {
    /// Signs an FTP client in.
    ///
    /// The account is read from the database each time, so that a change holds at the very next
    /// sign-in. A former name is as good as the account's own until it expires, and failures under
    /// it count against both. An unknown name takes as long as a wrong password, and so does an
    /// account that has none yet. After the password, its subscription must not be suspended, and the
    /// account's settings must admit the client.
    /// The home directory is opened below the webspace root, and refused if a symlink leads out of
    /// there by now. A refusal is recorded in the activity of the account, if there is one of that
    /// name.
    ///
    /// Failures count against the address and the name, or, from a network where the name lately
    /// signed in, for the name there alone; apart from those of the panel. The same wrong password
    /// from the same network counts once, and is not verified again.
    ///
    /// # Errors
    /// See [`FtpSignInError`].
    pub async fn sign_in(
        &self,
        name: &str,
        password: &str,
        address: IpAddr,
        tls: bool,
    ) -> Result<FtpSignIn, FtpSignInError> {
        let verified = self.context.verify_ftp_password(name, password, address);
        let VerifiedFtpAccount { name, found } = match verified.await {
            Ok(verified) => verified,
            Err(VerifyError::Throttled(wait)) => return Err(FtpSignInError::Throttled(wait)),
            Err(VerifyError::Denied) => return Err(FtpSignInError::Denied),
            Err(VerifyError::Unavailable(error)) => return Err(unavailable(error)),
        };
        let key = (found.id, found.subscription);
        if let Err(refusal) = found.admit(address, tls, UtcTime::now()) {
            self.context.record_ftp_refusal(name, key, address, refusal);
            return Err(match refusal {
                FtpRefusal::TlsRequired => FtpSignInError::TlsRequired,
                FtpRefusal::Suspended => FtpSignInError::Suspended,
                _ => FtpSignInError::Denied,
            });
        }
        let home_unavailable = || {
            let refusal = FtpRefusal::HomeUnavailable;
            self.context
                .record_ftp_refusal(name.clone(), key, address, refusal);
            FtpSignInError::HomeUnavailable
        };
        let webspace = match self.context.webspace(&found.webspace).await {
            Ok(webspace) => webspace,
            // The log says why.
            Err(AppError::SystemUserUnavailable) => return Err(home_unavailable()),
            Err(error) => return Err(unavailable(error)),
        };
        let ledger = self
            .context
            .ftp_ledger_for(&found)
            .await
            .map_err(unavailable)?;
        let home_directory = found.home_directory;
        let (id, located) = (found.id.0, Arc::clone(&ledger));
        let threads = self.context.webspace_threads(key.1, &webspace);
        let opened = run_in_webspace(threads.clone(), move || {
            let home = folder::open_home(&webspace, &home_directory)?;
            // It may have been missing when the ledger looked for it.
            if let Err(error) = located.locate_home(QuotaHolder::Account(id), &home) {
                tracing::warn!(account = id, %error, "a home was not located");
            }
            Ok::<_, FieldError>(home)
        });
        let home = opened.await.map_err(unavailable)?.map_err(|error| {
            tracing::warn!(account = %name, ?error, "home directory cannot be opened");
            home_unavailable()
        })?;
        self.context.activity.remember(key.0, key.1);
        Ok(FtpSignIn {
            account: found.id,
            threads,
            version: found.access_version,
            name,
            home,
            settings: found.settings,
            subscription: found.subscription,
            limits: found.limits,
            ledger,
        })
    }
}

/// An error that is no refusal. Its cause is logged where it becomes an [`AppError`].
fn unavailable(error: impl Into<AppError>) -> FtpSignInError {
    let _: AppError = error.into();
    ftp_sign_in_refused(FtpSignInRefusal::Unavailable);
    FtpSignInError::Unavailable
}
