//! Reports what a session does: to the client, the registry, the log and the host.

use std::time::SystemTime;

use tokio::sync::mpsc;

use super::ControlConnection;
use crate::direction::Direction;
use crate::events::{Event, EventKind, FilePath, TransferSummary};
use crate::file_request::{FileRequest, FileResponse};
use crate::metrics::{self, TransferMetrics};
use crate::progress::{Progress, TransferStatus};
use crate::session::{TransferOperation, TransferProgress, TransferRequest, TransferStart};

impl ControlConnection {
    pub(super) fn report_progress(&mut self) {
        let status = self.admission.activity().transfer();
        self.session.progress_reported(status.map_or_else(
            TransferProgress::default,
            |TransferStatus { bytes, size, .. }| TransferProgress { bytes, size },
        ));
    }

    /// Logs a finished transfer and sends its event.
    pub(super) fn record_transfer(&self, complete: bool) {
        let (Some(progress), Some(account)) =
            (self.admission.activity().end_transfer(), &self.account)
        else {
            return;
        };
        let account = &account.name;
        let TransferStatus {
            direction,
            path,
            bytes,
            elapsed,
            ..
        } = progress.status();
        progress.metrics().ended(complete, elapsed);
        if direction != Direction::Listing {
            tracing::info!(account, path, bytes, complete, ?direction, "transfer");
        }
        let transferred = TransferSummary {
            path: FilePath(progress.path().clone()),
            is_ascii: progress.is_ascii(),
            bytes,
            duration: elapsed,
            complete,
        };
        match direction {
            Direction::Upload => self.emit(EventKind::Uploaded(transferred)),
            Direction::Download => self.emit(EventKind::Downloaded(transferred)),
            Direction::Listing => {}
        }
    }

    /// Logs a change of the file system and sends its event.
    pub(super) fn record_change(&self, request: &FileRequest, response: &FileResponse) {
        let Some(kind) = request.event(response) else {
            return;
        };
        metrics::file_system_changed(&kind);
        if let Some(account) = &self.account {
            tracing::info!(account = account.name, ?kind, "file system changed");
        }
        self.emit(kind);
    }

    pub(super) fn emit(&self, kind: EventKind) {
        if let Some(account) = &self.account {
            let event = Event {
                at: SystemTime::now(),
                account_id: account.id,
                account_name: account.name.clone(),
                peer: self.admission.peer(),
                tls: self.stream.tls_version(),
                kind,
            };
            send_event(self.context.events.as_ref(), event);
        }
    }
}

/// Sends an event without waiting: a lost event is better than a stalled transfer.
fn send_event(channel: Option<&mpsc::Sender<Event>>, event: Event) {
    if let Some(channel) = channel
        && channel.try_send(event).is_err()
    {
        metrics::event_dropped();
        tracing::warn!("an FTP event was dropped: the channel is full");
    }
}

/// The progress of a transfer that begins.
pub(super) fn progress_of(
    request: &TransferRequest,
    start: &TransferStart,
    metrics: &TransferMetrics,
) -> Progress {
    let (direction, path) = match &request.operation {
        TransferOperation::Retrieve { path, .. } => (Direction::Download, path),
        TransferOperation::Store { path, .. } => (Direction::Upload, path),
        TransferOperation::List { path, .. } => (Direction::Listing, path),
    };
    let unique = start
        .unique_name
        .as_ref()
        .and_then(|name| path.resolve(name).ok());
    Progress::new(
        direction,
        unique.unwrap_or_else(|| path.clone()),
        start.size,
        request.ascii,
        metrics.of(direction),
    )
}
