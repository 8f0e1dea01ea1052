//! Removing an FTP account's files with it.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use model::{Actor, AppError, Field, FieldError, FilesStay, Operation, RemovedFiles};
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::timeout;

use super::file_removal::with_permit;
use super::purge_one::purge_one;
use super::quarantine::Quarantine;
use crate::audit::{AuditTrail, FilesSnapshot, account_subject};
use crate::context::Context;
use crate::folder;
use crate::store::{AuditAction, FtpAccountRecord, Subject, SubscriptionId, SubscriptionRecord};
use crate::transaction::transaction;

/// How long the caller waits for the end. Many files take longer, and the receipt says so.
const REMOVAL_TIMEOUT: Duration = Duration::from_secs(20);
/// How often the check is repeated while accounts are changed concurrently.
const MAX_ATTEMPTS: u32 = 3;

/// Files that are to be removed, with what the removal needs.
struct QuarantinedFiles {
    quarantine: Quarantine,
    permit: OwnedSemaphorePermit,
    subject: Subject,
    subscription: SubscriptionId,
}

impl Context {
    /// Where the files of an account are, if they may be removed with it: the path below the
    /// webspace root, symlinks followed.
    pub(super) async fn removable_files(
        &self,
        subscription: &SubscriptionRecord,
        account: &FtpAccountRecord,
    ) -> Result<Result<PathBuf, FilesStay>, AppError> {
        let permit = self.file_removal.permit()?;
        let others = self
            .store()
            .other_home_directories(subscription.id, account.id)
            .await?;
        let (root, home) = (
            subscription.webspace_root.clone(),
            account.home_directory.clone(),
        );
        let search = move || folder::exclusive_folder(&root, &home, &others);
        let (folder, _) = with_permit(permit, search).await?;
        Ok(folder)
    }

    /// Removes an account for good, and then everything in its home directory.
    ///
    /// Its folder goes into quarantine first, so that no other account can be given it while it is
    /// emptied, and comes back if the account stays.
    pub(super) async fn purge_with_files(
        self: &Arc<Self>,
        actor: &Actor,
        subscription: &SubscriptionRecord,
        account: FtpAccountRecord,
    ) -> Result<Operation, AppError> {
        let files_stay = || AppError::at(Field::Confirmation, FieldError::FilesStay);
        for _ in 0..MAX_ATTEMPTS {
            let revision = self.store().accounts_revision(subscription.id).await?;
            let path = self.removable_files(subscription, &account).await?;
            let path = path.map_err(|_| files_stay())?;
            let permit = self.file_removal.permit()?;
            let root = subscription.webspace_root.clone();
            let (quarantine, permit) =
                with_permit(permit, move || Quarantine::put(&root, &path)).await?;
            let quarantine = quarantine.map_err(|error| {
                tracing::warn!(account = %account.name, %error, "a folder cannot be put into quarantine");
                files_stay()
            })?;
            let trail = self.begin_operation(actor)?;
            let subject = account_subject(&account.name, subscription).about(account.id);
            let purged = transaction!(self.store(), |transaction| {
                let accounts = transaction.lock_ftp_accounts([subscription.id]).await?;
                // What was checked must still hold.
                if accounts.revision(subscription.id).await? != revision {
                    return Ok(false);
                }
                purge_one(&trail, &accounts, subscription, &account).await?;
                let begun = FilesSnapshot {
                    home_directory: account.home_directory.clone(),
                };
                let (action, subject) = (AuditAction::FtpFilesRemoved, subject.clone());
                trail
                    .write(transaction, action, subject, Some(&begun), None)
                    .await?;
                Ok(true)
            })
            .await;
            if !matches!(purged, Ok(true)) {
                let _ = with_permit(permit, move || quarantine.restore()).await;
                purged?;
                continue;
            }
            self.end_removed(account.id);
            let operation = trail.finish();
            let removal = QuarantinedFiles {
                quarantine,
                permit,
                subject,
                subscription: subscription.id,
            };
            self.remove_files(actor, &operation, removal).await;
            return Ok(operation);
        }
        Err(AppError::Busy)
    }

    /// Empties a folder in quarantine, in a task that a cancelled caller does not stop.
    async fn remove_files(
        self: &Arc<Self>,
        actor: &Actor,
        operation: &Operation,
        files: QuarantinedFiles,
    ) {
        let (context, actor, operation) = (Arc::clone(self), actor.clone(), operation.clone());
        let QuarantinedFiles {
            quarantine,
            permit,
            subject,
            subscription,
        } = files;
        let work = tokio::spawn(async move {
            let removal = Arc::clone(&context.file_removal);
            let removed = with_permit(permit, move || quarantine.remove(|| removal.is_stopped()));
            let removed = removed.await;
            // Only the main account's home is around it.
            context.recount_main_account(subscription).await;
            let recorded = match removed {
                Ok((removed, _)) => {
                    context
                        .record_removed_files(&actor, operation, subject, removed)
                        .await
                }
                Err(error) => Err(error.into()),
            };
            if let Err(error) = recorded {
                tracing::error!(?error, "the removal of an account's files was not recorded");
            }
        });
        // The task continues by itself; its end is in the receipt.
        let _ = timeout(REMOVAL_TIMEOUT, work).await;
    }

    async fn record_removed_files(
        &self,
        actor: &Actor,
        operation: Operation,
        subject: Subject,
        removed: RemovedFiles,
    ) -> Result<(), AppError> {
        let trail = AuditTrail::resume(actor, operation);
        trail
            .record(
                self.store(),
                AuditAction::FtpFilesRemoved,
                subject,
                None,
                Some(&removed),
            )
            .await
    }
}
