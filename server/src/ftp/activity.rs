//! What the engine's sessions did, handed on to the use cases.

use ftp::{Activity, Deed, Transferred};
use model::{AccountName, FtpEventKind, FtpTransferred};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::convert::{protocol, utc_time};
use services::store::FtpAccountId;
use services::{FtpEvent, Services};

/// Hands activity on until the engine is `gone`, then what it has left behind.
///
/// That the channel is closed would not do: a session that does not end in time keeps it open.
pub async fn forward_events(
    services: Services,
    mut activity: mpsc::Receiver<Activity>,
    gone: CancellationToken,
) {
    let note = |activity| {
        if let Some(event) = event(activity) {
            services.ftp_activity.record(event);
        }
    };
    while let Some(Some(activity)) = gone.run_until_cancelled(activity.recv()).await {
        note(activity);
    }
    while let Ok(activity) = activity.try_recv() {
        note(activity);
    }
}

fn event(activity: Activity) -> Option<FtpEvent> {
    Some(FtpEvent {
        at: utc_time(activity.at),
        account: FtpAccountId(activity.account_id),
        // It came from the use cases as one, at sign-in.
        name: AccountName::parse(&activity.account_name).ok()?,
        address: activity.peer,
        protocol: Some(protocol(activity.tls)),
        event: match activity.deed {
            Deed::SignedIn => FtpEventKind::SignedIn,
            Deed::Uploaded(transfer) => FtpEventKind::Uploaded(transferred(transfer)),
            Deed::Downloaded(transfer) => FtpEventKind::Downloaded(transferred(transfer)),
            Deed::FileRemoved { path } => FtpEventKind::FileRemoved(path),
            Deed::FolderMade { path } => FtpEventKind::FolderMade(path),
            Deed::FolderRemoved { path } => FtpEventKind::FolderRemoved(path),
            Deed::Renamed { from, to } => FtpEventKind::Renamed { from, to },
        },
    })
}

fn transferred(transfer: Transferred) -> FtpTransferred {
    FtpTransferred {
        path: transfer.path,
        bytes: transfer.bytes,
        took_ms: u64::try_from(transfer.took.as_millis()).unwrap_or(u64::MAX),
        complete: transfer.complete,
    }
}
