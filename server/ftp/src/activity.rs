//! What was done over FTP, told to the host.

use std::net::IpAddr;
use std::time::{Duration, SystemTime};

use tokio::sync::mpsc;

use crate::tls::TlsVersion;

/// Something that a signed-in session did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Activity {
    /// When; for a transfer, when it ended.
    pub at: SystemTime,
    /// [`SignedIn::account_id`](crate::SignedIn::account_id).
    pub account_id: i64,
    /// [`SignedIn::account_name`](crate::SignedIn::account_name).
    pub account_name: String,
    /// The client's address.
    pub peer: IpAddr,
    /// How the control connection is encrypted; none in clear.
    pub tls: Option<TlsVersion>,
    /// What was done.
    pub deed: Deed,
}

/// What a session did. Paths begin at the session's `/`; what is not UTF-8, or would not show, is
/// replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// It signed in.
    SignedIn,
    /// It uploaded a file, or part of one.
    Uploaded(Transferred),
    /// It downloaded a file, or part of one.
    Downloaded(Transferred),
    /// It removed a file.
    FileRemoved {
        /// The file.
        path: String,
    },
    /// It made a folder.
    FolderMade {
        /// The folder.
        path: String,
    },
    /// It removed a folder.
    FolderRemoved {
        /// The folder.
        path: String,
    },
    /// It gave a file or folder another name or place.
    Renamed {
        /// Where it was.
        from: String,
        /// Where it is.
        to: String,
    },
}

/// A transfer that is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transferred {
    /// The file.
    pub path: String,
    /// Bytes moved.
    pub bytes: u64,
    /// How long it took.
    pub took: Duration,
    /// False for one that broke off or was aborted.
    pub complete: bool,
}

/// Hands activity on without ever waiting: rather lose a record than hold up a transfer.
pub(crate) fn tell(channel: Option<&mpsc::Sender<Activity>>, activity: Activity) {
    if let Some(channel) = channel
        && channel.try_send(activity).is_err()
    {
        tracing::warn!("activity could not be handed on: too much of it waits");
    }
}
