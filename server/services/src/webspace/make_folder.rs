//! Making a folder in a webspace.

use model::{Actor, AppError, DomainName, HomeDirectory};
use serde::Serialize;

use super::Webspaces;
use crate::audit::AuditTrail;
use crate::context::Context;
use crate::ftp_account::{create_home, rollback};
use crate::store::{AuditAction, Subject, SubscriptionRecord};

/// A folder as the audit trail keeps it.
#[derive(Serialize)]
struct FolderSnapshot {
    path: HomeDirectory,
}

impl Webspaces {
    /// Makes a folder in a subscription's webspace, with those above it that are missing. One
    /// that is there already is as good as made.
    ///
    /// Who may: an administrator, and the customer who owns the subscription.
    ///
    /// # Errors
    /// [`AppError::Invalid`] at the home directory if it cannot be made, or a link leads out of
    /// the webspace; [`AppError::NotFound`] for another's subscription.
    pub async fn make_folder(
        &self,
        actor: &Actor,
        domain: &DomainName,
        path: HomeDirectory,
    ) -> Result<(), AppError> {
        let subscription = self.context.authorised_subscription(actor, domain).await?;
        let (path, made) = create_home(&subscription.webspace_root, &path).await?;
        if !made.anything() {
            return Ok(());
        }
        let noted = self.context.note_folder(actor, subscription, path).await;
        if noted.is_err() {
            rollback(made).await;
        }
        noted
    }
}

impl Context {
    async fn note_folder(
        &self,
        actor: &Actor,
        subscription: SubscriptionRecord,
        path: HomeDirectory,
    ) -> Result<(), AppError> {
        let trail = AuditTrail::begin(actor)?;
        let transaction = self.store().write().await?;
        let subject = Subject {
            name: Some(path.as_str().to_owned()),
            subscription: Some((subscription.id, subscription.domain)),
            ..Subject::default()
        };
        let after = FolderSnapshot { path };
        trail
            .write(
                &transaction,
                AuditAction::FolderMade,
                subject,
                None,
                Some(&after),
            )
            .await?;
        Ok(transaction.commit().await?)
    }
}
