//! Permissions and limits of a session: set at sign-in, valid until it ends.

use std::time::SystemTime;

/// What a session may do with the files in its home.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Permission {
    /// Everything.
    #[default]
    ReadWrite,
    /// List and download.
    ReadOnly,
    /// List, create folders and upload new files. Existing files can be neither read nor changed.
    UploadOnly,
}

impl Permission {
    /// Whether files may be read.
    pub(crate) fn can_read(self) -> bool {
        self != Self::UploadOnly
    }

    /// Whether files and folders may be created.
    pub(crate) fn can_create(self) -> bool {
        self != Self::ReadOnly
    }

    /// Whether existing files and folders may be changed or removed.
    pub(crate) fn can_modify(self) -> bool {
        self == Self::ReadWrite
    }
}

/// What a command needs of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// Nothing: it works before the sign-in as well.
    Anyone,
    /// A sign-in.
    SignedIn,
    /// The permission to read files.
    Read,
    /// The permission to create files and folders.
    Create,
    /// The permission to change existing files and folders.
    Modify,
}

/// The permissions and limits of a session. The default is unrestricted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SessionPolicy {
    /// What it may do with the files in its home.
    pub permission: Permission,
    /// When the account expires, which ends its sessions.
    pub expires_at: Option<SystemTime>,
    /// Concurrent sessions of the account, if fewer than
    /// [`Limits::max_sessions_per_account`](crate::Limits::max_sessions_per_account).
    pub max_sessions: Option<usize>,
    /// Bytes per second, for all uploads of the account together.
    pub upload_rate: Option<u64>,
    /// Bytes per second, for all downloads of the account together; listings are not limited.
    pub download_rate: Option<u64>,
    /// Whether data connections must be encrypted, too.
    pub tls_required: bool,
}

/// What the accounts of a webspace may together, beside what each of them may.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct WebspaceLimits {
    /// Which webspace.
    pub id: i64,
    /// Concurrent sessions.
    pub max_sessions: Option<usize>,
    /// Bytes per second, for all uploads together.
    pub upload_rate: Option<u64>,
    /// Bytes per second, for all downloads together; listings are not limited.
    pub download_rate: Option<u64>,
}
