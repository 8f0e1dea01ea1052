//! Showing what was done to panel users.

use model::{Actor, AppError, Login, Operation, PanelUserReceipt};
use serde::Deserialize;

use super::PanelUsers;
use crate::audit::from_json;
use crate::receipt::first_of_own;
use crate::store::AuditAction;

/// Whom it was done to, in whatever snapshot.
#[derive(Deserialize)]
struct Whom {
    login: Login,
}

impl PanelUsers {
    /// Shows the actor what one of their own operations on panel users, or on the people of a
    /// subscription, did, from the audit trail.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for others' operations and for those on anything else.
    pub async fn view_receipt(
        &self,
        actor: &Actor,
        operation: &Operation,
    ) -> Result<PanelUserReceipt, AppError> {
        let events = self.context.store().audit_events(operation, 1).await?;
        let event = first_of_own(actor, &events)?;
        let login = |snapshot: &Option<String>| from_json(snapshot).map(|whom: Whom| whom.login);
        Ok(match event.action {
            AuditAction::PanelUserChanged => PanelUserReceipt::Changed(login(&event.after)?),
            AuditAction::PanelUserRemoved => PanelUserReceipt::Removed(login(&event.before)?),
            AuditAction::PanelUserLinkRevoked => PanelUserReceipt::LinkRevoked,
            AuditAction::CollaboratorAdded => {
                PanelUserReceipt::CollaboratorAdded(login(&event.after)?)
            }
            AuditAction::CollaboratorChanged => {
                PanelUserReceipt::CollaboratorChanged(login(&event.after)?)
            }
            AuditAction::CollaboratorRemoved => {
                PanelUserReceipt::CollaboratorRemoved(login(&event.before)?)
            }
            _ => return Err(AppError::NotFound),
        })
    }
}
