//! The folders of a webspace, for one who chooses a home directory.

use serde::{Deserialize, Serialize};

use super::{FieldError, HomeDirectory};

/// The folders in a folder, by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FolderList {
    /// The folder that they are in.
    pub path: HomeDirectory,
    /// The first [`FolderList::MAX_ROWS`] of them.
    pub folders: Vec<FolderRow>,
    /// Whether there are more.
    pub more: bool,
}

impl FolderList {
    /// The most folders that are listed.
    pub const MAX_ROWS: usize = 500;
}

/// A folder, or a link that looks like one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FolderRow {
    /// Its name, as it can be shown.
    pub name: String,
    /// Where it is; or why it can be no home directory.
    pub place: Result<HomeDirectory, FieldError>,
}

/// What an account with a home directory will see and may do there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum HomePreview {
    /// The folder is there.
    There {
        /// The first [`HomePreview::FIRST`] names in it; those of folders end with `/`.
        first: Vec<String>,
        /// How many there are.
        count: usize,
        /// Whether there are more than were counted, [`HomePreview::MAX_COUNTED`].
        more: bool,
        /// Why the server itself cannot write there; none if it can.
        barred: Option<FieldError>,
    },
    /// It is missing, and can be made.
    WillBeMade,
    /// It can be no home directory.
    Refused(FieldError),
}

impl HomePreview {
    /// The most names that are shown.
    pub const FIRST: usize = 5;
    /// The most entries that are counted.
    pub const MAX_COUNTED: usize = 10_000;
}
