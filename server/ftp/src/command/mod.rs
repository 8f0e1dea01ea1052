//! Parses command lines into [`Command`]s.

mod address;
mod arguments;
mod error;
mod keywords;
mod options;
mod parse;
#[cfg(test)]
mod tests;
mod types;

pub(crate) use error::ParseError;
pub(crate) use parse::parse;
pub(crate) use types::{Command, ExtendedPassive, ListArguments, Password, Protection};
