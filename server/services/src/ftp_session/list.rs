//! Listing open FTP sessions.

use std::time::Duration;

use model::{Actor, AppError, DomainName, FtpSessionRow, FtpTransfer, Permission, shown_idle};

use super::FtpSessions;
use super::registry::{FtpSessionStatus, FtpTransferStatus};
use super::visible::VisibleSession;

impl FtpSessions {
    /// Lists the open FTP sessions of a subscription, or of all of them, oldest first, each with
    /// what it is doing at this moment.
    ///
    /// Who may: for a subscription whoever may view it; for all of them administrators only. The rate of a transfer is its average.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for another's subscription, [`AppError::AdministratorsOnly`].
    pub async fn list(
        &self,
        actor: &Actor,
        domain: Option<&DomainName>,
    ) -> Result<Vec<FtpSessionRow>, AppError> {
        let visible = self
            .context
            .visible_sessions(actor, domain, Permission::View)
            .await?;
        let row = |session: VisibleSession| session_row(session.status, session.domain);
        Ok(visible.into_iter().map(row).collect())
    }
}

/// An open session of an account in the subscription of a domain name, as lists show it.
pub(crate) fn session_row(status: FtpSessionStatus, domain: DomainName) -> FtpSessionRow {
    FtpSessionRow {
        id: status.id,
        domain,
        account: status.name,
        address: status.address.to_string(),
        protocol: status.protocol,
        since: status.since,
        idle: shown_idle(status.idle.as_secs()),
        transfer: status.transfer.map(transfer),
    }
}

fn transfer(status: FtpTransferStatus) -> FtpTransfer {
    FtpTransfer {
        rate: rate(status.bytes, status.elapsed),
        direction: status.direction,
        path: status.path,
        bytes: status.bytes,
        size: status.size,
    }
}

/// Bytes a second.
fn rate(bytes: u64, elapsed: Duration) -> u64 {
    let rate = u128::from(bytes) * 1000 / elapsed.as_millis().max(1);
    u64::try_from(rate).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_bytes_a_second() {
        assert_eq!(rate(500, Duration::from_millis(250)), 2000);
        assert_eq!(rate(500, Duration::ZERO), 500_000);
        assert_eq!(rate(0, Duration::from_secs(1)), 0);
    }
}
