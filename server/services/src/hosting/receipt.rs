//! Showing what was changed of whom files belong to.

use model::{Actor, AppError, HostingChange, Operation};

use super::Hosting;
use crate::audit::from_json;
use crate::receipt::first_of_own;
use crate::store::AuditAction;

impl Hosting {
    /// Shows the actor what one of their own changes of hosting settings did, from the audit trail.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for others' operations and for those that changed no such settings.
    pub async fn view_receipt(
        &self,
        actor: &Actor,
        operation: &Operation,
    ) -> Result<HostingChange, AppError> {
        let events = self.context.store().audit_events(operation, 1).await?;
        let event = first_of_own(actor, &events)?;
        if event.action != AuditAction::HostingChanged {
            return Err(AppError::NotFound);
        }
        Ok(HostingChange {
            before: from_json(&event.before)?,
            after: from_json(&event.after)?,
        })
    }
}
