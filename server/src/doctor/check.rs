//! What a check came to.

use serde::Serialize;

/// What a check came to.
#[derive(Debug, Serialize)]
pub(crate) struct Check {
    /// What was looked at: the same word in every language.
    pub(crate) check: &'static str,
    /// Whether something is to be done.
    pub(crate) status: Status,
    /// What was found, and what to do about it.
    pub(crate) message: String,
}

/// Whether something is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Status {
    /// Nothing.
    Ok,
    /// Berth works, and something should be done.
    Warning,
    /// Something does not work.
    Problem,
}

impl Check {
    /// All is well.
    pub(super) fn ok(check: &'static str, message: String) -> Self {
        Self::new(check, Status::Ok, message)
    }

    /// Something should be done.
    pub(super) fn warning(check: &'static str, message: String) -> Self {
        Self::new(check, Status::Warning, message)
    }

    /// Something does not work.
    pub(super) fn problem(check: &'static str, message: String) -> Self {
        Self::new(check, Status::Problem, message)
    }

    fn new(check: &'static str, status: Status, message: String) -> Self {
        Self {
            check,
            status,
            message,
        }
    }
}
