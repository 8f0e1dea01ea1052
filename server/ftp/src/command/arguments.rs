//! Arguments: names, numbers and options.

use super::error::{ParseError, reject};
use super::types::ListArguments;

/// Up to the first space, and what follows that space. Names keep their spaces.
pub(super) fn first_word(argument: &[u8]) -> (&[u8], Option<&[u8]>) {
    match argument.iter().position(|b| *b == b' ') {
        Some(at) => (
            argument.get(..at).unwrap_or_default(),
            argument.get(at + 1..),
        ),
        None => (argument, None),
    }
}

/// Decodes UTF-8, or else Latin-1, which clients without UTF-8 support send.
pub(super) fn text(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|b| char::from(*b)).collect(),
    }
}

pub(super) fn user(argument: Option<&[u8]>) -> Result<String, ParseError> {
    match argument {
        Some(name) if !name.is_empty() => Ok(text(name)),
        _ => reject(501, "USER needs a name."),
    }
}

pub(super) fn name(argument: Option<&[u8]>) -> Result<Vec<u8>, ParseError> {
    match argument {
        Some(name) if name.contains(&0) => reject(501, "A name cannot hold a NUL byte."),
        Some(name) if !name.is_empty() => Ok(name.to_vec()),
        _ => reject(501, "A name is missing."),
    }
}

/// A name, or the current folder. `MLSD` and `MLST` have no options: a name may begin with
/// `-` (RFC 3659, section 7.1).
pub(super) fn optional_name(argument: Option<&[u8]>) -> Result<Vec<u8>, ParseError> {
    match argument {
        None | Some(b"") => Ok(Vec::new()),
        some => name(some),
    }
}

/// The options of `ls` that have an effect here, and what follows them.
pub(super) struct Listed {
    pub(super) arguments: ListArguments,
    /// `-l` was among the options.
    pub(super) long: bool,
}

/// Clients send options of `ls` that no RFC defines. Hidden files are listed anyway (`-a`).
pub(super) fn list_arguments(argument: Option<&[u8]>) -> Result<Listed, ParseError> {
    let mut rest = argument.unwrap_or_default();
    let (mut long, mut recursive) = (false, false);
    while rest.starts_with(b"-") {
        let end = rest.iter().position(|b| *b == b' ');
        let option = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
        rest = end.and_then(|end| rest.get(end + 1..)).unwrap_or_default();
        if option == b"--" {
            break;
        }
        long |= option.contains(&b'l');
        recursive |= option.contains(&b'R');
    }
    if rest.contains(&0) {
        return reject(501, "A name cannot hold a NUL byte.");
    }
    let name = rest.to_vec();
    Ok(Listed {
        arguments: ListArguments { name, recursive },
        long,
    })
}

pub(super) fn parse_number(digits: &[u8]) -> Option<u64> {
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    std::str::from_utf8(digits).ok()?.parse().ok()
}
