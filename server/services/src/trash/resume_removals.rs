//! Ending the removals of files that a crash cut off.

use model::{AppError, RemovedFiles};
use tokio_util::sync::CancellationToken;

use super::Trash;
use super::purge_with_files::QuarantinedFiles;
use super::quarantine::{Quarantine, Quarantined};
use crate::audit::{AuditTrail, Author, account_subject_of};
use crate::blocking::blocking_in_slot;
use crate::context::Context;
use crate::error::InternalError;
use crate::store::FileRemovalRecord;
use crate::work_budget::{HeavyWork, WorkFor};

impl Trash {
    /// Ends the removals of files that were cut off when the program was killed: what is left of the
    /// files goes, and receipts say so; a folder whose account was not removed after all gets its name
    /// back. For the start, in the background and until `stop`.
    ///
    /// What cannot be reached is left for the next start.
    pub async fn resume_removals(&self, stop: CancellationToken) {
        let removals = match self.context.store().file_removals().await {
            Ok(removals) => removals,
            Err(error) => {
                tracing::warn!(%error, "removals of files that were cut off were not looked for");
                return;
            }
        };
        for removal in removals {
            let account = removal.account_name.clone();
            let resume = async {
                match removal.folder.as_os_str().is_empty() {
                    true => self.context.resume_webspace_removal(removal).await,
                    false => self.context.resume_removal(removal).await,
                }
            };
            let resumed = stop.run_until_cancelled(resume);
            match resumed.await {
                Some(Ok(())) => {}
                Some(Err(error)) => {
                    tracing::warn!(%account, ?error, "a removal of files is left for the next start");
                }
                None => return,
            }
        }
    }
}

impl Context {
    async fn resume_webspace_removal(&self, removal: FileRemovalRecord) -> Result<(), AppError> {
        let slot = self
            .work_budget
            .acquire(HeavyWork::FileRemoval, WorkFor::Program)
            .await?;
        let domain = &removal.domain;
        tracing::info!(%domain, "a removal of a webspace's files that was cut off goes on");
        let of = (removal.subscription, removal.webspace);
        let trail = AuditTrail::resume(Author::program(), removal.operation);
        self.empty_webspace(trail, of, slot, true).await
    }

    async fn resume_removal(&self, removal: FileRemovalRecord) -> Result<(), AppError> {
        let slot = self
            .work_budget
            .acquire(HeavyWork::FileRemoval, WorkFor::Program)
            .await?;
        let webspace = self.webspace(&removal.webspace).await?;
        let (folder, operation) = (removal.folder, removal.operation.clone());
        let (found, slot) = blocking_in_slot(slot, move || {
            Quarantine::find(&webspace, &folder, &operation)
        })
        .await?;
        let account = &removal.account_name;
        let subject = account_subject_of(account, removal.subscription, removal.domain);
        let subject = subject.about(removal.account);
        match found.map_err(InternalError::from)? {
            Quarantined::InUse => {}
            Quarantined::Left(quarantine) if removal.has_begun => {
                tracing::info!(%account, "a removal of files that was cut off goes on");
                let files = QuarantinedFiles {
                    quarantine,
                    slot,
                    subject,
                    subscription: removal.subscription,
                    was_cut_off: true,
                };
                self.remove_quarantined(Author::program(), removal.operation, files)
                    .await;
            }
            Quarantined::None if removal.has_begun => {
                let removed = RemovedFiles {
                    was_cut_off: true,
                    ..RemovedFiles::default()
                };
                let trail = AuditTrail::resume(Author::program(), removal.operation);
                self.record_removed_files(&trail, subject, removed).await?;
            }
            Quarantined::Left(quarantine) => {
                tracing::info!(%account, "a folder gets its name back: its account was not removed");
                let (is_restored, _) = blocking_in_slot(slot, move || quarantine.restore()).await?;
                if is_restored {
                    self.forget_removal(&removal.operation).await;
                }
            }
            Quarantined::None => self.forget_removal(&removal.operation).await,
        }
        Ok(())
    }
}
