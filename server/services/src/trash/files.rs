//! Removing an FTP account's files with it.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use model::{Actor, AppError, Field, FieldError, FilesStay, Operation, RemovedFiles};
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::timeout;

use super::purge::purge_one;
use super::removal::Quarantine;
use crate::audit::{AuditTrail, FilesSnapshot, account_subject};
use crate::context::{Context, blocking};
use crate::folder;
use crate::store::{AuditAction, FtpAccountRecord, Subject, SubscriptionId, SubscriptionRecord};

/// For how long one waits for the end. Many files take longer; the receipt says so then.
const PATIENCE: Duration = Duration::from_secs(20);
/// How often it is looked anew, if accounts are changed while one looks.
const TRIES: u32 = 3;

impl Context {
    /// Where the files of an account are, if they may be removed with it: the path below the
    /// webspace root, symlinks followed.
    pub(super) async fn removable_files(
        &self,
        subscription: &SubscriptionRecord,
        account: &FtpAccountRecord,
    ) -> Result<Result<PathBuf, FilesStay>, AppError> {
        let place = self.place_for_folders()?;
        let others = self
            .store()
            .homes_beside(subscription.id, account.id)
            .await?;
        let (root, home) = (
            subscription.webspace_root.clone(),
            account.home_directory.clone(),
        );
        let (own, _) = in_place(place, move || folder::own_folder(&root, &home, &others)).await?;
        Ok(own)
    }

    /// Removes an account for good, and then everything in its home directory.
    ///
    /// With the account itself its folder goes out of reach, under another name beside: nobody
    /// can be given it any more while it is emptied.
    pub(super) async fn purge_with_files(
        self: &Arc<Self>,
        actor: &Actor,
        subscription: &SubscriptionRecord,
        account: FtpAccountRecord,
    ) -> Result<Operation, AppError> {
        let stay = || AppError::at(Field::Confirmation, FieldError::FilesStay);
        for _ in 0..TRIES {
            let state = self.store().accounts_state(subscription.id).await?;
            let path = self.removable_files(subscription, &account).await?;
            let path = path.map_err(|_| stay())?;
            let place = self.place_for_folders()?;
            let trail = AuditTrail::begin(actor)?;
            let transaction = self.store().write().await?;
            transaction.lock_ftp_accounts().await?;
            // What was looked at must still be so.
            if transaction.accounts_state(subscription.id).await? != state {
                continue;
            }
            purge_one(&trail, &transaction, subscription, &account).await?;
            let subject = account_subject(&account.name, subscription).about(account.id);
            let begun = FilesSnapshot {
                home_directory: account.home_directory.clone(),
            };
            trail
                .write(
                    &transaction,
                    AuditAction::FtpFilesRemoved,
                    subject.clone(),
                    Some(&begun),
                    None,
                )
                .await?;
            let root = subscription.webspace_root.clone();
            let (aside, place) = in_place(place, move || Quarantine::put(&root, &path)).await?;
            let aside = aside.map_err(|error| {
                tracing::warn!(account = %account.name, %error, "a folder cannot be put aside");
                stay()
            })?;
            if let Err(error) = transaction.commit().await {
                let _ = in_place(place, move || aside.restore()).await;
                return Err(error.into());
            }
            self.end_removed(account.id);
            let operation = trail.finish();
            self.remove_files(actor, &operation, subject, subscription.id, aside, place)
                .await;
            return Ok(operation);
        }
        Err(AppError::Busy)
    }

    /// Empties a folder that was put aside; also if whoever asked for it has gone away.
    async fn remove_files(
        self: &Arc<Self>,
        actor: &Actor,
        operation: &Operation,
        subject: Subject,
        subscription: SubscriptionId,
        aside: Quarantine,
        place: OwnedSemaphorePermit,
    ) {
        let (context, actor, operation) = (Arc::clone(self), actor.clone(), operation.clone());
        let work = tokio::spawn(async move {
            let removal = Arc::clone(&context.file_removal);
            let removed = in_place(place, move || {
                aside.remove(|| removal.is_over.load(Ordering::Relaxed))
            });
            let removed = removed.await;
            // Nobody else's home is around it.
            context.recount_main_account(subscription).await;
            let noted = match removed {
                Ok((removed, _)) => {
                    context
                        .note_removed_files(&actor, operation, subject, removed)
                        .await
                }
                Err(problem) => Err(problem),
            };
            if let Err(problem) = noted {
                tracing::error!(
                    ?problem,
                    "what was removed of an account's files is not known"
                );
            }
        });
        // It goes on by itself; one who does not wait reads the rest later.
        let _ = timeout(PATIENCE, work).await;
    }

    async fn note_removed_files(
        &self,
        actor: &Actor,
        operation: Operation,
        subject: Subject,
        removed: RemovedFiles,
    ) -> Result<(), AppError> {
        let trail = AuditTrail::go_on(actor, operation);
        let transaction = self.store().write().await?;
        trail
            .write(
                &transaction,
                AuditAction::FtpFilesRemoved,
                subject,
                None,
                Some(&removed),
            )
            .await?;
        Ok(transaction.commit().await?)
    }

    /// A place among the few who look at many folders, or empty one, at once.
    fn place_for_folders(&self) -> Result<OwnedSemaphorePermit, AppError> {
        Arc::clone(&self.file_removal.places)
            .try_acquire_owned()
            .map_err(|_| AppError::Busy)
    }
}

/// Works off the async threads; the place is taken until the work is done, whoever waits for it.
/// Then it can be used again.
async fn in_place<Answer: Send + 'static>(
    place: OwnedSemaphorePermit,
    work: impl FnOnce() -> Answer + Send + 'static,
) -> Result<(Answer, OwnedSemaphorePermit), AppError> {
    blocking(move || (work(), place)).await
}
