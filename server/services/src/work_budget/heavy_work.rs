//! The kinds of heavy work, and every limit on them.

use std::num::NonZero;
use std::thread::available_parallelism;

/// Pieces of work of all kinds that run at once for one person, but for those that go on in the
/// background.
pub(super) const MAX_AT_ONCE_PER_PERSON: usize = 6;

/// A kind of heavy work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum HeavyWork {
    /// Verifying the password of a sign-in, to the panel or over FTP: 19 MiB and some 25 ms.
    SignIn,
    /// Hashing a new password, or verifying the current one before it is changed: as much.
    PasswordHash,
    /// Verifying a password whose hash another server made costlier than Berth's own are: up to 256
    /// MiB and some seconds.
    CostlyPassword,
    /// Scoring a password: up to some 35 ms.
    PasswordScore,
    /// Listing, previewing or making folders of a webspace: a few system calls for each entry, or
    /// ten seconds where the storage hangs.
    FolderLook,
    /// Counting what a list finds, up to some thousand rows.
    ListCount,
    /// Reading some hundred accounts for an export.
    Export,
    /// Sending files to be imported: up to 16 MiB that wait in memory.
    ImportUpload,
    /// Removing, restoring or changing up to some thousand accounts.
    BulkChange,
    /// Importing the accounts of a file: a hundred MiB of memory for the greatest, and other work, for
    /// which it waits.
    Import,
    /// A home that waits to be counted, or is being counted, because a person asked for it.
    HomeCount,
    /// Emptying the folder of a removed account, for as long as it takes.
    FileRemoval,
    /// Answering a request of the panel: reading and writing take turns at the database's few
    /// connections.
    Request,
    /// Following the list of open FTP sessions: it is read again each second. A browser opens six
    /// connections to a server that speaks HTTP/1.1, and the pages themselves need some.
    SessionStream,
}

/// The limits of a kind of work.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// Slots: what runs at once, for all together. More than one person may have.
    pub(super) slots: usize,
    /// Slots that one person may have.
    pub(super) slots_per_person: usize,
    /// What waits for a slot, for all together.
    pub(super) waiting: usize,
    /// What waits of one person.
    pub(super) waiting_per_person: usize,
    /// Whether it goes on while the person does something else, or has other work in it: then it
    /// does not count for [`MAX_AT_ONCE_PER_PERSON`].
    pub(super) is_background: bool,
}

impl HeavyWork {
    /// Every kind.
    pub(crate) const ALL: [Self; 14] = [
        Self::SignIn,
        Self::PasswordHash,
        Self::CostlyPassword,
        Self::PasswordScore,
        Self::FolderLook,
        Self::ListCount,
        Self::Export,
        Self::ImportUpload,
        Self::BulkChange,
        Self::Import,
        Self::HomeCount,
        Self::FileRemoval,
        Self::Request,
        Self::SessionStream,
    ];

    /// What metrics call it.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::PasswordHash => "password_hash",
            Self::CostlyPassword => "costly_password",
            Self::PasswordScore => "password_score",
            Self::FolderLook => "folder_look",
            Self::ListCount => "list_count",
            Self::Export => "export",
            Self::ImportUpload => "import_upload",
            Self::BulkChange => "bulk_change",
            Self::Import => "import",
            Self::HomeCount => "home_count",
            Self::FileRemoval => "file_removal",
            Self::Request => "request",
            Self::SessionStream => "session_stream",
        }
    }

    /// What runs at once, for all together.
    pub(crate) fn slots(self) -> usize {
        self.limits().slots
    }

    pub(super) fn limits(self) -> Limits {
        let processors = available_parallelism().map_or(2, NonZero::get).max(2);
        let row = |slots, slots_per_person, waiting, waiting_per_person| Limits {
            slots,
            slots_per_person,
            waiting,
            waiting_per_person,
            is_background: matches!(
                self,
                Self::Import
                    | Self::HomeCount
                    | Self::FileRemoval
                    | Self::Request
                    | Self::SessionStream
            ),
        };
        match self {
            //                        slots       each  waiting          each
            Self::SignIn => row(processors, processors, 32 * processors, 32),
            Self::PasswordHash => row(processors, 1, 32 * processors, 8),
            Self::CostlyPassword => row(2, 1, 64, 8),
            Self::PasswordScore => row(processors, 1, 32 * processors, 8),
            Self::FolderLook => row(64, 4, 256, 16),
            Self::ListCount => row(2, 1, 128, 16),
            Self::Export => row(2, 1, 128, 16),
            Self::ImportUpload => row(4, 1, 16, 2),
            Self::BulkChange => row(2, 1, 64, 8),
            Self::Import => row(2, 1, 8, 4),
            Self::HomeCount => row(2_000, 50, 0, 0),
            Self::FileRemoval => row(8, 2, 0, 0),
            Self::Request => row(256, 8, 1_024, 64),
            Self::SessionStream => row(256, 4, 0, 0),
        }
    }
}
