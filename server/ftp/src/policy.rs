//! What a session may do, by its account: decided at sign-in, held until its end.

use std::time::SystemTime;

/// What a session may do with the files below its home.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Permission {
    /// Everything.
    #[default]
    ReadWrite,
    /// List and download.
    ReadOnly,
    /// List, make folders and upload new files. What is there stays as it is, and is not read.
    UploadOnly,
}

impl Permission {
    /// Whether files may be read.
    pub(crate) fn can_read(self) -> bool {
        self != Self::UploadOnly
    }

    /// Whether files and folders may be added.
    pub(crate) fn can_create(self) -> bool {
        self != Self::ReadOnly
    }

    /// Whether what is there may be changed or removed.
    pub(crate) fn can_modify(self) -> bool {
        self == Self::ReadWrite
    }
}

/// The terms of an account. The default is everything, for ever.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SessionPolicy {
    /// What it may do with files.
    pub permission: Permission,
    /// When its sessions end.
    pub expires_at: Option<SystemTime>,
    /// How many sessions it may have at once, if fewer than
    /// [`Limits::max_sessions_per_account`](crate::Limits::max_sessions_per_account).
    pub max_sessions: Option<usize>,
    /// Bytes a second that all its uploads together may take.
    pub upload_rate: Option<u64>,
    /// Bytes a second that all its downloads together may take; listings are free.
    pub download_rate: Option<u64>,
    /// Whether its data, too, is only moved over TLS.
    pub tls_required: bool,
}
