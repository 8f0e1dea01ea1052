//! Receipts of what was done in « Corbeille ».

use app::model::{Actor, Operation, Problem, PurgedFiles, TrashReceipt};

use super::super::Accounts;
use super::super::audit::FtpAccountSnapshot;
use super::super::receipt::{MOST_NAMES, first_of_own, snapshot};
use crate::store::{AuditEvent, Deed};

impl Accounts {
    /// Tells the actor what one of their own operations did in « Corbeille », from the audit
    /// trail.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for others' operations and for those that have no such receipt.
    pub async fn view_trash_receipt(
        &self,
        actor: &Actor,
        operation: &Operation,
    ) -> Result<TrashReceipt, Problem> {
        let events = self.store().audit_events(operation, MOST_NAMES).await?;
        let first = first_of_own(actor, &events)?;
        match first.deed {
            Deed::FtpAccountRestored => {
                let names = events.iter().map(|event| {
                    let after: FtpAccountSnapshot = snapshot(&event.after)?;
                    Ok(after.name)
                });
                let names: Result<_, Problem> = names.collect();
                Ok(TrashReceipt::Restored(names?))
            }
            Deed::FtpAccountPurged => {
                let before: FtpAccountSnapshot = snapshot(&first.before)?;
                Ok(TrashReceipt::Purged {
                    name: before.name,
                    files: purged_files(&events)?,
                })
            }
            _ => Err(Problem::NotFound),
        }
    }
}

/// What became of the files: the row that says so is written when that is over.
fn purged_files(events: &[AuditEvent]) -> Result<PurgedFiles, Problem> {
    let of_files = |event: &&AuditEvent| event.deed == Deed::FtpFilesRemoved;
    match events.iter().rev().find(of_files) {
        None => Ok(PurgedFiles::Kept),
        Some(event) if event.after.is_none() => Ok(PurgedFiles::Underway),
        Some(event) => Ok(PurgedFiles::Removed(snapshot(&event.after)?)),
    }
}
