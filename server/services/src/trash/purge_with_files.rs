//! Removing an FTP account's files with it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use model::{Actor, AppError, Field, FieldError, FilesStay, Operation, RemovedFiles};
use tokio::time::timeout;

use super::purge_one::purge_one;
use super::quarantine::Quarantine;
use crate::audit::{AuditTrail, Author, FilesSnapshot, account_subject};
use crate::blocking::blocking_in_slot;
use crate::context::Context;
use crate::folder::{self, Webspace};
use crate::store::{
    AccountsRevision, AuditAction, FtpAccountRecord, Subject, SubscriptionId, SubscriptionRecord,
};
use crate::transaction::transaction;
use crate::work_budget::{HeavyWork, WorkFor, WorkSlot};

/// How long the caller waits for the end. Many files take longer, and the receipt says so.
pub(super) const REMOVAL_TIMEOUT: Duration = Duration::from_secs(20);
/// How often the check is repeated while accounts are changed concurrently.
const MAX_ATTEMPTS: u32 = 3;

/// Files that are to be removed, with what the removal needs.
pub(super) struct QuarantinedFiles {
    pub(super) quarantine: Quarantine,
    pub(super) slot: WorkSlot,
    pub(super) subject: Subject,
    pub(super) subscription: SubscriptionId,
    /// Whether a crash cut off an earlier attempt.
    pub(super) was_cut_off: bool,
}

impl Context {
    /// Where the files of an account are, if they may be removed with it: the path below the
    /// webspace root, symlinks followed.
    pub(super) async fn removable_files(
        &self,
        client: WorkFor,
        subscription: &SubscriptionRecord,
        account: &FtpAccountRecord,
    ) -> Result<Result<PathBuf, FilesStay>, AppError> {
        let others = self
            .store()
            .other_home_directories(subscription.id, account.id)
            .await?;
        let home = account.home_directory.clone();
        let search = move |webspace: &Webspace| folder::exclusive_folder(webspace, &home, &others);
        self.look_in_webspace(client, &subscription.webspace, search)
            .await
    }

    /// Removes an account for good, and then everything in its home directory.
    ///
    /// Its folder goes into quarantine first, so that no other account can be given it while it is
    /// emptied, and comes back if the account stays. That this is to be done is noted before, and
    /// what a crash cuts off ends at the next start: see
    /// [`Trash::resume_removals`](super::Trash::resume_removals).
    pub(super) async fn purge_with_files(
        self: &Arc<Self>,
        actor: &Actor,
        subscription: &SubscriptionRecord,
        account: FtpAccountRecord,
    ) -> Result<Operation, AppError> {
        for _ in 0..MAX_ATTEMPTS {
            let revision = self.store().accounts_revision(subscription.id).await?;
            let path = self.removable_files(actor.into(), subscription, &account);
            let path = path.await?.map_err(|_| files_stay())?;
            let slot = self
                .work_budget
                .acquire(HeavyWork::FileRemoval, actor.into())
                .await?;
            let trail = self.begin_operation(actor)?;
            let operation = trail.operation();
            self.plan_removal(operation, &account, &path).await?;
            let (quarantine, slot) = match self.put_aside(subscription, path, operation, slot).await
            {
                Ok(put) => put,
                Err(error) => {
                    self.forget_removal(operation).await;
                    return Err(error);
                }
            };
            let purged = self
                .purge_checked(&trail, subscription, &account, revision)
                .await;
            if matches!(purged, Ok(true)) {
                self.end_removed(account.id);
                let files = QuarantinedFiles {
                    quarantine,
                    slot,
                    subject: account_subject(&account.name, subscription).about(account.id),
                    subscription: subscription.id,
                    was_cut_off: false,
                };
                self.remove_files(actor, operation, files).await;
                return Ok(trail.finish());
            }
            self.put_back(quarantine, slot, operation).await;
            purged?;
        }
        Err(AppError::Busy)
    }

    /// Notes that a folder is to be removed, before anything is done to it.
    async fn plan_removal(
        &self,
        operation: &Operation,
        account: &FtpAccountRecord,
        folder: &Path,
    ) -> Result<(), AppError> {
        transaction!(self.store(), |transaction| {
            Ok(transaction
                .plan_file_removal(operation, account, folder)
                .await?)
        })
        .await
    }

    /// Takes back what was noted, if that has not begun. What fails here is for the next start.
    pub(super) async fn forget_removal(&self, operation: &Operation) {
        let forget = transaction!(self.store(), |transaction| {
            Ok(transaction.forget_file_removal(operation).await?)
        });
        if let Err(error) = forget.await {
            tracing::warn!(
                ?error,
                "a removal of files that does not begin is still noted"
            );
        }
    }

