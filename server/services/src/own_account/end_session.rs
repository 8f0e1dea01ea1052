//! Ending an open FTP session of one's own.

use model::{AppError, FtpSessionId};

use super::OwnAccount;
use super::session::AccountActor;
use crate::audit::FtpSessionSnapshot;
use crate::store::AuditAction;

impl OwnAccount {
    /// Ends an open FTP session of the account at once, also in the middle of a transfer. The account
    /// may sign in again.
    ///
    /// # Errors
    /// [`AppError::SessionOver`] if the account has no such session (any more);
    /// [`AppError::Throttled`].
    pub async fn end_ftp_session(
        &self,
        actor: &AccountActor,
        id: FtpSessionId,
    ) -> Result<(), AppError> {
        let own = self.context.ftp_sessions_of(actor.account);
        let session = own.into_iter().find(|session| session.id == id);
        let session = session.ok_or(AppError::SessionOver)?;
        let trail = self
            .context
            .begin_own_operation(actor.account, &actor.origin)?;
        let before = FtpSessionSnapshot {
            account: session.name,
            address: session.address.to_string(),
            since: session.since,
        };
        trail
            .record(
                self.context.store(),
                AuditAction::FtpSessionEnded,
                actor.subject(),
                Some(&before),
                None,
            )
            .await?;
        // One that has ended by itself in the meantime is as good.
        if let Some(sessions) = &self.context.ftp_sessions {
            sessions.end(id);
        }
        Ok(())
    }
}
