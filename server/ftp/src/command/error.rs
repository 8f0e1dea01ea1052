//! Lines that cannot be executed, each with its reply.

use crate::reply::Reply;

/// A line that is no command: the reply for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ParseError {
    /// The verb is not one of FTP's, or the line is no command at all.
    UnknownCommand(Reply),
    /// A known verb that this server does not serve, or a parameter that it cannot read.
    Rejected(Reply),
}

pub(super) fn reject<T>(code: u16, text: &str) -> Result<T, ParseError> {
    Err(ParseError::Rejected(Reply::new(code, text)))
}
