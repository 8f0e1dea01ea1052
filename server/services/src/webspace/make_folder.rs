//! Creating a folder in a webspace.

use model::{Actor, AppError, DomainName, HomeDirectory, Permission};
use serde::Serialize;

use super::Webspaces;
use crate::context::Context;
use crate::home_directory;
use crate::store::{AuditAction, Subject, SubscriptionRecord};

/// A folder as the audit trail keeps it.
#[derive(Serialize)]
struct FolderSnapshot {
    path: HomeDirectory,
}

impl Webspaces {
    /// Creates a folder in a subscription's webspace, with its missing parents, and returns it as the
    /// disk spells it. One that exists already is no error.
    ///
    /// Who may: whoever may manage the subscription's FTP accounts.
    ///
    /// # Errors
    /// [`AppError::Invalid`] at the home directory if it cannot be created, or a symlink leads out of
    /// the webspace; [`AppError::NotFound`] for another's subscription.
    pub async fn make_folder(
        &self,
        actor: &Actor,
        domain: &DomainName,
        path: HomeDirectory,
    ) -> Result<HomeDirectory, AppError> {
        let subscription = self
            .context
            .authorised_subscription(actor, domain, Permission::ManageFtpAccounts)
            .await?;
        self.context.may_change(actor)?;
        let created =
            home_directory::create(&self.context, actor.into(), &subscription, &path).await?;
        let path = created.home().clone();
        if !created.any() {
            return Ok(path);
        }
        let (id, webspace) = (subscription.id, subscription.webspace.clone());
        let recorded = self
            .context
            .record_folder(actor, subscription, path.clone());
        let recorded = recorded.await;
        if recorded.is_err() {
            home_directory::rollback(&self.context, &webspace, created).await;
        } else {
            self.context.recount_webspace(id).await;
        }
        recorded.map(|()| path)
    }
}

impl Context {
    async fn record_folder(
        &self,
        actor: &Actor,
        subscription: SubscriptionRecord,
        path: HomeDirectory,
    ) -> Result<(), AppError> {
        let trail = self.begin_operation(actor)?;
        let subject = Subject {
            name: Some(path.as_str().to_owned()),
            subscription: Some((subscription.id, subscription.domain)),
            ..Subject::default()
        };
        let after = FolderSnapshot { path };
        trail
            .record(
                self.store(),
                AuditAction::FolderMade,
                subject,
                None,
                Some(&after),
            )
            .await
    }
}
