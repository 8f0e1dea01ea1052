//! Signing in over FTP.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use cap_std::fs::Dir;
use ftp::Ledger;
use model::{AccountName, AppError, FieldError, FtpAccountSettings, FtpRefusal, UtcTime};
use thiserror::Error;

use super::FtpAccounts;
use crate::blocking::blocking;
use crate::folder;
use crate::store::{FtpAccountId, NO_PASSWORD};
use crate::throttle::Locked;

/// An FTP client that has signed in.
#[derive(Debug)]
pub struct FtpSignIn {
    /// Which account.
    pub account: FtpAccountId,
    /// The access version that the session lives by.
    pub version: i64,
    /// The name that was signed in with: the account's, or one that it had.
    pub name: AccountName,
    /// The session's `/`.
    pub home: Dir,
    /// What it may do and until when.
    pub settings: FtpAccountSettings,
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
    /// account that has none yet. After the password, the account's settings must admit the client.
    /// The home directory is opened below the webspace root, and refused if a symlink leads out of
    /// there by now. Failures count against the address and the name, apart from those of the
    /// panel. A refusal is recorded in the activity of the account, if there is one of that name.
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
        let mut attempt = match self.context.ftp_throttle.begin(address, name) {
            Ok(attempt) => attempt,
            Err(Locked(wait)) => {
                self.context.record_ftp_throttled(name, address).await;
                return Err(FtpSignInError::Throttled(wait));
            }
        };
        let known = match AccountName::parse(name) {
            Ok(name) => self
                .context
                .store()
                .ftp_sign_in(&name, UtcTime::now())
                .await
                .map_err(unavailable)?
                .map(|found| (name, found)),
            Err(_) => None,
        };
        // While the account's own name is locked, a former one does not help: the answer is that
        // for a wrong password, and takes as long.
        let locked = known.as_ref().is_some_and(|(submitted, found)| {
            *submitted != found.name && attempt.also(&found.name).is_err()
        });
        let hash = known
            .as_ref()
            .filter(|_| !locked)
            .map(|(_, found)| found.password_hash.as_str())
            .filter(|hash| *hash != NO_PASSWORD);
        let is_right = self.context.hasher().verify(password, hash).await;
        let is_right = is_right.map_err(unavailable)?;
        let (name, found) = match known {
            Some(known) if is_right => known,
            known => {
                attempt.failed();
                if let Some((name, found)) = known {
                    let key = (found.id, found.subscription);
                    let refusal = if locked {
                        FtpRefusal::Throttled
                    } else if found.password_hash == NO_PASSWORD {
                        FtpRefusal::WaitsForPassword
                    } else {
                        FtpRefusal::WrongPassword
                    };
                    self.context.record_ftp_refusal(name, key, address, refusal);
                }
                return Err(FtpSignInError::Denied);
            }
        };
        attempt.succeeded();
        let key = (found.id, found.subscription);
        if let Err(refusal) = found.settings.admit(address, tls, UtcTime::now()) {
            self.context.record_ftp_refusal(name, key, address, refusal);
            return Err(match refusal {
                FtpRefusal::TlsRequired => FtpSignInError::TlsRequired,
                _ => FtpSignInError::Denied,
            });
        }
        let ledger = self
            .context
            .ftp_ledger_for(&found)
            .await
            .map_err(unavailable)?;
        let (root, home_directory) = (found.webspace_root, found.home_directory);
        let (id, located) = (found.id.0, Arc::clone(&ledger));
        let opened = blocking(move || {
            let home = folder::open_home(&root, &home_directory)?;
            // It may have been missing when the ledger looked for it.
            if let Err(error) = located.locate_home(id, &home) {
                tracing::warn!(account = id, %error, "a home was not located");
            }
            Ok::<_, FieldError>(home)
        });
        let home = opened.await.map_err(unavailable)?.map_err(|error| {
            tracing::warn!(account = %name, ?error, "home directory cannot be opened");
            let refusal = FtpRefusal::HomeUnavailable;
            self.context
                .record_ftp_refusal(name.clone(), key, address, refusal);
            FtpSignInError::HomeUnavailable
        })?;
        self.context.activity.remember(key.0, key.1);
        Ok(FtpSignIn {
            account: found.id,
            version: found.access_version,
            name,
            home,
            settings: found.settings,
            ledger,
        })
    }
}

/// An error that is no refusal. Its cause is logged where it becomes an [`AppError`].
fn unavailable(error: impl Into<AppError>) -> FtpSignInError {
    let _: AppError = error.into();
    FtpSignInError::Unavailable
}
