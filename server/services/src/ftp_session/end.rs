//! Ending an open FTP session.

use model::{Actor, AppError, DomainName, FtpSessionId, Operation, Permission};

use super::FtpSessions;
use crate::audit::{FtpSessionSnapshot, account_subject_of};
use crate::store::AuditAction;

impl FtpSessions {
    /// Ends an open FTP session of a subscription, or of any, at once: also in the middle of a
    /// transfer. The account may sign in again.
    ///
    /// Who may: for a subscription whoever may manage its FTP accounts; else administrators only.
    ///
    /// # Errors
    /// [`AppError::SessionOver`] if the subscription has no such session (any more);
    /// [`AppError::NotFound`] for another's subscription, [`AppError::AdministratorsOnly`].
    pub async fn end(
        &self,
        actor: &Actor,
        domain: Option<&DomainName>,
        id: FtpSessionId,
    ) -> Result<Operation, AppError> {
        let visible = self
            .context
            .visible_sessions(actor, domain, Permission::ManageFtpAccounts)
            .await?;
        let session = visible.into_iter().find(|session| session.status.id == id);
        let session = session.ok_or(AppError::SessionOver)?;
        let trail = self.context.begin_operation(actor)?;
        let (name, account) = (&session.status.name, session.status.account);
        let subject = account_subject_of(name, session.subscription, session.domain).about(account);
        let before = FtpSessionSnapshot {
            account: session.status.name,
            address: session.status.address.to_string(),
            since: session.status.since,
        };
        trail
            .record(
                self.context.store(),
                AuditAction::FtpSessionEnded,
                subject,
                Some(&before),
                None,
            )
            .await?;
        // One that has ended by itself in the meantime is as good.
        if let Some(sessions) = &self.context.ftp_sessions {
            sessions.end(id);
        }
        Ok(trail.finish())
    }
}
