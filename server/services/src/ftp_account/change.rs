//! Changing an FTP account.

use model::{
    AccountName, Actor, AppError, DomainName, Field, FieldError, FieldErrors, FtpAccountChange,
    Operation, Permission,
};

use super::FtpAccounts;
use super::name::name_taken;
use crate::audit::{AuditTrail, FtpAccountSnapshot, account_subject};
use crate::context::Context;
use crate::home_directory;
use crate::limits::refuse_locked_changes;
use crate::one_time_link::revoke;
use crate::store::{AuditAction, FtpAccountRecord, SubscriptionRecord, Transaction};
use crate::transaction::transaction;

impl FtpAccounts {
    /// Changes an FTP account: its name, its home directory, its password, its settings.
    ///
    /// Who may: whoever may manage the subscription's FTP accounts. Only what differs
    /// is changed; a password that is given always counts as another one. A new name must be free
    /// in the whole installation; the former one can be kept for sign-ins for a time, and names
    /// that the account had before are its own to take again. The home directory is created if it
    /// is missing, and is refused if a symlink leads out of the webspace; a main account's stays
    /// `/`. If anything was changed, the version grows, and if it was more than the note, the
    /// account's open FTP sessions end at once. Another password also revokes the one-time link. A
    /// change that changes nothing has a receipt without changes.
    ///
    /// # Errors
    /// [`AppError::EditConflict`] with what it is now, if the change was made from another
    /// version; [`AppError::RemovedDuringEdit`] if there was such a version and the account is
    /// gone; [`AppError::Invalid`]; [`AppError::NotFound`] for another's subscription.
    pub async fn change(
        &self,
        actor: &Actor,
        domain: &DomainName,
        name: &AccountName,
        change: FtpAccountChange,
    ) -> Result<Operation, AppError> {
        let subscription = self
            .context
            .authorised_subscription(actor, domain, Permission::ManageFtpAccounts)
            .await?;
        self.context.may_change(actor)?;
        // An edit conflict is reported before anything else.
        let found = self
            .context
            .store()
            .ftp_account(subscription.id, name)
            .await?;
        let account = unchanged(found, &change, domain)?;
        self.context.check(actor, &account, domain, &change).await?;
        let password_hash = match &change.password {
            Some(password) => Some(self.context.hasher().hash(password, actor.into()).await?),
            None => None,
        };
        let mut change = change;
        let mut makes_folders = false;
        let created = match &change.home_directory {
            Some(home) if *home == account.home_directory => {
                makes_folders =
                    home_directory::recreate(&self.context, actor.into(), &subscription, home)
                        .await;
                None
            }
            Some(home) => {
                let created =
                    home_directory::create(&self.context, actor.into(), &subscription, home)
                        .await?;
                change.home_directory = Some(created.home().clone());
                Some(created)
            }
            None => None,
        };
        let stored = self
            .context
            .store_change(actor, &subscription, name, &change, password_hash)
            .await;
        match (&stored, created) {
            (Err(_), Some(created)) => {
                home_directory::rollback(&self.context, &subscription.webspace, created).await;
            }
            (Ok(_), Some(created)) if created.any() => makes_folders = true,
            _ => {}
        }
        if makes_folders {
            self.context.recount_webspace(subscription.id).await;
        }
        stored
    }
}

impl Context {
    /// Checks what can be checked before the transaction.
    async fn check(
        &self,
        actor: &Actor,
        account: &FtpAccountRecord,
        domain: &DomainName,
        change: &FtpAccountChange,
    ) -> Result<(), AppError> {
        let mut errors = FieldErrors::default();
        let name = change.name.as_ref().unwrap_or(&account.name);
        if *name != account.name {
            let conflict = self.name_conflict(actor, name, Some(account.id)).await?;
            errors.add_option(Field::AccountName, conflict);
        }
        let home = change.home_directory.as_ref();
        if account.is_main && home.is_some_and(|home| *home != account.home_directory) {
            errors.add(Field::HomeDirectory, FieldError::MainAccountHome);
        }
        if let Some(password) = &change.password {
            let inputs = [name.as_str(), domain.as_str()];
            errors.add_option(
                Field::Password,
                self.guessable(password, &inputs, actor.into()).await?,
            );
        }
        Ok(errors.into_result()?)
    }

