//! Removing everything in a subscription's webspace, and then the subscription.

use std::io;
use std::sync::Arc;

use model::{Actor, AppError, Field, FieldError, Operation, RemovedFiles};
use tokio::time::timeout;

use super::purge_subscription::{purge, purgeable};
use super::purge_with_files::REMOVAL_TIMEOUT;
use super::removal::remove_contents;
use crate::audit::{AuditTrail, Author, RemovedSubscriptionSnapshot, removed_subscription_subject};
use crate::blocking::blocking_in_slot;
use crate::context::Context;
use crate::error::InternalError;
use crate::folder::Webspace;
use crate::store::{
    AuditAction, FtpAccountsLock, RemovedSubscriptionRecord, SubscriptionId, Transaction,
    WebspaceRecord,
};
use crate::transaction::transaction;
use crate::work_budget::{HeavyWork, WorkSlot};

/// What became of the files in a webspace.
enum Emptied {
    /// They were removed, as far as possible.
    Removed(RemovedFiles),
    /// The program stops: the next start goes on.
    Stopped,
    /// Another process is at it.
    InUse,
}

impl Context {
    /// Removes everything in the webspace of a removed subscription, and then the subscription.
    ///
    /// It stays in « Corbeille » until then, so that nobody else can have its webspace root. That this
    /// was begun is noted before, and what a crash cuts off ends at the next start: see
    /// [`Trash::resume_removals`](super::Trash::resume_removals).
    pub(crate) async fn purge_webspace(
        self: &Arc<Self>,
        actor: &Actor,
        found: RemovedSubscriptionRecord,
    ) -> Result<Operation, AppError> {
        let slot = self
            .work_budget
            .acquire(HeavyWork::FileRemoval, actor.into())
            .await?;
        let slot = self.check_webspace(&found.webspace, slot).await?;
        let trail = self.begin_operation(actor)?;
        transaction!(self.store(), |transaction| {
            let removed = purgeable(transaction, &found).await?;
            begin(transaction, &trail, &removed).await
        })
        .await?;
        let (context, actor) = (Arc::clone(self), actor.clone());
        let operation = trail.operation().clone();
        let work = tokio::spawn(async move {
            let author = Author::from(&actor);
            let (id, webspace) = (found.id, found.webspace);
            let trail = AuditTrail::resume(author, operation);
            let emptied = context.empty_webspace(trail, (id, webspace), slot, false);
            if let Err(error) = emptied.await {
                tracing::error!(?error, "the removal of a webspace's files was not ended");
            }
        });
        // The task continues by itself; its end is in the receipt.
        let _ = timeout(REMOVAL_TIMEOUT, work).await;
        Ok(trail.finish())
    }

    /// Refuses to remove the files of a webspace that cannot be opened: it may only not be mounted.
    async fn check_webspace(
        &self,
        record: &WebspaceRecord,
        slot: WorkSlot,
    ) -> Result<WorkSlot, AppError> {
        let webspace = self.webspace(record).await?;
        let (opened, slot) = blocking_in_slot(slot, move || webspace.try_enter(|_| Ok(()))).await?;
        opened.map_err(|error| {
            let root = record.root.as_str();
            tracing::warn!(%root, %error, "the files of a webspace cannot be removed");
            AppError::at(Field::Confirmation, FieldError::FilesStay)
        })?;
        Ok(slot)
    }

    /// Removes everything in a webspace whose removal has begun, and then its subscription, unless the
    /// program stops: then the next start goes on. `was_cut_off` if a crash cut off an earlier attempt.
    pub(super) async fn empty_webspace(
        &self,
        trail: AuditTrail<'_>,
        (id, record): (SubscriptionId, WebspaceRecord),
        slot: WorkSlot,
        was_cut_off: bool,
    ) -> Result<(), AppError> {
        let webspace = self.webspace(&record).await?;
        let removal = Arc::clone(&self.file_removal);
        let empty = move || empty(&webspace, &|| removal.is_stopped());
        let (emptied, _slot) = blocking_in_slot(slot, empty).await?;
        match emptied.map_err(InternalError::from)? {
            Emptied::Removed(removed) => {
                let removed = RemovedFiles {
                    was_cut_off,
                    ..removed
                };
                self.record_emptied(&trail, id, &removed).await
            }
            Emptied::Stopped | Emptied::InUse => Ok(()),
        }
    }

    /// Removes a subscription whose files are gone, and records both in the audit trail.
    async fn record_emptied(
        &self,
        trail: &AuditTrail<'_>,
        id: SubscriptionId,
        files: &RemovedFiles,
    ) -> Result<(), AppError> {
        transaction!(self.store(), |transaction| {
            let accounts = transaction.lock_ftp_accounts_or_removed([id]).await?;
            let Some(removed) = accounts.removed_subscription(id).await? else {
                // Another process has ended it.
                return Ok(());
            };
            purge(transaction, trail, &removed).await?;
            let (action, subject) = (
                AuditAction::WebspaceFilesRemoved,
                removed_subscription_subject(&removed),
            );
            trail
                .write(transaction, action, subject, None, Some(files))
                .await
        })
        .await
    }
}

/// Notes that the files of a locked subscription are removed from now on, and it after them.
async fn begin(
    transaction: &Transaction,
    trail: &AuditTrail<'_>,
    removed: &RemovedSubscriptionRecord,
) -> Result<(), AppError> {
    let accounts: FtpAccountsLock<'_> = transaction
        .lock_ftp_accounts_or_removed([removed.id])
        .await?;
    let main = accounts.main_account(removed.id).await?;
    let (main, name) = main.ok_or(AppError::NotFound)?;
    transaction
        .begin_webspace_removal(trail.operation(), removed.id, (main, &name))
        .await?;
    let snapshot = RemovedSubscriptionSnapshot::of(removed);
    let (action, subject) = (
        AuditAction::WebspaceFilesRemoved,
        removed_subscription_subject(removed),
    );
    trail
        .write(transaction, action, subject, Some(&snapshot), None)
        .await
}

/// Removes everything in a webspace, as far as possible, as whom it belongs to.
fn empty(webspace: &Webspace, is_stopped: &dyn Fn() -> bool) -> io::Result<Emptied> {
    let removed = webspace.try_enter(|root| remove_contents(&root, is_stopped));
    match removed {
        Ok(None) => Ok(Emptied::InUse),
        Ok(Some(removed)) if removed.failures > 0 && is_stopped() => Ok(Emptied::Stopped),
        Ok(Some(removed)) => Ok(Emptied::Removed(removed)),
        // Somebody else has removed it as a whole.
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Ok(Emptied::Removed(RemovedFiles::default()))
        }
        Err(error) => Err(error),
    }
}
