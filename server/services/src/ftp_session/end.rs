//! Ending an open FTP session.

use model::{AccountName, Actor, AppError, DomainName, FtpSessionId, Operation, UtcTime};
use serde::{Deserialize, Serialize};

use super::FtpSessions;

use crate::audit::{AuditTrail, account_subject_of};
use crate::store::AuditAction;

/// An FTP session as the audit trail keeps it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct FtpSessionSnapshot {
    pub(crate) account: AccountName,
    pub(crate) address: String,
    pub(crate) since: UtcTime,
}

impl FtpSessions {
    /// Ends an open FTP session of a subscription, or of any, at once: also in the middle of a
    /// transfer. The account may sign in again.
    ///
    /// Who may: as for [`FtpSessions::list`].
    ///
    /// # Errors
    /// [`AppError::SessionOver`] if the subscription has no such session (any more),
    /// [`AppError::NotFound`] for another's subscription, [`AppError::AdministratorsOnly`].
    pub async fn end(
        &self,
        actor: &Actor,
        domain: Option<&DomainName>,
        id: FtpSessionId,
    ) -> Result<Operation, AppError> {
        let seen = self.context.seen_sessions(actor, domain).await?;
        let session = seen.into_iter().find(|session| session.status.id == id);
        let session = session.ok_or(AppError::SessionOver)?;
        let trail = AuditTrail::begin(actor)?;
        let (name, account) = (&session.status.name, session.status.account);
        let subject = account_subject_of(name, session.subscription, session.domain).about(account);
        let before = FtpSessionSnapshot {
            account: session.status.name,
            address: session.status.address.to_string(),
            since: session.status.since,
        };
        let transaction = self.context.store().write().await?;
        trail
            .write(
                &transaction,
                AuditAction::FtpSessionEnded,
                subject,
                Some(&before),
                None,
            )
            .await?;
        transaction.commit().await?;
        // One that has ended by itself meanwhile is as good.
        if let Some(sessions) = self.context.ftp_sessions.get() {
            sessions.end(id);
        }
        Ok(trail.finish())
    }
}
