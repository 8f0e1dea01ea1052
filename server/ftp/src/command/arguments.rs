//! What follows the verb: names, numbers and options.

use super::error::{Refusal, refuse};

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

/// Latin-1 is what clients send who do not know UTF-8; each byte is a character there.
pub(super) fn text(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|b| char::from(*b)).collect(),
    }
}

pub(super) fn user(argument: Option<&[u8]>) -> Result<String, Refusal> {
    match argument {
        Some(name) if !name.is_empty() => Ok(text(name)),
        _ => refuse(501, "USER needs a name."),
    }
}

pub(super) fn name(argument: Option<&[u8]>) -> Result<Vec<u8>, Refusal> {
    match argument {
        Some(name) if name.contains(&0) => refuse(501, "A name cannot hold a NUL byte."),
        Some(name) if !name.is_empty() => Ok(name.to_vec()),
        _ => refuse(501, "A name is missing."),
    }
}

/// A name, or the current folder. `MLSD` and `MLST` know no options: a name may begin with
/// `-` (RFC 3659, section 7.1).
pub(super) fn name_or_none(argument: Option<&[u8]>) -> Result<Vec<u8>, Refusal> {
    match argument {
        None | Some(b"") => Ok(Vec::new()),
        some => name(some),
    }
}

/// What `LIST -la name` asks for.
pub(super) struct Listed {
    /// Empty for the current folder.
    pub(super) name: Vec<u8>,
    /// `-l` was among the options.
    pub(super) long: bool,
}

/// Clients send options of `ls` that no RFC knows. Hidden files are shown anyway (`-a`), and
/// folders within the folder are not (`-R`): a tree may have no end.
pub(super) fn listed(argument: Option<&[u8]>) -> Result<Listed, Refusal> {
    let mut rest = argument.unwrap_or_default();
    let mut long = false;
    while rest.starts_with(b"-") {
        let end = rest.iter().position(|b| *b == b' ');
        let option = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
        rest = end.and_then(|end| rest.get(end + 1..)).unwrap_or_default();
        if option == b"--" {
            break;
        }
        long |= option.contains(&b'l');
    }
    if rest.contains(&0) {
        return refuse(501, "A name cannot hold a NUL byte.");
    }
    Ok(Listed {
        name: rest.to_vec(),
        long,
    })
}

pub(super) fn number(digits: &[u8]) -> Option<u64> {
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    std::str::from_utf8(digits).ok()?.parse().ok()
}
