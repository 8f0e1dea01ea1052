//! Telling what was changed of what new FTP accounts begin with.

use app::model::{Actor, Change, FtpAccountSettings, Operation, Problem};

use super::super::Accounts;
use super::super::receipt::{first_of_own, setting_changes, snapshot};
use crate::store::Deed;

impl Accounts {
    /// Tells the actor what one of their own changes of defaults did, from the audit trail.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for others' operations and for those that changed no defaults.
    pub async fn view_changed_defaults(
        &self,
        actor: &Actor,
        operation: &Operation,
    ) -> Result<Vec<Change>, Problem> {
        let events = self.store().audit_events(operation, 1).await?;
        let event = first_of_own(actor, &events)?;
        if event.deed != Deed::DefaultSettingsChanged {
            return Err(Problem::NotFound);
        }
        let before: FtpAccountSettings = snapshot(&event.before)?;
        let after: FtpAccountSettings = snapshot(&event.after)?;
        Ok(setting_changes(&before, &after))
    }
}
