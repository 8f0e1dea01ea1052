//! Amounts: what a home holds, what it may hold, and how that changes.

/// What a home holds: regular files, and their sizes added up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Bytes, by the sizes that files are listed with.
    pub bytes: u64,
    /// How many files.
    pub files: u64,
}

/// How much a home may hold. The default is as much as there is room for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Quota {
    /// Bytes.
    pub bytes: Option<u64>,
    /// Regular files.
    pub files: Option<u64>,
}

/// More or less than before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Delta {
    pub(super) bytes: i64,
    pub(super) files: i64,
}

impl Delta {
    /// From what was there to what is there.
    pub(super) fn between(before: Usage, after: Usage) -> Self {
        Self {
            bytes: after.bytes.cast_signed() - before.bytes.cast_signed(),
            files: after.files.cast_signed() - before.files.cast_signed(),
        }
    }

    /// What it takes, if it takes anything.
    pub(super) fn taken(self) -> Usage {
        Usage {
            bytes: u64::try_from(self.bytes).unwrap_or(0),
            files: u64::try_from(self.files).unwrap_or(0),
        }
    }
}
