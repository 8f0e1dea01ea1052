//! Ending the FTP sessions of accounts that were changed or removed.

use std::time::Duration;

use ftp::{EndReason, Sessions};
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;

use crate::accounts::{Accounts, FtpSessions};
use crate::store::FtpAccountId;

/// How often the database is asked about the accounts that have open sessions.
const INTERVAL: Duration = Duration::from_secs(1);

/// Ends sessions at once when this very process changes an account.
pub struct EndSessions(pub Sessions);

impl FtpSessions for EndSessions {
    fn end_outdated(&self, account: FtpAccountId, version: i64) {
        self.0.end_where(EndReason::AccountChanged, |session| {
            session.account_id == account.0 && session.account_version < version
        });
    }

    fn end_removed(&self, account: FtpAccountId) {
        self.0.end_where(EndReason::AccountRemoved, |session| {
            session.account_id == account.0
        });
    }
}

/// Ends sessions of accounts that another process changed or removed, until `shutdown`.
///
/// Asks the database once a second, with one query, and only while anyone is signed in.
pub async fn watch(accounts: Accounts, sessions: Sessions, shutdown: CancellationToken) {
    let mut ticks = tokio::time::interval(INTERVAL);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    while shutdown.run_until_cancelled(ticks.tick()).await.is_some() {
        look(&accounts, &sessions).await;
    }
}

async fn look(accounts: &Accounts, sessions: &Sessions) {
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
    // A database that cannot tell is no reason to end anything; the cause is logged there.
    let Ok(versions) = accounts.ftp_account_versions(&ids).await else {
        return;
    };
    let end = EndSessions(sessions.clone());
    for id in ids {
        let outdated = |version: i64| {
            open.iter()
                .any(|session| session.account_id == id.0 && session.account_version < version)
        };
        match versions.get(&id) {
            Some(&version) if outdated(version) => end.end_outdated(id, version),
            Some(_) => {}
            None => end.end_removed(id),
        }
    }
}
