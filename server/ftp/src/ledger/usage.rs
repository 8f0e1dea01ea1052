//! The usage of a home, its quota, and changes of usage.

/// The usage of a home: its regular files and their total size.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Bytes, by the sizes that files are listed with.
    pub bytes: u64,
    /// How many files.
    pub files: u64,
}

/// How much a home may contain. The default is unlimited.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Quota {
    /// Bytes.
    pub bytes: Option<u64>,
    /// Regular files.
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
