//! Verifying an FTP account's password, for every door that it opens: FTP and the account's own page.

use std::net::IpAddr;
use std::time::Duration;

use model::{AccountName, AppError, FtpRefusal, UtcTime};

use crate::context::Context;
use crate::store::{FtpSignInRecord, NO_PASSWORD, StoreError, is_old_hash};
use crate::throttle::{Attempt, KNOWN_FOR, Locked};
use crate::transaction::transaction;
use crate::work_budget::WorkFor;

/// Sign-ins of before the start that are looked at for the networks that an account uses.
const MAX_SIGN_INS: u64 = 200;

/// An account whose password was given.
pub(crate) struct VerifiedFtpAccount {
    /// The name that was submitted: the account's, or one that it had.
    pub(crate) name: AccountName,
    /// The account.
    pub(crate) found: FtpSignInRecord,
}

/// Why nobody was verified.
pub(crate) enum VerifyError {
    /// Unknown name or wrong password.
    Denied,
    /// Too many failures from this address or for this name.
    Throttled(Duration),
    /// The database or the password hashing is overloaded or fails.
    Unavailable(AppError),
}

impl Context {
    /// Verifies the password of the account that has a name, or had it and may still use it. Whether
    /// the account may be used now and from there is for the caller to decide.
    ///
    /// An unknown name takes as long as a wrong password, and so does an account that has none yet.
    /// Failures count against the address and the name, or, from a network where the name lately
    /// signed in, for the name there alone. They count together for all doors, so that none of them
    /// gives a guesser more guesses. A refusal is recorded in the activity of the account, if there
    /// is one of that name. A right password's hash that another server made is replaced by one of
    /// Berth's own.
    pub(crate) async fn verify_ftp_password(
        &self,
        name: &str,
        password: &str,
        address: IpAddr,
    ) -> Result<VerifiedFtpAccount, VerifyError> {
        let mut attempt = match self.begin_ftp_sign_in(name, address).await {
            Ok(attempt) => attempt,
            Err(Locked(wait)) => {
                self.record_ftp_throttled(name, address).await;
                return Err(VerifyError::Throttled(wait));
            }
        };
        let known = match AccountName::parse(name) {
            Ok(name) => self
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
        // What was wrong a moment ago is wrong still, and costs no hashing.
        let is_repeated = attempt.is_repeated(password, hash);
        let is_right = if is_repeated {
            false
        } else {
            let hasher = self.hasher();
            let is_right = hasher.verify(password, hash, attempt.client()).await;
            is_right.map_err(unavailable)?
        };
        let (name, found) = match known {
            Some(known) if is_right => known,
            known => {
                if !is_repeated {
                    attempt.failed();
                }
                if let Some((name, found)) = known {
                    let key = (found.id, found.subscription);
                    let refusal = if locked {
                        FtpRefusal::Throttled
                    } else if found.password_hash == NO_PASSWORD {
                        FtpRefusal::WaitsForPassword
                    } else {
                        FtpRefusal::WrongPassword
                    };
                    if refusal == FtpRefusal::WrongPassword && !is_repeated {
                        self.record_ftp_guess(name, key, address);
                    } else {
                        self.record_ftp_refusal(name, key, address, refusal);
                    }
                } else {
                    self.count_ftp_refusal_of_nobody();
                }
                return Err(VerifyError::Denied);
            }
        };
        let client = attempt.client();
        attempt.succeeded();
        if is_old_hash(&found.password_hash) {
            self.replace_old_hash(&found, password, client).await;
        }
        Ok(VerifiedFtpAccount { name, found })
    }

    /// Replaces the hash that an account was verified by. If that fails, it is tried again at the
    /// next sign-in: the account may be used all the same.
    async fn replace_old_hash(&self, found: &FtpSignInRecord, password: &str, client: WorkFor) {
        let replace = async {
            let hash = self.hasher().hash_again(password, client).await?;
            transaction!(self.store(), |transaction| {
                let old = &found.password_hash;
                let replaced = transaction.replace_password_hash(found.id, old, &hash);
                Ok(replaced.await?)
            })
            .await
        };
        if let Err(error) = replace.await {
            tracing::warn!(account = %found.name, ?error, "an old password hash stays for now");
        }
    }

    async fn begin_ftp_sign_in(&self, name: &str, address: IpAddr) -> Result<Attempt<'_>, Locked> {
        let throttle = &self.ftp_throttle;
        match throttle.begin(address, name) {
            Err(locked) if throttle.is_first_lock(name) => {
                // The throttle knows only what happened since the start. If the database fails, it
                // stays with that.
                let Ok(Some(addresses)) = self.addresses_of_sign_ins(name).await else {
                    return Err(locked);
                };
                throttle.add_known_networks(name, addresses);
                throttle.begin(address, name)
            }
            begun => begun,
        }
    }

