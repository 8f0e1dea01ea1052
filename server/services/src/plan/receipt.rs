//! Showing what was done to a plan.

use model::{Actor, AppError, AuditAction, Operation, Plan, PlanReceipt};

use super::Plans;
use crate::audit::from_json;
use crate::receipt::first_of_own;

impl Plans {
    /// Shows the actor what one of their own operations did to a plan, from the audit trail.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for others' operations and for those that were about no plan.
    pub async fn view_receipt(
        &self,
        actor: &Actor,
        operation: &Operation,
    ) -> Result<PlanReceipt, AppError> {
        let events = self.context.store().audit_events(operation, 1).await?;
        let event = first_of_own(actor, &events)?;
        let name = |json: &Option<String>| from_json::<Plan>(json).map(|plan| plan.name);
        match event.action {
            AuditAction::PlanAdded => Ok(PlanReceipt::Added(name(&event.after)?)),
            AuditAction::PlanChanged => Ok(PlanReceipt::Changed(name(&event.after)?)),
            AuditAction::PlanRemoved => Ok(PlanReceipt::Removed(name(&event.before)?)),
            _ => Err(AppError::NotFound),
        }
    }
}
