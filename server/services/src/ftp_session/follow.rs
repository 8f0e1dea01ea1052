//! Following the list of open FTP sessions.

use model::{Actor, AppError, DomainName};

use super::FtpSessions;
use crate::work_budget::{HeavyWork, WorkSlot};

impl FtpSessions {
    /// Begins to follow what [`FtpSessions::list`] shows, again and again as long as the slot is
    /// held.
    ///
    /// Who may: as for the list.
    ///
    /// # Errors
    /// As for the list; [`AppError::Busy`] if the person, or all together, follow as many as they
    /// may.
    pub async fn follow(
        &self,
        actor: &Actor,
        domain: Option<&DomainName>,
    ) -> Result<WorkSlot, AppError> {
        self.list(actor, domain).await?;
        self.context
            .work_budget
            .acquire(HeavyWork::SessionStream, actor.into())
            .await
    }
}
