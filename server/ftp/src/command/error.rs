//! Lines that cannot be executed, each with its reply.

use crate::reply::Reply;

/// Why a line was not parsed, with the reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ParseError {
    /// The verb is unknown, or the line is no command at all.
    UnknownCommand(Reply),
    /// The verb is known but not implemented, or a parameter is invalid.
    Rejected(Reply),
}

pub(super) fn reject<T>(code: u16, text: &str) -> Result<T, ParseError> {
    Err(ParseError::Rejected(Reply::new(code, text)))
}
