//! Commands with parameters of a form of their own.

use super::arguments::{first_word, name};
use super::error::{Refusal, refuse};
use super::types::Command;
use crate::facts::{FactChange, FileMode};
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

/// `MFF Modify=20240229000000;UNIX.mode=0644; name` (draft-somers-ftp-mfxx-04, section 6).
pub(super) fn mff(argument: Option<&[u8]>) -> Result<Command, Refusal> {
    let argument = name(argument)?;
    let (facts, rest) = first_word(&argument);
    let mut change = FactChange::default();
    for fact in facts.split(|b| *b == b';').filter(|fact| !fact.is_empty()) {
        set_fact(&mut change, fact)?;
    }
    if change == FactChange::default() {
        return refuse(501, "MFF needs facts, such as UNIX.mode=0644; and a name.");
    }
    Ok(Command::SetFacts(change, name(rest)?))
}

fn set_fact(change: &mut FactChange, fact: &[u8]) -> Result<(), Refusal> {
    let Some(equals) = fact.iter().position(|b| *b == b'=') else {
        return refuse(501, "A fact is written name=value;.");
    };
    let (key, value) = fact.split_at(equals);
    let value = value.get(1..).unwrap_or_default();
    match key.to_ascii_lowercase().as_slice() {
        b"modify" => match parse_stamp(value) {
            Some(time) => change.modify = Some(time),
            None => return refuse(501, "Modify needs YYYYMMDDHHMMSS."),
        },
        b"unix.mode" => match FileMode::parse(value) {
            Some(mode) => change.mode = Some(mode),
            None => return refuse(501, "UNIX.mode needs octal digits, such as 0644."),
        },
        _ => return refuse(504, "The facts that can be set are Modify and UNIX.mode."),
    }
    Ok(())
}

/// `SITE HELP` and `SITE CHMOD 644 name`.
pub(super) fn site(argument: Option<&[u8]>) -> Result<Command, Refusal> {
    let (verb, rest) = first_word(argument.unwrap_or_default());
    match verb.to_ascii_uppercase().as_slice() {
        b"" => refuse(501, "SITE needs a command: SITE HELP lists them."),
        b"HELP" => Ok(Command::SiteHelp),
        b"CHMOD" => {
            let (mode, rest) = first_word(rest.unwrap_or_default());
            match FileMode::parse(mode) {
                Some(mode) => Ok(Command::SetMode(mode, name(rest)?)),
                None => refuse(501, "CHMOD needs octal digits, such as 644, and a name."),
            }
        }
        _ => refuse(504, "There is no such SITE command: SITE HELP lists them."),
    }
}

/// `HOST ftp.example.com` (RFC 7151, section 3). The name is not looked at further: the same
/// accounts are served under all names.
pub(super) fn host(word: &[u8]) -> Result<Command, Refusal> {
    let plain = |b: &u8| b.is_ascii_graphic() || !b.is_ascii();
    if !word.is_empty() && word.iter().all(plain) {
        Ok(Command::Host)
    } else {
        refuse(501, "HOST needs the name of a host.")
    }
}

pub(super) fn opts(argument: &[u8], word: &[u8]) -> Result<Command, Refusal> {
    match word {
        b"" => refuse(501, "OPTS needs the name of a command."),
        b"UTF8" | b"UTF8 ON" | b"UTF-8" | b"UTF-8 ON" => Ok(Command::OptsUtf8),
        b"UTF8 OFF" | b"UTF-8 OFF" => refuse(504, "Names are always UTF-8 here."),
        b"MLST" => Ok(Command::OptsMlst(Vec::new())),
        b"HASH" | b"HASH SHA-256" => Ok(Command::OptsHash),
        _ if word.starts_with(b"HASH ") => refuse(501, "The only algorithm here is SHA-256."),
        _ if word.starts_with(b"MLST ") => Ok(Command::OptsMlst(
            argument.trim_ascii().get(5..).unwrap_or_default().to_vec(),
        )),
        _ => refuse(501, "There is no such option."),
    }
}
