//! Showing what was changed of what new FTP accounts begin with.

use model::{Actor, AppError, Change, FtpAccountSettings, Operation};

use super::Defaults;
use crate::audit::{from_json, setting_changes};
use crate::receipt::first_of_own;
use crate::store::AuditAction;

impl Defaults {
    /// Shows the actor what one of their own changes of defaults did, from the audit trail.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for others' operations and for those that changed no defaults.
    pub async fn view_receipt(
        &self,
        actor: &Actor,
        operation: &Operation,
    ) -> Result<Vec<Change>, AppError> {
        let events = self.context.store().audit_events(operation, 1).await?;
        let event = first_of_own(actor, &events)?;
        if event.action != AuditAction::DefaultSettingsChanged {
            return Err(AppError::NotFound);
        }
        let before: FtpAccountSettings = from_json(&event.before)?;
        let after: FtpAccountSettings = from_json(&event.after)?;
        Ok(setting_changes(&before, &after))
    }
}
