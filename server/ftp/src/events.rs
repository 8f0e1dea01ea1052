//! Events of sessions, for the host to record.

use std::fmt;
use std::net::IpAddr;
use std::time::{Duration, SystemTime};

use crate::path::VirtualPath;
use crate::tls_version::TlsVersion;

/// Something that a signed-in session did, such as an upload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// When it happened; for a transfer, when it ended.
    pub at: SystemTime,
    /// [`SignedIn::account_id`](crate::SignedIn::account_id).
    pub account_id: i64,
    /// [`SignedIn::account_name`](crate::SignedIn::account_name).
    pub account_name: String,
    /// The client's address.
    pub peer: IpAddr,
    /// The TLS version of the control connection; none if it is unencrypted.
    pub tls: Option<TlsVersion>,
    /// What happened.
    pub kind: EventKind,
}

/// The path of a file, from the session's `/`.
#[derive(Clone, PartialEq, Eq)]
pub struct FilePath(pub(crate) VirtualPath);

impl FilePath {
    /// For display and records: what is not UTF-8 or not printable is replaced, and of more than 500
    /// bytes the middle is left out.
    pub fn text(&self) -> String {
        self.0.text()
    }

    /// All of its bytes, 4,096 at most.
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for FilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.text(), f)
    }
}

/// The kind of an event, with its details. Paths begin at the session's `/`. Of those that are texts,
/// what is not UTF-8 or not printable is replaced, and of more than 500 bytes the middle is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// It signed in.
    SignedIn,
    /// It uploaded a file, or part of one.
    Uploaded(TransferSummary),
    /// It downloaded a file, or part of one.
    Downloaded(TransferSummary),
    /// It removed a file.
    FileRemoved {
        /// The file.
        path: FilePath,
        /// How large it was, in bytes.
        size: u64,
    },
    /// It created a folder.
    FolderCreated {
        /// The folder.
        path: String,
    },
    /// It removed a folder.
    FolderRemoved {
        /// The folder.
        path: String,
    },
    /// It renamed or moved a file or folder.
    Renamed {
        /// The old path.
        from: String,
        /// The new path.
        to: String,
    },
}

/// A transfer that has ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransferSummary {
    /// The file.
    pub path: FilePath,
    /// Whether line ends were translated (`TYPE A`).
    pub is_ascii: bool,
    /// Bytes transferred.
    pub bytes: u64,
    /// How long it took.
    pub duration: Duration,
    /// False for one that failed or was aborted.
    pub complete: bool,
}
