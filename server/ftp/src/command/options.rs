//! Commands with parameters of a form of their own.

use super::arguments::{first_word, name};
use super::{Command, Refusal, refuse};
use crate::time::parse_stamp;

/// `MFMT 20240229000000 name`.
pub(super) fn mfmt(argument: Option<&[u8]>) -> Result<Command, Refusal> {
    let argument = name(argument)?;
    let (stamp, rest) = first_word(&argument);
    match parse_stamp(stamp) {
        Some(time) => Ok(Command::SetModified(time, name(rest)?)),
        None => refuse(501, "MFMT needs YYYYMMDDHHMMSS and a name."),
    }
}

pub(super) fn opts(argument: &[u8], word: &[u8]) -> Result<Command, Refusal> {
    match word {
        b"" => refuse(501, "OPTS needs the name of a command."),
        b"UTF8" | b"UTF8 ON" | b"UTF-8" | b"UTF-8 ON" => Ok(Command::OptsUtf8),
        b"UTF8 OFF" | b"UTF-8 OFF" => refuse(504, "Names are always UTF-8 here."),
        b"MLST" => Ok(Command::OptsMlst(Vec::new())),
        _ if word.starts_with(b"MLST ") => Ok(Command::OptsMlst(
            argument.trim_ascii().get(5..).unwrap_or_default().to_vec(),
        )),
        _ => refuse(501, "There is no such option."),
    }
}
