//! The usage of a home, its quota, and changes of usage.

/// The usage of a home: the regular files and folders below it, and the files' total size.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Bytes, by the sizes that files are listed with.
    pub bytes: u64,
    /// How many files and folders.
    pub files: u64,
}

impl Usage {
    /// One file of so many bytes.
    pub(super) fn file(bytes: u64) -> Self {
        Self { bytes, files: 1 }
    }

    /// One folder, without what is in it.
    pub(super) const FOLDER: Self = Self { bytes: 0, files: 1 };

    /// The larger one of each figure.
    pub(super) fn max(self, other: Self) -> Self {
        Self {
            bytes: self.bytes.max(other.bytes),
            files: self.files.max(other.files),
        }
    }

    pub(super) fn plus(self, other: Self) -> Self {
        Self {
            bytes: self.bytes.saturating_add(other.bytes),
            files: self.files.saturating_add(other.files),
        }
    }
}

/// Whose home a quota is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QuotaHolder {
    /// An account, by its id.
    Account(i64),
    /// All accounts of the webspace together.
    Webspace,
}

/// How much a home may contain. The default is unlimited.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Quota {
    /// Bytes.
    pub bytes: Option<u64>,
    /// Regular files and folders.
    pub files: Option<u64>,
}

/// A change of usage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Delta {
    pub(super) bytes: i64,
    pub(super) files: i64,
}

impl Delta {
    /// The change from one usage to another.
    pub(super) fn between(before: Usage, after: Usage) -> Self {
        Self {
            bytes: after.bytes.cast_signed() - before.bytes.cast_signed(),
            files: after.files.cast_signed() - before.files.cast_signed(),
        }
    }

    /// The increase; zero where it decreases.
    pub(super) fn taken(self) -> Usage {
        Usage {
            bytes: u64::try_from(self.bytes).unwrap_or(0),
            files: u64::try_from(self.files).unwrap_or(0),
        }
    }
}
