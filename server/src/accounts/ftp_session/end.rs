//! Ending an open FTP session.

use app::model::{AccountName, Actor, DomainName, FtpSessionId, Operation, Problem, UtcTime};
use serde::{Deserialize, Serialize};

use super::super::Accounts;
use super::super::audit::{Trail, account_subject_of};
use crate::store::Deed;

/// An FTP session as the audit trail keeps it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(in crate::accounts) struct FtpSessionSnapshot {
    pub(in crate::accounts) account: AccountName,
    pub(in crate::accounts) address: String,
    pub(in crate::accounts) since: UtcTime,
}

impl Accounts {
    /// Ends an open FTP session of a subscription, or of any, at once: also in the middle of a
    /// transfer. The account may sign in again.
    ///
    /// Who may: as for [`Accounts::list_ftp_sessions`].
    ///
    /// # Errors
    /// [`Problem::SessionOver`] if the subscription has no such session (any more),
    /// [`Problem::NotFound`] for another's subscription, [`Problem::AdministratorsOnly`].
    pub async fn end_ftp_session(
        &self,
        actor: &Actor,
        domain: Option<&DomainName>,
        id: FtpSessionId,
    ) -> Result<Operation, Problem> {
        let seen = self.seen_sessions(actor, domain).await?;
        let session = seen.into_iter().find(|session| session.status.id == id);
        let session = session.ok_or(Problem::SessionOver)?;
        let trail = Trail::begin(actor)?;
        let (name, account) = (&session.status.name, session.status.account);
        let subject = account_subject_of(name, session.subscription, session.domain).about(account);
        let before = FtpSessionSnapshot {
            account: session.status.name,
            address: session.status.address.to_string(),
            since: session.status.since,
        };
        let writing = self.store().write().await?;
        trail
            .write(
                &writing,
                Deed::FtpSessionEnded,
                subject,
                Some(&before),
                None,
            )
            .await?;
        writing.commit().await?;
        // One that has ended by itself meanwhile is as good.
        if let Some(sessions) = self.inner.ftp_sessions.get() {
            sessions.end(id);
        }
        Ok(trail.finish())
    }
}
