//! Parameters that are one of a few words, or a number. They come trimmed and in upper case.

use super::arguments::number;
use super::error::{Refusal, refuse};
use super::types::{Command, ExtendedPassive, Protection};

pub(super) fn auth(word: &[u8]) -> Result<Command, Refusal> {
    match word {
        b"TLS" | b"TLS-C" | b"SSL" => Ok(Command::AuthTls),
        b"" => refuse(501, "AUTH needs a mechanism: TLS."),
        _ => refuse(504, "The only mechanism here is TLS."),
    }
}

pub(super) fn pbsz(word: &[u8]) -> Result<Command, Refusal> {
    match number(word) {
        Some(_) => Ok(Command::Pbsz),
        None => refuse(501, "PBSZ needs a number; with TLS it is 0."),
    }
}

pub(super) fn protection(word: &[u8]) -> Result<Protection, Refusal> {
    match word {
        b"C" => Ok(Protection::Clear),
        b"P" => Ok(Protection::Private),
        b"S" | b"E" => refuse(536, "TLS knows PROT C and PROT P only."),
        b"" => refuse(501, "PROT needs a level: C or P."),
        _ => refuse(504, "The levels are C and P."),
    }
}

/// `TYPE`. A local byte size of 8 is the image type.
pub(super) fn representation(word: &[u8]) -> Result<Command, Refusal> {
    match word {
        b"A" | b"A N" => Ok(Command::TypeAscii),
        b"I" | b"L 8" | b"L" => Ok(Command::TypeImage),
        b"E" | b"E N" | b"E T" | b"E C" | b"A T" | b"A C" => {
            refuse(504, "The types here are A and I.")
        }
        _ => refuse(501, "The types are A and I."),
    }
}

pub(super) fn mode(word: &[u8]) -> Result<Command, Refusal> {
    match word {
        b"S" => Ok(Command::ModeStream),
        b"B" | b"C" | b"Z" => refuse(504, "The only mode here is S."),
        _ => refuse(501, "The mode is S."),
    }
}

pub(super) fn structure(word: &[u8]) -> Result<Command, Refusal> {
    match word {
        b"F" => Ok(Command::StructureFile),
        b"R" | b"P" => refuse(504, "The only structure here is F."),
        _ => refuse(501, "The structure is F."),
    }
}

/// `ALLO 10 R 3`: the size of a record, behind the R, is of no use here.
pub(super) fn allocate(word: &[u8]) -> Result<Command, Refusal> {
    match number(word.split(|b| *b == b' ').next().unwrap_or_default()) {
        Some(_) => Ok(Command::Allocate),
        None => refuse(501, "ALLO needs a number of bytes."),
    }
}

/// `LANG`: English is what all replies are in (RFC 2640, section 4).
pub(super) fn language(word: &[u8]) -> Result<Command, Refusal> {
    match word {
        b"" | b"EN" => Ok(Command::Language),
        _ if word.starts_with(b"EN-") => Ok(Command::Language),
        _ => refuse(504, "The only language here is English: LANG EN."),
    }
}

pub(super) fn restart(word: &[u8]) -> Result<Command, Refusal> {
    match number(word) {
        Some(offset) => Ok(Command::Restart(offset)),
        None => refuse(501, "REST needs a number of bytes."),
    }
}

pub(super) fn extended_passive(word: &[u8]) -> Result<ExtendedPassive, Refusal> {
    match word {
        b"" => Ok(ExtendedPassive::Any),
        b"1" => Ok(ExtendedPassive::Ipv4),
        b"2" => Ok(ExtendedPassive::Ipv6),
        b"ALL" => Ok(ExtendedPassive::Only),
        _ => refuse(522, "Network protocol not supported, use (1,2)."),
    }
}
