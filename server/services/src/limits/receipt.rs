//! Showing what was changed of a subscription's limits.

use model::{Actor, AppError, AuditAction, Operation};

use super::Limits;
use crate::audit::{LimitsSnapshot, from_json};
use crate::receipt::first_of_own;

impl Limits {
    /// Whether one of the actor's own changes of limits changed anything, from the audit trail.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for others' operations and for those that changed no limits.
    pub async fn view_receipt(
        &self,
        actor: &Actor,
        operation: &Operation,
    ) -> Result<bool, AppError> {
        let events = self.context.store().audit_events(operation, 1).await?;
        let event = first_of_own(actor, &events)?;
        if event.action != AuditAction::LimitsChanged {
            return Err(AppError::NotFound);
        }
        let before: LimitsSnapshot = from_json(&event.before)?;
        let after: LimitsSnapshot = from_json(&event.after)?;
        Ok(before != after)
    }
}
