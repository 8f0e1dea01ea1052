//! What the engine's sessions did, handed on to the use cases.

use ftp::{Event, EventKind, TransferSummary};
use model::{AccountName, FtpEventKind, FtpTransferred};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::convert::{protocol, utc_time};
use services::store::FtpAccountId;
use services::{FtpEvent, Services};

use crate::transfer_log::TransferLog;

/// Hands activity on until the engine is `gone`, then what it has left behind: to the use cases, and
/// all transfers to the transfer log, if there is one.
///
/// That the channel is closed would not do: a session that does not end in time keeps it open.
pub async fn forward_events(
    services: Services,
    mut activity: mpsc::Receiver<Event>,
    transfer_log: Option<TransferLog>,
    gone: CancellationToken,
) {
    let note = |activity| {
        if let Some(log) = &transfer_log {
            log.record(&activity);
        }
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

fn event(activity: Event) -> Option<FtpEvent> {
    Some(FtpEvent {
        at: utc_time(activity.at),
        account: FtpAccountId(activity.account_id),
        // It came from the use cases as one, at sign-in.
        name: AccountName::parse(&activity.account_name).ok()?,
        address: activity.peer,
        protocol: Some(protocol(activity.tls)),
        event: match activity.kind {
            EventKind::SignedIn => FtpEventKind::SignedIn,
            EventKind::Uploaded(transfer) => FtpEventKind::Uploaded(transferred(transfer)),
            EventKind::Downloaded(transfer) => FtpEventKind::Downloaded(transferred(transfer)),
            EventKind::FileRemoved { path, size: _ } => FtpEventKind::FileRemoved(path.text()),
            EventKind::FolderCreated { path } => FtpEventKind::FolderMade(path),
            EventKind::FolderRemoved { path } => FtpEventKind::FolderRemoved(path),
            EventKind::Renamed { from, to } => FtpEventKind::Renamed { from, to },
        },
    })
}

fn transferred(transfer: TransferSummary) -> FtpTransferred {
    FtpTransferred {
        path: transfer.path.text(),
        bytes: transfer.bytes,
        took_ms: u64::try_from(transfer.duration.as_millis()).unwrap_or(u64::MAX),
        complete: transfer.complete,
    }
}
