//! The engine's open sessions, for the use cases; and the end of those whose account was changed
//! or removed.

use std::time::Duration;

use ftp::{Direction, EndReason, SessionStatus, Sessions, TransferStatus};
use model::{AccountName, FtpDirection, FtpSessionId};
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;

use super::convert::{protocol, utc_time};
use services::store::FtpAccountId;
use services::{FtpSessionRegistry, FtpSessionStatus, FtpTransferStatus, OutdatedBy, Services};

/// How often the database is polled for what other processes changed.
const POLL_INTERVAL: Duration = Duration::from_secs(1);

/// The sessions of this very process: listed, and ended at once.
pub struct OpenSessions(pub Sessions);

impl FtpSessionRegistry for OpenSessions {
    fn end_outdated(&self, account: FtpAccountId, version: i64, by: OutdatedBy) {
        let reason = match by {
            OutdatedBy::Change => EndReason::AccountChanged,
            OutdatedBy::Disabling => EndReason::AccountDisabled,
            OutdatedBy::Suspension => EndReason::AccountSuspended,
        };
        self.0.end_where(reason, move |session| {
            session.account_id == account.0 && session.account_version < version
        });
    }

    fn end_removed(&self, account: FtpAccountId) {
        self.0.end_where(EndReason::AccountRemoved, move |session| {
            session.account_id == account.0
        });
    }

    fn list(&self) -> Vec<FtpSessionStatus> {
        self.0.status().into_iter().filter_map(status).collect()
    }

    fn end(&self, id: FtpSessionId) -> bool {
        let ended = self
            .0
            .end_where(EndReason::Administrator, move |session| session.id == id.0);
        ended > 0
    }
}

fn status(status: SessionStatus) -> Option<FtpSessionStatus> {
    let SessionStatus {
        info,
        idle,
        transfer,
    } = status;
    Some(FtpSessionStatus {
        id: FtpSessionId(info.id),
        account: FtpAccountId(info.account_id),
        // It came from the use cases as one, at sign-in.
        name: AccountName::parse(&info.name).ok()?,
        address: info.peer,
        protocol: protocol(info.tls),
        since: utc_time(info.since),
        idle,
        transfer: transfer.map(transfer_status),
    })
}

fn transfer_status(transfer: TransferStatus) -> FtpTransferStatus {
    FtpTransferStatus {
        direction: match transfer.direction {
            Direction::Upload => FtpDirection::Upload,
            Direction::Download => FtpDirection::Download,
            Direction::Listing => FtpDirection::Listing,
        },
        path: transfer.path,
        bytes: transfer.bytes,
        size: transfer.size,
        elapsed: transfer.elapsed,
    }
}

/// Ends sessions of accounts that another process changed or removed, until `shutdown`.
///
/// Polls the database once a second, with one query, and only while anyone is signed in.
pub async fn end_outdated_sessions(
    services: Services,
    sessions: Sessions,
    shutdown: CancellationToken,
) {
    let mut ticks = tokio::time::interval(POLL_INTERVAL);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    while shutdown.run_until_cancelled(ticks.tick()).await.is_some() {
        end_outdated_once(&services, &sessions).await;
    }
}

/// Applies quotas that another process changed, until `shutdown`. Polls in the same way.
pub async fn refresh_quotas(services: Services, shutdown: CancellationToken) {
    let mut ticks = tokio::time::interval(POLL_INTERVAL);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    while shutdown.run_until_cancelled(ticks.tick()).await.is_some() {
        services.ftp_usage.refresh_ledgers().await;
    }
}

async fn end_outdated_once(services: &Services, sessions: &Sessions) {
    let open = sessions.list();
    if open.is_empty() {
        return;
    }
    let mut ids: Vec<FtpAccountId> = open
        .iter()
        .map(|session| FtpAccountId(session.account_id))
        .collect();
    ids.sort_unstable();
    ids.dedup();
    // A database that cannot answer is no reason to end anything; the cause is logged there.
    let Ok(versions) = services.ftp_accounts.versions(&ids).await else {
        return;
    };
    let open_sessions = OpenSessions(sessions.clone());
    for id in ids {
        let outdated = |version: i64| {
            open.iter()
                .any(|session| session.account_id == id.0 && session.account_version < version)
        };
        match versions.get(&id) {
            Some(&(version, by)) if outdated(version) => {
                open_sessions.end_outdated(id, version, by);
            }
            Some(_) => {}
            None => open_sessions.end_removed(id),
        }
    }
}
