//! Adding a subscription.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ftp::RunAs;
use model::{
    Actor, AppError, Field, FieldError, FieldErrors, FtpAccountSettings, HomeDirectory, Login,
    NewSubscription, Operation, PanelUserId, WebspaceRoot,
};

use super::Subscriptions;
use crate::audit::{AuditTrail, SubscriptionSnapshot, subscription_subject_of};
use crate::blocking::blocking;
use crate::context::Context;
use crate::folder::{self, Webspace};
use crate::ftp_account::name_taken;
use crate::store::{
    AuditAction, Constraint, NewFtpAccountRecord, NewSubscriptionRecord, StoreError, Transaction,
    Visible,
};
use crate::transaction::transaction;

/// How often others may be added before this one.
const MAX_ATTEMPTS: u32 = 100;

impl Subscriptions {
    /// Adds a subscription with its main FTP account, whose home is `/`.
    ///
    /// Who may: administrators only. The domain name and the main account's name must be free,
    /// the owner must exist, the password must be hard to guess. The webspace root is created if it
    /// is missing. It lies below one of the folders that the settings name, and may not be, hold or
    /// lie in another subscription's, nor reach what is Berth's own: of the data folder only what
    /// lies below `webspaces` may be served. A refused subscription leaves nothing behind, no folder
    /// either. Berth must be able to act as the system user, if it is to have one, and that
    /// must be able to open the webspace root.
    ///
    /// # Errors
    /// [`AppError::AdministratorsOnly`]; [`AppError::Invalid`] with everything that is wrong.
    pub async fn add(&self, actor: &Actor, new: NewSubscription) -> Result<Operation, AppError> {
        self.context.administrators_only(actor)?;
        let mut errors = FieldErrors::default();
        let (new, forbidden) = self.context.look_at_root(new).await?;
        if self
            .context
            .store()
            .subscription(&new.domain, Visible::All)
            .await?
            .is_some()
        {
            errors.add(Field::Domain, FieldError::Taken);
        }
        errors.add_option(Field::WebspaceRoot, forbidden);
        if self
            .context
            .store()
            .panel_user_by_login(&new.owner)
            .await?
            .is_none()
        {
            errors.add(Field::Owner, FieldError::NoSuchPanelUser);
        }
        let conflict = self
            .context
            .name_conflict(actor, &new.main_account, None)
            .await?;
        errors.add_option(Field::AccountName, conflict);
        let inputs = [new.main_account.as_str(), new.domain.as_str()];
        let guessable = self
            .context
            .guessable(&new.password, &inputs, actor.into())
            .await?;
        errors.add_option(Field::Password, guessable);
        let resolved = self.context.system_users.resolve(&new.hosting).await?;
        let run_as = resolved.unwrap_or_else(|error| {
            errors.add(Field::SystemUser, error);
            RunAs::program()
        });
        errors.into_result()?;
        let password_hash = self
            .context
            .hasher()
            .hash(&new.password, actor.into())
            .await?;
        self.context
            .store_subscription(actor, new, run_as, password_hash)
            .await
    }
}

impl Context {
    /// Spells the webspace root as the disk does, and tells why none may be there.
    async fn look_at_root(
        &self,
        new: NewSubscription,
    ) -> Result<(NewSubscription, Option<FieldError>), AppError> {
        let policy = Arc::clone(&self.webspace_policy);
        let look = move || match folder::spelt_root(&new.webspace_root) {
            Ok(webspace_root) => {
                let refused = policy.check_new(Path::new(webspace_root.as_str())).err();
                let new = NewSubscription {
                    webspace_root,
                    ..new
                };
                (new, refused.map(FieldError::from))
            }
            Err(error) => (new, Some(error)),
        };
        Ok(blocking(look).await?)
    }

    /// Creates the webspace root, then the subscription; a folder whose subscription fails is removed.
    async fn store_subscription(
        &self,
        actor: &Actor,
        new: NewSubscription,
        run_as: RunAs,
        password_hash: String,
    ) -> Result<Operation, AppError> {
        let others = self.store().webspace_roots().await?;
        refuse_overlap(&others, &new.webspace_root).await?;
        let policy = Arc::clone(&self.webspace_policy);
        let webspace = Webspace::new(new.webspace_root.clone(), policy, run_as);
        let created = self.create_root(webspace.clone()).await?;
        let stored = self.store_beside(others, actor, new, &password_hash).await;
        if stored.is_err() {
            let remove = move || folder::remove_webspace_root(&webspace, &created);
            let _ = blocking(remove).await;
        }
        stored
    }

