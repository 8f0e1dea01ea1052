//! What the engine's sessions did, handed on to the use cases.

use app::model::{AccountName, FtpDeed, FtpTransferred};
use ftp::{Event, EventKind, TransferSummary};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::convert::{protocol, utc_time};
use crate::accounts::{Accounts, FtpEvent};
use crate::store::FtpAccountId;

/// Hands activity on until the engine is `gone`, then what it has left behind.
///
/// That the channel is closed would not do: a session that does not end in time keeps it open.
pub async fn hand_on(
    accounts: Accounts,
    mut activity: mpsc::Receiver<Event>,
    gone: CancellationToken,
) {
    let note = |activity| {
        if let Some(event) = event(activity) {
            accounts.note_ftp_activity(event);
        }
    };
    while let Some(Some(activity)) = gone.run_until_cancelled(activity.recv()).await {
        note(activity);
    }
    while let Ok(activity) = activity.try_recv() {
        note(activity);
    }
}

fn event(activity: Event) -> Option<FtpEvent> {
    Some(FtpEvent {
        at: utc_time(activity.at),
        account: FtpAccountId(activity.account_id),
        // It came from the use cases as one, at sign-in.
        name: AccountName::parse(&activity.account_name).ok()?,
        address: activity.peer,
        protocol: Some(protocol(activity.tls)),
        deed: match activity.kind {
            EventKind::SignedIn => FtpDeed::SignedIn,
            EventKind::Uploaded(transfer) => FtpDeed::Uploaded(transferred(transfer)),
            EventKind::Downloaded(transfer) => FtpDeed::Downloaded(transferred(transfer)),
            EventKind::FileRemoved { path } => FtpDeed::FileRemoved(path),
            EventKind::FolderCreated { path } => FtpDeed::FolderMade(path),
            EventKind::FolderRemoved { path } => FtpDeed::FolderRemoved(path),
            EventKind::Renamed { from, to } => FtpDeed::Renamed { from, to },
        },
    })
}

fn transferred(transfer: TransferSummary) -> FtpTransferred {
    FtpTransferred {
        path: transfer.path,
        bytes: transfer.bytes,
        took_ms: u64::try_from(transfer.duration.as_millis()).unwrap_or(u64::MAX),
        complete: transfer.complete,
    }
}