    /// Puts a folder into quarantine.
    async fn put_aside(
        &self,
        subscription: &SubscriptionRecord,
        path: PathBuf,
        operation: &Operation,
        slot: WorkSlot,
    ) -> Result<(Quarantine, WorkSlot), AppError> {
        let (webspace, operation) = (
            self.webspace(&subscription.webspace).await?,
            operation.clone(),
        );
        let put = move || Quarantine::put(&webspace, &path, &operation);
        let (quarantine, slot) = blocking_in_slot(slot, put).await?;
        let quarantine = quarantine.map_err(|error| {
            let domain = &subscription.domain;
            tracing::warn!(%domain, %error, "a folder cannot be put into quarantine");
            files_stay()
        })?;
        Ok((quarantine, slot))
    }

    /// Gives a folder its name back: its account stays. Where that fails, the next start does it.
    async fn put_back(&self, quarantine: Quarantine, slot: WorkSlot, operation: &Operation) {
        let restored = blocking_in_slot(slot, move || quarantine.restore()).await;
        if matches!(restored, Ok((true, _))) {
            self.forget_removal(operation).await;
        }
    }

    /// Removes an account for good whose files are in quarantine, unless accounts were changed since
    /// this revision, when they were checked; tells whether it is removed.
    async fn purge_checked(
        &self,
        trail: &AuditTrail<'_>,
        subscription: &SubscriptionRecord,
        account: &FtpAccountRecord,
        revision: AccountsRevision,
    ) -> Result<bool, AppError> {
        let subject = account_subject(&account.name, subscription).about(account.id);
        let begun = FilesSnapshot {
            home_directory: account.home_directory.clone(),
        };
        transaction!(self.store(), |transaction| {
            let accounts = transaction.lock_ftp_accounts([subscription.id]).await?;
            // What was checked must still hold.
            if accounts.revision(subscription.id).await? != revision
                || !transaction.begin_file_removal(trail.operation()).await?
            {
                return Ok(false);
            }
            purge_one(trail, &accounts, subscription, account).await?;
            let (action, subject) = (AuditAction::FtpFilesRemoved, subject.clone());
            trail
                .write(transaction, action, subject, Some(&begun), None)
                .await?;
            Ok(true)
        })
        .await
    }

    /// Empties a folder in quarantine, in a task that a cancelled caller does not stop.
    async fn remove_files(
        self: &Arc<Self>,
        actor: &Actor,
        operation: &Operation,
        files: QuarantinedFiles,
    ) {
        let (context, actor, operation) = (Arc::clone(self), actor.clone(), operation.clone());
        let work = tokio::spawn(async move {
            let remove = context.remove_quarantined(Author::from(&actor), operation, files);
            remove.await
        });
        // The task continues by itself; its end is in the receipt.
        let _ = timeout(REMOVAL_TIMEOUT, work).await;
    }

    /// Empties a folder in quarantine, and records what became of it, unless the program stops: then
    /// the next start goes on.
    pub(super) async fn remove_quarantined(
        &self,
        author: Author<'_>,
        operation: Operation,
        files: QuarantinedFiles,
    ) {
        let QuarantinedFiles {
            quarantine,
            slot,
            subject,
            subscription,
            was_cut_off,
        } = files;
        let removal = Arc::clone(&self.file_removal);
        let removed = blocking_in_slot(slot, move || quarantine.remove(|| removal.is_stopped()));
        let removed = removed.await;
        // Only the main account's home is around it.
        self.recount_webspace(subscription).await;
        let recorded = match removed {
            Ok((None, _)) => Ok(()),
            Ok((Some(removed), _)) => {
                let removed = RemovedFiles {
                    was_cut_off,
                    ..removed
                };
                let trail = AuditTrail::resume(author, operation);
                self.record_removed_files(&trail, subject, removed).await
            }
            Err(error) => Err(error.into()),
        };
        if let Err(error) = recorded {
            tracing::error!(?error, "the removal of an account's files was not recorded");
        }
    }

    /// Records what became of an account's files: that is the end of their removal.
    pub(super) async fn record_removed_files(
        &self,
        trail: &AuditTrail<'_>,
        subject: Subject,
        removed: RemovedFiles,
    ) -> Result<(), AppError> {
        transaction!(self.store(), |transaction| {
            let (action, subject) = (AuditAction::FtpFilesRemoved, subject.clone());
            trail
                .write(transaction, action, subject, None, Some(&removed))
                .await?;
            Ok(transaction.end_file_removal(trail.operation()).await?)
        })
        .await
    }
}

fn files_stay() -> AppError {
    AppError::at(Field::Confirmation, FieldError::FilesStay)
}
