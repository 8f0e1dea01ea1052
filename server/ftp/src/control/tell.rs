//! What a session is doing and has done, told to the client, to lists, to the log and to the host.

use std::time::SystemTime;

use super::Control;
use crate::activity::{Activity, Deed, Transferred, tell};
use crate::path::VirtualPath;
use crate::progress::{Direction, Progress, TransferStatus};
use crate::session::{FileRequest, TransferProgress, TransferStart, What};

impl Control {
    pub(super) fn tell_progress(&mut self) {
        let status = self.admission.live().transfer();
        self.session.progressed(status.map_or_else(
            TransferProgress::default,
            |TransferStatus { bytes, size, .. }| TransferProgress { bytes, size },
        ));
    }

    /// Logs the transfer that is over, and hands it on.
    pub(super) fn tell_transfer(&self, complete: bool) {
        let (Some(status), Some(account)) = (self.admission.live().finish(), &self.account) else {
            return;
        };
        let account = &account.name;
        let TransferStatus {
            direction,
            path,
            bytes,
            elapsed,
            ..
        } = status;
        if direction != Direction::Listing {
            tracing::info!(account, path, bytes, complete, ?direction, "transfer");
        }
        let transferred = Transferred {
            path,
            bytes,
            took: elapsed,
            complete,
        };
        match direction {
            Direction::Upload => self.tell(Deed::Uploaded(transferred)),
            Direction::Download => self.tell(Deed::Downloaded(transferred)),
            Direction::Listing => {}
        }
    }

    /// Logs a change of the file system, and hands it on.
    pub(super) fn tell_done(&self, request: &FileRequest) {
        let text = VirtualPath::text;
        let deed = match request {
            FileRequest::MakeDir(path) => Deed::FolderMade { path: text(path) },
            FileRequest::RemoveDir(path) => Deed::FolderRemoved { path: text(path) },
            FileRequest::Delete(path) => Deed::FileRemoved { path: text(path) },
            FileRequest::Rename { from, to } => Deed::Renamed {
                from: text(from),
                to: text(to),
            },
            _ => return,
        };
        if let Some(account) = &self.account {
            tracing::info!(account = account.name, ?deed, "done");
        }
        self.tell(deed);
    }

    pub(super) fn tell(&self, deed: Deed) {
        if let Some(account) = &self.account {
            let activity = Activity {
                at: SystemTime::now(),
                account_id: account.id,
                account_name: account.name.clone(),
                peer: self.admission.peer(),
                tls: self.stream.tls_version(),
                deed,
            };
            tell(self.context.activity.as_ref(), activity);
        }
    }
}

/// What lists show of a transfer that begins.
pub(super) fn progress_of(what: &What, start: &TransferStart) -> Progress {
    let (direction, path) = match what {
        What::Retrieve { path, .. } => (Direction::Download, path),
        What::Store { path, .. } => (Direction::Upload, path),
        What::List { path, .. } => (Direction::Listing, path),
    };
    let unique = start
        .unique_name
        .as_ref()
        .and_then(|name| path.resolve(name).ok());
    Progress::new(
        direction,
        unique.as_ref().unwrap_or(path).text(),
        start.size,
    )
}