    async fn store_change(
        &self,
        actor: &Actor,
        subscription: &SubscriptionRecord,
        name: &AccountName,
        change: &FtpAccountChange,
        password_hash: Option<String>,
    ) -> Result<Operation, AppError> {
        let trail = self.begin_operation(actor)?;
        let password_hash = password_hash.as_deref();
        let Changed {
            after,
            sessions_end,
        } = transaction!(self.store(), |transaction| {
            let changing = Changing {
                transaction,
                trail: &trail,
                subscription,
            };
            changing.change(name, change, password_hash).await
        })
        .await?;
        if sessions_end {
            self.end_outdated(after.id, after.access_version, after.settings.enabled);
            self.refresh_ftp_ledger(subscription.id).await;
        }
        Ok(trail.finish())
    }
}

/// The change of an account in a transaction.
struct Changing<'a> {
    transaction: &'a Transaction,
    trail: &'a AuditTrail<'a>,
    subscription: &'a SubscriptionRecord,
}

/// What became of an account.
struct Changed {
    after: FtpAccountRecord,
    /// Whether that ends its open sessions.
    sessions_end: bool,
}

impl Changing<'_> {
    async fn change(
        &self,
        name: &AccountName,
        change: &FtpAccountChange,
        password_hash: Option<&str>,
    ) -> Result<Changed, AppError> {
        let (transaction, subscription) = (self.transaction, self.subscription);
        let accounts = transaction.lock_ftp_accounts([subscription.id]).await?;
        let found = accounts.find(subscription.id, name).await?;
        let before = unchanged(found, change, &subscription.domain)?;
        let mut after = FtpAccountRecord {
            name: change.name.clone().unwrap_or_else(|| before.name.clone()),
            home_directory: change
                .home_directory
                .clone()
                .unwrap_or_else(|| before.home_directory.clone()),
            settings: change
                .settings
                .clone()
                .unwrap_or_else(|| before.settings.clone()),
            ..before.clone()
        };
        if after.settings != before.settings {
            let found = accounts.subscription_limits(subscription.id).await?;
            let limits = found.ok_or(AppError::NotFound)?.limits;
            refuse_locked_changes(subscription, &limits, &before.settings, &after.settings)?;
        }
        let password_changed = password_hash.is_some();
        let sessions_end = password_changed
            || after.name != before.name
            || after.home_directory != before.home_directory
            || !after.settings.grants_the_same(&before.settings);
        if sessions_end {
            after.access_version += 1;
        }
        if sessions_end || after.settings != before.settings {
            let password_hash = password_hash.map(ToOwned::to_owned);
            accounts
                .change(&before, &after, password_hash, self.trail.at)
                .await
                .map_err(name_taken)?;
        }
        if after.home_directory != before.home_directory {
            transaction.reset_ftp_usage(before.id).await?;
        }
        self.record(change, &before, &after, password_changed)
            .await?;
        if password_changed {
            revoke(transaction, self.trail, &after, subscription).await?;
        }
        Ok(Changed {
            after,
            sessions_end,
        })
    }

    /// Keeps the former name, if that is wished, and records the change in the audit trail.
    async fn record(
        &self,
        change: &FtpAccountChange,
        before: &FtpAccountRecord,
        after: &FtpAccountRecord,
        password_changed: bool,
    ) -> Result<(), AppError> {
        let old_name_until = change
            .keep_old_name
            .until(self.trail.at)
            .filter(|_| after.name != before.name);
        if let Some(until) = old_name_until {
            self.transaction
                .add_former_name(before.id, &before.name, until)
                .await
                .map_err(name_taken)?;
        }
        let now = FtpAccountSnapshot {
            old_name_until,
            ..FtpAccountSnapshot::of(after, password_changed)
        };
        self.trail
            .write(
                self.transaction,
                AuditAction::FtpAccountChanged,
                account_subject(&after.name, self.subscription).about(after.id),
                Some(&FtpAccountSnapshot::of(before, false)),
                Some(&now),
            )
            .await
    }
}

/// The account, if it is still at the version that the change was made from.
fn unchanged(
    found: Option<FtpAccountRecord>,
    change: &FtpAccountChange,
    domain: &DomainName,
) -> Result<FtpAccountRecord, AppError> {
    match (found, change.version) {
        (Some(account), Some(version)) if account.version != version => {
            Err(edit_conflict(Some(account), domain))
        }
        (Some(account), _) => Ok(account),
        (None, Some(_)) => Err(AppError::RemovedDuringEdit),
        (None, None) => Err(AppError::NotFound),
    }
}

fn edit_conflict(found: Option<FtpAccountRecord>, domain: &DomainName) -> AppError {
    match found {
        Some(account) => AppError::EditConflict(Box::new(account.into_view(domain))),
        None => AppError::RemovedDuringEdit,
    }
}
