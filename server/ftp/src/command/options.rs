//! Commands whose parameters have a syntax of their own.

use std::time::SystemTime;

use super::arguments::{first_word, name};
use super::error::{ParseError, reject};
use super::types::Command;
use crate::facts::{FactChange, FileMode};
use crate::file_request::FileAction;
use crate::time::parse_timestamp;

/// `MFMT 20240229000000 name`.
pub(super) fn mfmt(argument: Option<&[u8]>) -> Result<Command, ParseError> {
    let argument = name(argument)?;
    let (stamp, rest) = first_word(&argument);
    match parse_timestamp(stamp) {
        Some(time) => Ok(Command::File(FileAction::SetModified(time), name(rest)?)),
        None => reject(501, "MFMT needs YYYYMMDDHHMMSS and a name."),
    }
}

/// `MDTM name`; or `MDTM 20240229000000 name`, by which clients set the time where there is no
/// `MFMT`. A time is 14 digits: nothing else makes a name that begins with digits ambiguous.
pub(super) fn mdtm(argument: Option<&[u8]>) -> Result<Command, ParseError> {
    let whole = name(argument)?;
    let (stamp, rest) = first_word(&whole);
    match (parse_timestamp(stamp), rest) {
        (Some(time), Some(rest)) if !rest.is_empty() => Ok(Command::ModifiedOrSet {
            time,
            name: rest.to_vec(),
            whole,
        }),
        _ => Ok(Command::File(FileAction::Modified, whole)),
    }
}

/// `SITE UTIME 202402290000 name`, or `SITE UTIME name 20240229000000 20240229000000
/// 20240229000000 UTC` with the times of access, modification and creation, of which the second
/// counts.
fn utime(argument: &[u8]) -> Result<Command, ParseError> {
    let words: Vec<_> = argument.rsplitn(5, |b| *b == b' ').collect();
    if let [zone, created, modified, accessed, before] = words.as_slice()
        && zone.eq_ignore_ascii_case(b"UTC")
        && let (Some(_), Some(time), Some(_)) = (
            parse_utime(accessed),
            parse_utime(modified),
            parse_utime(created),
        )
    {
        return Ok(Command::File(
            FileAction::SetModified(time),
            name(Some(before))?,
        ));
    }
    let (stamp, rest) = first_word(argument);
    match parse_utime(stamp) {
        Some(time) => Ok(Command::File(FileAction::SetModified(time), name(rest)?)),
        None => reject(501, "UTIME needs YYYYMMDDhhmm[ss] and a name."),
    }
}

/// `YYYYMMDDhhmm`, with or without seconds.
fn parse_utime(text: &[u8]) -> Option<SystemTime> {
    match text.len() {
        12 => parse_timestamp(&[text, b"00"].concat()),
        _ => parse_timestamp(text),
    }
}

/// `MFF Modify=20240229000000;UNIX.mode=0644; name` (draft-somers-ftp-mfxx-04, section 6).
pub(super) fn mff(argument: Option<&[u8]>) -> Result<Command, ParseError> {
    let argument = name(argument)?;
    let (facts, rest) = first_word(&argument);
    let mut change = FactChange::default();
    for fact in facts.split(|b| *b == b';').filter(|fact| !fact.is_empty()) {
        set_fact(&mut change, fact)?;
    }
    if change == FactChange::default() {
        return reject(501, "MFF needs facts, such as UNIX.mode=0644; and a name.");
    }
    Ok(Command::File(FileAction::SetFacts(change), name(rest)?))
}

fn set_fact(change: &mut FactChange, fact: &[u8]) -> Result<(), ParseError> {
    let Some(equals) = fact.iter().position(|b| *b == b'=') else {
        return reject(501, "A fact is written name=value;.");
    };
    let (key, value) = fact.split_at(equals);
    let value = value.get(1..).unwrap_or_default();
    match key.to_ascii_lowercase().as_slice() {
        b"modify" => match parse_timestamp(value) {
            Some(time) => change.modify = Some(time),
            None => return reject(501, "Modify needs YYYYMMDDHHMMSS."),
        },
        b"unix.mode" => match FileMode::parse(value) {
            Some(mode) => change.mode = Some(mode),
            None => return reject(501, "UNIX.mode needs octal digits, such as 0644."),
        },
        _ => return reject(504, "The facts that can be set are Modify and UNIX.mode."),
    }
    Ok(())
}

/// `SITE HELP`, `SITE CHMOD 644 name` and `SITE UTIME`.
pub(super) fn site(argument: Option<&[u8]>) -> Result<Command, ParseError> {
    let (verb, rest) = first_word(argument.unwrap_or_default());
    match verb.to_ascii_uppercase().as_slice() {
        b"" => reject(501, "SITE needs a command: SITE HELP lists them."),
        b"HELP" => Ok(Command::SiteHelp),
        b"UTIME" => utime(&name(rest)?),
        b"CHMOD" => {
            let (mode, rest) = first_word(rest.unwrap_or_default());
            match FileMode::parse(mode) {
                Some(mode) => Ok(Command::File(FileAction::SetMode(mode), name(rest)?)),
                None => reject(501, "CHMOD needs octal digits, such as 644, and a name."),
            }
        }
        _ => reject(504, "There is no such SITE command: SITE HELP lists them."),
    }
}

/// `HOST ftp.example.com` (RFC 7151, section 3). The name is ignored: all hosts have the
/// same accounts.
pub(super) fn host(keyword: &[u8]) -> Result<Command, ParseError> {
    let plain = |b: &u8| b.is_ascii_graphic() || !b.is_ascii();
    if !keyword.is_empty() && keyword.iter().all(plain) {
        Ok(Command::Host)
    } else {
        reject(501, "HOST needs the name of a host.")
    }
}

pub(super) fn opts(argument: &[u8], keyword: &[u8]) -> Result<Command, ParseError> {
    match keyword {
        b"" => reject(501, "OPTS needs the name of a command."),
        b"UTF8" | b"UTF8 ON" | b"UTF-8" | b"UTF-8 ON" => Ok(Command::OptsUtf8),
        b"UTF8 OFF" | b"UTF-8 OFF" => reject(504, "Names are always UTF-8 here."),
        b"MLST" => Ok(Command::OptsMlst(Vec::new())),
        b"HASH" | b"HASH SHA-256" => Ok(Command::OptsHash),
        _ if keyword.starts_with(b"HASH ") => reject(501, "The only algorithm here is SHA-256."),
        _ if keyword.starts_with(b"MLST ") => Ok(Command::OptsMlst(
            argument.trim_ascii().get(5..).unwrap_or_default().to_vec(),
        )),
        _ => reject(501, "There is no such option."),
    }
}
