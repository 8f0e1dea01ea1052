//! Adding an FTP account.

use model::{
    Actor, AppError, DomainName, Field, FieldErrors, NewFtpAccount, NewFtpAccountByLink, Operation,
    Permission, UtcTime,
};

use super::FtpAccounts;
use super::name::name_taken;
use crate::audit::{FtpAccountSnapshot, account_subject};
use crate::context::Context;
use crate::home_directory;
use crate::limits::{refuse_locked_changes, require_room};
use crate::one_time_link::NewLink;
use crate::secret::OneTimeToken;
use crate::store::{
    AuditAction, FtpAccountsLock, NO_PASSWORD, NewFtpAccountRecord, SubscriptionRecord,
};
use crate::transaction::transaction;

impl FtpAccounts {
    /// Adds an FTP account to a subscription.
    ///
    /// Who may: whoever may manage the subscription's FTP accounts. The name must be
    /// free in the whole installation, in any letter case. The password must be hard to guess.
    /// The home directory is created below the webspace root if it is missing, and is refused if a
    /// symlink leads out of there. Clients can sign in as soon as this returns. A refused
    /// account leaves nothing behind, no folder either.
    ///
    /// # Errors
    /// [`AppError::Invalid`] with everything that is wrong with name, home and password, or at a
    /// setting that is locked and not the subscription's default;
    /// [`AppError::TooManyFtpAccounts`]; [`AppError::NotFound`] for another's subscription.
    pub async fn add(
        &self,
        actor: &Actor,
        domain: &DomainName,
        new: NewFtpAccount,
    ) -> Result<Operation, AppError> {
        let subscription = self
            .context
            .authorised_subscription(actor, domain, Permission::ManageFtpAccounts)
            .await?;
        self.context.may_change(actor)?;
        let mut errors = FieldErrors::default();
        let conflict = self.context.name_conflict(actor, &new.name, None).await?;
        errors.add_option(Field::AccountName, conflict);
        let inputs = [new.name.as_str(), domain.as_str()];
        let guessable = self
            .context
            .guessable(&new.password, &inputs, actor.into())
            .await?;
        errors.add_option(Field::Password, guessable);
        errors.into_result()?;
        let password_hash = self
            .context
            .hasher()
            .hash(&new.password, actor.into())
            .await?;
        let account = NewFtpAccountRecord {
            subscription: subscription.id,
            name: new.name,
            home_directory: new.home_directory,
            password_hash,
            is_main: false,
            settings: new.settings,
            created_at: UtcTime::now(),
        };
        self.context
            .create_ftp_account(actor, &subscription, account, None)
            .await
    }

    /// Adds an FTP account whose recipient sets the first password by a one-time link: until
    /// then nobody signs in with it. The token is returned here and never again.
    ///
    /// Who may, and the rest: as for [`FtpAccounts::add`].
    ///
    /// # Errors
    /// As for [`FtpAccounts::add`].
    pub async fn add_by_link(
        &self,
        actor: &Actor,
        domain: &DomainName,
        new: NewFtpAccountByLink,
    ) -> Result<OneTimeToken, AppError> {
        let subscription = self
            .context
            .authorised_subscription(actor, domain, Permission::ManageFtpAccounts)
            .await?;
        self.context.may_change(actor)?;
        let conflict = self.context.name_conflict(actor, &new.name, None).await?;
        if let Some(error) = conflict {
            return Err(AppError::at(Field::AccountName, error));
        }
        let (token, link) = NewLink::new(new.validity)?;
        let account = NewFtpAccountRecord {
            subscription: subscription.id,
            name: new.name,
            home_directory: new.home_directory,
            password_hash: NO_PASSWORD.to_owned(),
            is_main: false,
            settings: new.settings,
            created_at: UtcTime::now(),
        };
        self.context
            .create_ftp_account(actor, &subscription, account, Some(link))
            .await?;
        Ok(token)
    }
}

impl Context {
    /// Creates the home directory, then the account; a folder whose account fails is removed.
    async fn create_ftp_account(
        &self,
        actor: &Actor,
        subscription: &SubscriptionRecord,
        account: NewFtpAccountRecord,
        link: Option<NewLink>,
    ) -> Result<Operation, AppError> {
        let created =
            home_directory::create(self, actor.into(), subscription, &account.home_directory)
                .await?;
        let account = NewFtpAccountRecord {
            home_directory: created.home().clone(),
            ..account
        };
        let added = self
            .store_ftp_account(actor, subscription, account, link)
            .await;
        if added.is_err() {
            home_directory::rollback(self, &subscription.webspace, created).await;
        } else if created.any() {
            self.recount_webspace(subscription.id).await;
        }
        added
    }

    async fn store_ftp_account(
        &self,
        actor: &Actor,
        subscription: &SubscriptionRecord,
        account: NewFtpAccountRecord,
        link: Option<NewLink>,
    ) -> Result<Operation, AppError> {
        let trail = self.begin_operation(actor)?;
        let account = NewFtpAccountRecord {
            created_at: trail.at,
            ..account
        };
        let snapshot = FtpAccountSnapshot::of_new(&account);
        let subject = account_subject(&account.name, subscription);
        transaction!(self.store(), |transaction| {
            let accounts = transaction.lock_ftp_accounts([subscription.id]).await?;
            self.reseller_may_add_ftp_accounts(transaction, subscription.id, 1)
                .await?;
            require_room(&accounts, subscription.id, 1).await?;
            refuse_locked_settings(&accounts, subscription, &account).await?;
            let id = accounts.add(account.clone()).await.map_err(name_taken)?;
            let (action, subject) = (AuditAction::FtpAccountAdded, subject.clone());
            let about = subject.clone().about(id);
            trail
                .write(transaction, action, about, None, Some(&snapshot))
                .await?;
            match &link {
                Some(link) => link.store(transaction, &trail, id, subject).await,
                None => Ok(()),
            }
        })
        .await?;
        self.refresh_ftp_ledger(subscription.id).await;
        Ok(trail.finish())
    }
}

/// Refuses that whoever does not manage the subscription chooses a locked setting other than the
/// default.
async fn refuse_locked_settings(
    accounts: &FtpAccountsLock<'_>,
    subscription: &SubscriptionRecord,
    account: &NewFtpAccountRecord,
) -> Result<(), AppError> {
    let found = accounts.subscription_limits(subscription.id).await?;
    let limits = found.ok_or(AppError::NotFound)?.limits;
    if limits.locked.is_empty() {
        return Ok(());
    }
    let transaction = accounts.transaction();
    let (defaults, _) = transaction.default_settings(subscription.id).await?;
    refuse_locked_changes(subscription, &limits, &defaults, &account.settings)
}
