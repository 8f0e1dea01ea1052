//! Lines that cannot be executed, each with its reply.

use crate::reply::Reply;

/// A line that is no command: the reply for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The verb is not one of FTP's, or the line is no command at all.
    Unknown(Reply),
    /// A known verb that this server does not serve, or a parameter that it cannot read.
    Refused(Reply),
}

pub(super) fn refuse<T>(code: u16, text: &str) -> Result<T, Refusal> {
    Err(Refusal::Refused(Reply::new(code, text)))
}
