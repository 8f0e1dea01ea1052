//! Adding a subscription.

use std::path::{Path, PathBuf};

use app::model::{
    Actor, DomainName, Field, FieldError, FtpAccountSettings, HomeDirectory, NewSubscription,
    Operation, Problem, WebspaceRoot,
};

use super::super::audit::{SubscriptionSnapshot, Trail};
use super::super::authorise::administrators_only;
use super::super::ftp_account::name_taken;
use super::super::{Accounts, FieldProblems, blocking, folder};
use crate::store::{
    Constraint, Deed, NewFtpAccountRecord, NewSubscriptionRecord, StoreError, Subject, Visible,
    Writing,
};

impl Accounts {
    /// Adds a subscription with its main FTP account, whose home is `/`.
    ///
    /// Who may: administrators only. The domain name and the main account's name must be free,
    /// the owner must exist, the password must be hard to guess. The webspace root is made if it
    /// is missing. It may not be, hold or lie in another subscription's, nor reach the panel's
    /// own data: of the data folder only what lies below `webspaces` may be served. A refused
    /// subscription leaves nothing behind, no folder either.
    ///
    /// # Errors
    /// [`Problem::AdministratorsOnly`]; [`Problem::Invalid`] with everything that is wrong.
    pub async fn add_subscription(
        &self,
        actor: &Actor,
        new: NewSubscription,
    ) -> Result<Operation, Problem> {
        administrators_only(actor)?;
        let mut problems = FieldProblems::default();
        if self
            .store()
            .subscription(&new.domain, Visible::All)
            .await?
            .is_some()
        {
            problems.add(Field::Domain, FieldError::Taken);
        }
        if self.reaches_data(&new.webspace_root).await? {
            problems.add(Field::WebspaceRoot, FieldError::HoldsPanelData);
        }
        if self
            .store()
            .panel_user_by_login(&new.owner)
            .await?
            .is_none()
        {
            problems.add(Field::Owner, FieldError::NoSuchPanelUser);
        }
        if let Some(error) = self.taken(actor, &new.main_account, None).await? {
            problems.add(Field::AccountName, error);
        }
        let inputs = [new.main_account.as_str(), new.domain.as_str()];
        if let Some(error) = self.guessable(&new.password, &inputs).await? {
            problems.add(Field::Password, error);
        }
        problems.none()?;
        let password_hash = self.hasher().hash(&new.password).await?;
        self.store_subscription(actor, new, password_hash).await
    }

    async fn reaches_data(&self, root: &WebspaceRoot) -> Result<bool, Problem> {
        let (root, data_dir) = (root.clone(), self.inner.data_dir.clone());
        blocking(move || folder::reaches_data(Path::new(root.as_str()), &data_dir)).await
    }

    async fn store_subscription(
        &self,
        actor: &Actor,
        new: NewSubscription,
        password_hash: String,
    ) -> Result<Operation, Problem> {
        let trail = Trail::begin(actor)?;
        let writing = self.store().write().await?;
        // Two that overlap must not be added side by side.
        writing.lock_subscriptions().await?;
        refuse_overlap(&writing, &new.webspace_root).await?;
        let owner = writing.panel_user_by_login(&new.owner).await?;
        let owner = owner.ok_or_else(|| Problem::at(Field::Owner, FieldError::NoSuchPanelUser))?;
        let subscription = NewSubscriptionRecord {
            domain: new.domain.clone(),
            owner: owner.id,
            webspace_root: new.webspace_root.clone(),
            created_at: trail.at,
        };
        let id = writing
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
        let main_account = writing
            .add_ftp_account(main_account)
            .await
            .map_err(name_taken)?;
        let snapshot = SubscriptionSnapshot {
            domain: new.domain.clone(),
            webspace_root: new.webspace_root.clone(),
            owner: new.owner,
            main_account: new.main_account,
        };
        trail
            .write(
                &writing,
                Deed::SubscriptionAdded,
                subject(id, new.domain).about(main_account),
                None,
                Some(&snapshot),
            )
            .await?;
        let made = make_root(new.webspace_root).await?;
        if let Err(error) = writing.commit().await {
            let _ = blocking(move || folder::unmake_webspace_root(&made)).await;
            return Err(error.into());
        }
        Ok(trail.finish())
    }
}

fn subject(id: crate::store::SubscriptionId, domain: DomainName) -> Subject {
    Subject {
        name: Some(domain.as_str().to_owned()),
        subscription: Some((id, domain)),
        ftp_account: None,
    }
}

async fn refuse_overlap(writing: &Writing, root: &WebspaceRoot) -> Result<(), Problem> {
    let others = writing.webspace_roots().await?;
    let root = root.clone();
    let overlaps = blocking(move || {
        let root = Path::new(root.as_str());
        others
            .iter()
            .any(|other| folder::overlap(root, Path::new(other.as_str())))
    });
    if overlaps.await? {
        return Err(Problem::at(
            Field::WebspaceRoot,
            FieldError::OverlapsWebspace,
        ));
    }
    Ok(())
}

async fn make_root(root: WebspaceRoot) -> Result<Vec<PathBuf>, Problem> {
    blocking(move || folder::make_webspace_root(&root))
        .await?
        .map_err(|error| Problem::at(Field::WebspaceRoot, error))
}

fn subscription_taken(error: StoreError) -> Problem {
    match error {
        StoreError::Refused(Constraint::Domain) => Problem::at(Field::Domain, FieldError::Taken),
        StoreError::Refused(Constraint::WebspaceRoot) => {
            Problem::at(Field::WebspaceRoot, FieldError::OverlapsWebspace)
        }
        error => error.into(),
    }
}
