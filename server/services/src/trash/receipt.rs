//! Receipts of what was done in « Corbeille ».

use model::{Actor, AppError, Operation, TrashReceipt};

use super::Trash;
use crate::audit::{FtpAccountSnapshot, from_json};
use crate::receipt::{MAX_NAMES, first_of_own, purged_files};
use crate::store::AuditAction;

impl Trash {
    /// Shows the actor what one of their own operations did in « Corbeille », from the audit
    /// trail.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for others' operations and for those that have no such receipt.
    pub async fn view_receipt(
        &self,
        actor: &Actor,
        operation: &Operation,
    ) -> Result<TrashReceipt, AppError> {
        let events = self
            .context
            .store()
            .audit_events(operation, MAX_NAMES)
            .await?;
        let first = first_of_own(actor, &events)?;
        match first.action {
            AuditAction::FtpAccountRestored => {
                let names = events.iter().map(|event| {
                    let after: FtpAccountSnapshot = from_json(&event.after)?;
                    Ok(after.name)
                });
                let names: Result<_, AppError> = names.collect();
                Ok(TrashReceipt::Restored(names?))
            }
            AuditAction::FtpAccountPurged => {
                let before: FtpAccountSnapshot = from_json(&first.before)?;
                Ok(TrashReceipt::Purged {
                    name: before.name,
                    files: purged_files(&events, AuditAction::FtpFilesRemoved)?,
                })
            }
            _ => Err(AppError::NotFound),
        }
    }
}
