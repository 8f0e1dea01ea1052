//! The version of something that a change is meant for.

/// Which versions of something may be changed or removed: those that whoever asks for it has seen.
///
/// A use case compares it in the transaction that does it. What is compared before may have been changed
/// since by somebody else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExpectedVersion {
    /// Whatever is there.
    Any,
    /// One of these; without any, nothing.
    OneOf(Vec<i64>),
}

impl ExpectedVersion {
    /// Whether what has this version may be changed.
    pub fn allows(&self, version: i64) -> bool {
        match self {
            Self::Any => true,
            Self::OneOf(versions) => versions.contains(&version),
        }
    }
}
