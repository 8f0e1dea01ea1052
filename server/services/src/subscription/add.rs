//! Adding a subscription.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ftp::RunAs;
use model::{
    Actor, AppError, DomainName, Field, FieldError, FieldErrors, FtpAccountSettings, HomeDirectory,
    HostingSettings, Login, NewSubscription, Operation, PanelUserId, WebspaceRoot,
};

use super::Subscriptions;
use super::domain::domain_taken;
use crate::audit::{AuditTrail, SubscriptionSnapshot, subscription_subject_of};
use crate::blocking::blocking;
use crate::context::Context;
use crate::folder::{self, Webspace};
use crate::ftp_account::name_taken;
use crate::store::{
    AuditAction, Constraint, NewFtpAccountRecord, NewSubscriptionRecord, ReservedRoot, StoreError,
    Transaction,
};
use crate::transaction::transaction;

/// How often others may be added before this one.
const MAX_ATTEMPTS: u32 = 100;

impl Subscriptions {
    /// Adds a subscription with its main FTP account, whose home is `/`.
    ///
    /// Who may: an administrator; a reseller for themselves and their customers; once they have proved
    /// lately who they are. The domain name and the main account's name must be free, the owner must
    /// exist, the password must be hard to guess. The webspace root is created if it is missing. It
    /// lies below one of the folders that the settings name, and may not be, hold or lie in another
    /// subscription's, nor reach what is Berth's own: of the data folder only what lies below
    /// `webspaces` may be served. A refused subscription leaves nothing behind, no folder either. Berth
    /// must be able to act as the system user, if it is to have one, and that must be able to open the
    /// webspace root.
    ///
    /// A reseller chooses neither the webspace root, which is that of the domain name and has to be
    /// missing or empty, nor whom the files belong to.
    ///
    /// # Errors
    /// [`AppError::AdministratorsOnly`]; [`AppError::ProofRequired`]; [`AppError::Invalid`] with everything
    /// that is wrong.
    pub async fn add(&self, actor: &Actor, new: NewSubscription) -> Result<Operation, AppError> {
        let owners = self.list_owners(actor).await?;
        self.context.may_change(actor)?;
        self.context.require_recent_proof(actor)?;
        let new = match actor.is_administrator() {
            true => new,
            false => NewSubscription {
                webspace_root: None,
                hosting: HostingSettings::default(),
                ..new
            },
        };
        let mut errors = FieldErrors::default();
        let (root, forbidden) = self.context.look_at_root(actor, &new).await?;
        let conflict = self.context.domain_conflict(actor, &new.domain).await?;
        errors.add_option(Field::Domain, conflict);
        errors.add_option(Field::WebspaceRoot, forbidden);
        if !owners.contains(&new.owner) {
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
            .store_subscription(actor, new, root, run_as, password_hash)
            .await
    }
}

impl Context {
    /// The webspace root, spelt as the disk does, and why none may be there.
    async fn look_at_root(
        &self,
        actor: &Actor,
        new: &NewSubscription,
    ) -> Result<(WebspaceRoot, Option<FieldError>), AppError> {
        let root = match &new.webspace_root {
            Some(root) => root.clone(),
            None => self.usual_root(&new.domain)?,
        };
        let may_be_full = actor.is_administrator();
        let policy = Arc::clone(&self.webspace_policy);
        let look = move || match folder::spelt_root(&root) {
            Ok(root) => {
                let path = Path::new(root.as_str());
                let refused = policy.check_new(path).map_err(FieldError::from);
                let refused = refused.and_then(|()| match may_be_full || is_vacant(path) {
                    true => Ok(()),
                    false => Err(FieldError::FolderInUse),
                });
                (root, refused.err())
            }
            Err(error) => (root, Some(error)),
        };
        Ok(blocking(look).await?)
    }

    /// The webspace root of a subscription for which none is chosen.
    fn usual_root(&self, domain: &DomainName) -> Result<WebspaceRoot, AppError> {
        let outside = || AppError::at(Field::WebspaceRoot, FieldError::OutsideBases);
        let base = self.webspace_policy.bases().next().ok_or_else(outside)?;
        let root = base.join(domain.as_str());
        let root = root.to_str().map(WebspaceRoot::parse);
        root.and_then(Result::ok).ok_or_else(outside)
    }

