//! Making a folder in a webspace.

use app::model::{Actor, DomainName, HomeDirectory, Problem};
use serde::Serialize;

use super::super::Accounts;
use super::super::audit::Trail;
use super::super::ftp_account::{make_home, unmake_home};
use crate::store::{Deed, Subject, SubscriptionRecord};

/// A folder as the audit trail keeps it.
#[derive(Serialize)]
struct FolderSnapshot {
    path: HomeDirectory,
}

impl Accounts {
    /// Makes a folder in a subscription's webspace, with those above it that are missing. One
    /// that is there already is as good as made.
    ///
    /// Who may: an administrator, and the customer who owns the subscription.
    ///
    /// # Errors
    /// [`Problem::Invalid`] at the home directory if it cannot be made, or a link leads out of
    /// the webspace; [`Problem::NotFound`] for another's subscription.
    pub async fn make_folder(
        &self,
        actor: &Actor,
        domain: &DomainName,
        path: HomeDirectory,
    ) -> Result<(), Problem> {
        let subscription = self.authorised_subscription(actor, domain).await?;
        let made = make_home(&subscription.webspace_root, &path).await?;
        if !made.anything() {
            return Ok(());
        }
        let noted = self.note_folder(actor, subscription, path).await;
        if noted.is_err() {
            unmake_home(made).await;
        }
        noted
    }

    async fn note_folder(
        &self,
        actor: &Actor,
        subscription: SubscriptionRecord,
        path: HomeDirectory,
    ) -> Result<(), Problem> {
        let trail = Trail::begin(actor)?;
        let writing = self.store().write().await?;
        let subject = Subject {
            name: Some(path.as_str().to_owned()),
            subscription: Some((subscription.id, subscription.domain)),
            ..Subject::default()
        };
        let after = FolderSnapshot { path };
        trail
            .write(&writing, Deed::FolderMade, subject, None, Some(&after))
            .await?;
        Ok(writing.commit().await?)
    }
}
