//! What the transfer log has of a transfer.

use std::net::IpAddr;
use std::time::{Duration, SystemTime};

use ftp::{Event, EventKind, TransferSummary};

/// A transfer that has ended, or the removal of a file.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) ended_at: SystemTime,
    pub(super) account: String,
    pub(super) address: IpAddr,
    pub(super) is_encrypted: bool,
    /// From the account's `/`, as its client names it.
    pub(super) path: Vec<u8>,
    pub(super) bytes: u64,
    pub(super) took: Duration,
    pub(super) is_ascii: bool,
    pub(super) action: Action,
    pub(super) is_complete: bool,
}

/// What was done with the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    Upload,
    Download,
    /// It was removed. [`Entry::bytes`] is the size that it had.
    Removal,
}

impl Entry {
    /// What there is of an event; none if it moved or removed no file.
    pub(super) fn of(event: &Event) -> Option<Self> {
        let (action, transfer) = match &event.kind {
            EventKind::Uploaded(transfer) => (Action::Upload, transfer.clone()),
            EventKind::Downloaded(transfer) => (Action::Download, transfer.clone()),
            EventKind::FileRemoved { path, size } => {
                let removed = TransferSummary {
                    path: path.clone(),
                    is_ascii: false,
                    bytes: *size,
                    duration: Duration::ZERO,
                    complete: true,
                };
                (Action::Removal, removed)
            }
            EventKind::SignedIn
            | EventKind::FolderCreated { .. }
            | EventKind::FolderRemoved { .. }
            | EventKind::Renamed { .. } => return None,
        };
        Some(Self {
            ended_at: event.at,
            account: event.account_name.clone(),
            address: event.peer,
            is_encrypted: event.tls.is_some(),
            path: transfer.path.as_bytes().to_vec(),
            bytes: transfer.bytes,
            took: transfer.duration,
            is_ascii: transfer.is_ascii,
            action,
            is_complete: transfer.complete,
        })
    }
}