    /// Creates the webspace root, then the subscription; a folder whose subscription fails is removed.
    async fn store_subscription(
        &self,
        actor: &Actor,
        new: NewSubscription,
        root: WebspaceRoot,
        run_as: RunAs,
        password_hash: String,
    ) -> Result<Operation, AppError> {
        let others = self.store().reserved_roots().await?;
        refuse_overlap(&others, &root).await?;
        let policy = Arc::clone(&self.webspace_policy);
        let webspace = Webspace::new(root.clone(), policy, run_as);
        let created = self.create_root(webspace.clone()).await?;
        let site = Site {
            new,
            root,
            password_hash,
        };
        let stored = self.store_beside(others, actor, &site).await;
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
        mut others: Vec<ReservedRoot>,
        actor: &Actor,
        site: &Site,
    ) -> Result<Operation, AppError> {
        let trail = self.begin_operation(actor)?;
        for _ in 0..MAX_ATTEMPTS {
            let more = transaction!(self.store(), |transaction| {
                transaction.lock_subscriptions().await?;
                let now = transaction.reserved_roots().await?;
                if now != others {
                    return Ok(Some(now));
                }
                let owner = find_owner(transaction, &site.new.owner).await?;
                self.reseller_may_add_subscription(transaction, owner)
                    .await?;
                store(transaction, &trail, owner, site).await?;
                Ok(None)
            });
            let Some(now) = more.await? else {
                return Ok(trail.finish());
            };
            let more = now.iter().filter(|root| !others.contains(root));
            let more: Vec<ReservedRoot> = more.cloned().collect();
            refuse_overlap(&more, &site.root).await?;
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

/// Whether there is nothing at a path, or an empty folder.
fn is_vacant(path: &Path) -> bool {
    match path.symlink_metadata() {
        Err(error) => error.kind() == io::ErrorKind::NotFound,
        Ok(found) => {
            let is_empty = || {
                path.read_dir()
                    .is_ok_and(|mut found| found.next().is_none())
            };
            found.is_dir() && is_empty()
        }
    }
}

/// A subscription that is about to be stored.
struct Site {
    new: NewSubscription,
    root: WebspaceRoot,
    password_hash: String,
}

/// Stores a subscription with its main account.
async fn store(
    transaction: &Transaction,
    trail: &AuditTrail<'_>,
    owner: PanelUserId,
    site: &Site,
) -> Result<(), AppError> {
    let Site { new, root, .. } = site;
    let subscription = NewSubscriptionRecord {
        domain: new.domain.clone(),
        owner,
        webspace_root: root.clone(),
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
        password_hash: site.password_hash.clone(),
        is_main: true,
        settings: FtpAccountSettings::default(),
        created_at: trail.at,
    };
    let accounts = transaction.lock_ftp_accounts([id]).await?;
    let main_account = accounts.add(main_account).await.map_err(name_taken)?;
    let snapshot = SubscriptionSnapshot {
        domain: new.domain.clone(),
        webspace_root: root.clone(),
        owner: new.owner.clone(),
        main_account: new.main_account.clone(),
        hosting: new.hosting.clone(),
    };
    trail
        .write(
            transaction,
            AuditAction::SubscriptionAdded,
            subscription_subject_of(id, new.domain.clone()).about(main_account),
            None,
            Some(&snapshot),
        )
        .await
}

async fn refuse_overlap(others: &[ReservedRoot], root: &WebspaceRoot) -> Result<(), AppError> {
    let (others, root) = (others.to_vec(), root.clone());
    let overlaps = blocking(move || {
        let root = Path::new(root.as_str());
        let mut others = others.into_iter();
        others.find(|other| folder::overlap(root, Path::new(other.root.as_str())))
    });
    let error = match overlaps.await? {
        None => return Ok(()),
        Some(other) if other.is_removed => FieldError::OverlapsWebspaceInTrash,
        Some(_) => FieldError::OverlapsWebspace,
    };
    Err(AppError::at(Field::WebspaceRoot, error))
}

fn subscription_taken(error: StoreError) -> AppError {
    match error {
        StoreError::ConstraintViolated(Constraint::WebspaceRoot) => {
            AppError::at(Field::WebspaceRoot, FieldError::OverlapsWebspace)
        }
        error => domain_taken(error),
    }
}