    async fn create_root(&self, webspace: Webspace) -> Result<Vec<PathBuf>, AppError> {
        let data_dir = self.data_dir.clone();
        blocking(move || folder::create_webspace_root(&webspace, &data_dir))
            .await?
            .map_err(|error| AppError::at(Field::WebspaceRoot, error))
    }

    /// Stores a subscription whose webspace root overlaps none of these others.
    ///
    /// Two that overlap must not be added concurrently, and looking at webspace roots takes as long
    /// as the slowest of their file systems. So the transaction sees only whether there are more of
    /// them by now, and those are looked at before the next one.
    async fn store_beside(
        &self,
        mut others: Vec<WebspaceRoot>,
        actor: &Actor,
        new: NewSubscription,
        password_hash: &str,
    ) -> Result<Operation, AppError> {
        let trail = self.begin_operation(actor)?;
        for _ in 0..MAX_ATTEMPTS {
            let more = transaction!(self.store(), |transaction| {
                transaction.lock_subscriptions().await?;
                let now = transaction.webspace_roots().await?;
                if now != others {
                    return Ok(Some(now));
                }
                let owner = find_owner(transaction, &new.owner).await?;
                self.reseller_may_add_subscription(transaction, owner)
                    .await?;
                let password_hash = password_hash.to_owned();
                store(transaction, &trail, owner, new.clone(), password_hash).await?;
                Ok(None)
            });
            let Some(now) = more.await? else {
                return Ok(trail.finish());
            };
            let more = now.iter().filter(|root| !others.contains(root));
            let more: Vec<WebspaceRoot> = more.cloned().collect();
            refuse_overlap(&more, &new.webspace_root).await?;
            others = now;
        }
        Err(AppError::Busy)
    }
}

/// The key of who is to own it.
async fn find_owner(transaction: &Transaction, login: &Login) -> Result<PanelUserId, AppError> {
    let owner = transaction.panel_user_by_login(login).await?;
    let owner = owner.ok_or_else(|| AppError::at(Field::Owner, FieldError::NoSuchPanelUser))?;
    Ok(owner.id)
}

/// Stores a subscription with its main account.
async fn store(
    transaction: &Transaction,
    trail: &AuditTrail<'_>,
    owner: PanelUserId,
    new: NewSubscription,
    password_hash: String,
) -> Result<(), AppError> {
    let subscription = NewSubscriptionRecord {
        domain: new.domain.clone(),
        owner,
        webspace_root: new.webspace_root.clone(),
        hosting: new.hosting.clone(),
        created_at: trail.at,
    };
    let id = transaction
        .add_subscription(subscription)
        .await
        .map_err(subscription_taken)?;
    let main_account = NewFtpAccountRecord {
        subscription: id,
        name: new.main_account.clone(),
        home_directory: HomeDirectory::root(),
        password_hash,
        is_main: true,
        settings: FtpAccountSettings::default(),
        created_at: trail.at,
    };
    let accounts = transaction.lock_ftp_accounts([id]).await?;
    let main_account = accounts.add(main_account).await.map_err(name_taken)?;
    let snapshot = SubscriptionSnapshot {
        domain: new.domain.clone(),
        webspace_root: new.webspace_root,
        owner: new.owner,
        main_account: new.main_account,
        hosting: new.hosting,
    };
    trail
        .write(
            transaction,
            AuditAction::SubscriptionAdded,
            subscription_subject_of(id, new.domain).about(main_account),
            None,
            Some(&snapshot),
        )
        .await
}

async fn refuse_overlap(others: &[WebspaceRoot], root: &WebspaceRoot) -> Result<(), AppError> {
    let (others, root) = (others.to_vec(), root.clone());
    let overlaps = blocking(move || {
        let root = Path::new(root.as_str());
        others
            .iter()
            .any(|other| folder::overlap(root, Path::new(other.as_str())))
    });
    if overlaps.await? {
        return Err(AppError::at(
            Field::WebspaceRoot,
            FieldError::OverlapsWebspace,
        ));
    }
    Ok(())
}

fn subscription_taken(error: StoreError) -> AppError {
    match error {
        StoreError::ConstraintViolated(Constraint::Domain) => {
            AppError::at(Field::Domain, FieldError::Taken)
        }
        StoreError::ConstraintViolated(Constraint::WebspaceRoot) => {
            AppError::at(Field::WebspaceRoot, FieldError::OverlapsWebspace)
        }
        error => error.into(),
    }
}