    /// From where an account lately signed in, the latest last; none if no account has the name.
    async fn addresses_of_sign_ins(&self, name: &str) -> Result<Option<Vec<IpAddr>>, StoreError> {
        let Ok(name) = AccountName::parse(name) else {
            return Ok(None);
        };
        let now = UtcTime::now();
        let Some((account, _)) = self.store().ftp_account_key(&name, now).await? else {
            return Ok(None);
        };
        let since = UtcTime(now.0 - i64::try_from(KNOWN_FOR.as_secs()).unwrap_or(0));
        let addresses = self
            .store()
            .addresses_of_sign_ins(account, since, MAX_SIGN_INS)
            .await?;
        let addresses = addresses.iter().rev().filter_map(|text| text.parse().ok());
        Ok(Some(addresses.collect()))
    }
}

fn unavailable(error: impl Into<AppError>) -> VerifyError {
    VerifyError::Unavailable(error.into())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use model::{
        Actor, DomainName, FtpAccountChange, HostingSettings, Login, NewPanelUser, NewSubscription,
        Password, PasswordUse, Role, WebspaceRoot,
    };

    use super::*;
    use crate::store::{Database, Store};
    use crate::{Services, ServicesConfig};

    const PROGRAM: Actor = Actor::CommandLine;
    const PASSWORD: &str = "vexing-Quartz-41-moth";
    const OTHER_PASSWORD: &str = "sullen-Walnut-77-kite";

    fn password(text: &str) -> Password {
        Password::parse(text, "").unwrap()
    }

    /// Use cases with the subscription `example.com`, whose main account is `example`.
    async fn services(folder: &tempfile::TempDir) -> Services {
        let file = Database::File(folder.path().join("berth.sqlite"));
        let store = Store::open(&file).await.unwrap();
        let services = Services::new(store, ServicesConfig::new(&folder.path().join("data")));
        let owner = Login::parse("marie").unwrap();
        let user = NewPanelUser {
            login: owner.clone(),
            display_name: String::new(),
            email: None,
            password: password(PASSWORD),
            password_use: PasswordUse::Permanent,
            role: Role::Customer,
            locale: None,
        };
        services.panel_users.add(&PROGRAM, user).await.unwrap();
        let root = folder.path().join("data/webspaces/example");
        let new = NewSubscription {
            domain: DomainName::parse("example.com").unwrap(),
            webspace_root: Some(WebspaceRoot::parse(root.to_str().unwrap()).unwrap()),
            owner,
            main_account: AccountName::parse("example").unwrap(),
            password: password(PASSWORD),
            hosting: HostingSettings::default(),
        };
        services.subscriptions.add(&PROGRAM, new).await.unwrap();
        services
    }

    #[tokio::test]
    async fn a_password_that_is_changed_meanwhile_is_not_undone() {
        let folder = tempfile::tempdir().unwrap();
        let services = services(&folder).await;
        let accounts = &services.ftp_accounts;
        let name = AccountName::parse("example").unwrap();
        let find = async || {
            let found = accounts.context.store().ftp_sign_in(&name, UtcTime::now());
            found.await.unwrap().unwrap()
        };
        let verified = find().await;
        let change = FtpAccountChange {
            password: Some(password(OTHER_PASSWORD)),
            ..FtpAccountChange::default()
        };
        let changed = accounts.change(&PROGRAM, &verified.domain, &name, change);
        changed.await.unwrap();
        let changed = find().await.password_hash;

        let replace = |found| {
            accounts
                .context
                .replace_old_hash(found, PASSWORD, WorkFor::Program)
        };
        replace(&verified).await;
        assert_eq!(find().await.password_hash, changed);
        replace(&find().await).await;
        assert_ne!(find().await.password_hash, changed);
    }
}
