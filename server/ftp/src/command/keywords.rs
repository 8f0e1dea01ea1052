//! Parameters that are a keyword or a number, already trimmed and in upper case.

use super::arguments::parse_number;
use super::error::{ParseError, reject};
use super::types::{Command, ExtendedPassive, Protection};

pub(super) fn auth(keyword: &[u8]) -> Result<Command, ParseError> {
    match keyword {
        b"TLS" | b"TLS-C" | b"SSL" => Ok(Command::AuthTls),
        b"" => reject(501, "AUTH needs a mechanism: TLS."),
        _ => reject(504, "The only mechanism here is TLS."),
    }
}

pub(super) fn pbsz(keyword: &[u8]) -> Result<Command, ParseError> {
    match parse_number(keyword) {
        Some(_) => Ok(Command::Pbsz),
        None => reject(501, "PBSZ needs a number; with TLS it is 0."),
    }
}

pub(super) fn protection(keyword: &[u8]) -> Result<Protection, ParseError> {
    match keyword {
        b"C" => Ok(Protection::Clear),
        b"P" => Ok(Protection::Private),
        b"S" | b"E" => reject(536, "TLS knows PROT C and PROT P only."),
        b"" => reject(501, "PROT needs a level: C or P."),
        _ => reject(504, "The levels are C and P."),
    }
}

/// `TYPE`. A local byte size of 8 is the image type (RFC 959, section 3.1.1.4), with a space
/// before the 8 or without: clients write both.
pub(super) fn representation(keyword: &[u8]) -> Result<Command, ParseError> {
    match keyword {
        b"A" | b"A N" => Ok(Command::TypeAscii),
        b"I" | b"L" => Ok(Command::TypeImage),
        b"E" | b"E N" | b"E T" | b"E C" | b"A T" | b"A C" => {
            reject(504, "The types here are A and I.")
        }
        [b'L', size @ ..] => match parse_number(size.trim_ascii_start()) {
            Some(8) => Ok(Command::TypeImage),
            Some(_) => reject(504, "The only byte size here is 8: TYPE L 8."),
            None => reject(501, "TYPE L needs a number of bits: 8."),
        },
        _ => reject(501, "The types are A and I."),
    }
}

pub(super) fn mode(keyword: &[u8]) -> Result<Command, ParseError> {
    match keyword {
        b"S" => Ok(Command::ModeStream),
        b"B" | b"C" | b"Z" => reject(504, "The only mode here is S."),
        _ => reject(501, "The mode is S."),
    }
}

pub(super) fn structure(keyword: &[u8]) -> Result<Command, ParseError> {
    match keyword {
        b"F" => Ok(Command::StructureFile),
        b"R" | b"P" => reject(504, "The only structure here is F."),
        _ => reject(501, "The structure is F."),
    }
}

/// `ALLO 10 R 3`: the size of a record, after the R, is ignored.
pub(super) fn allocate(keyword: &[u8]) -> Result<Command, ParseError> {
    match parse_number(keyword.split(|b| *b == b' ').next().unwrap_or_default()) {
        Some(_) => Ok(Command::Allocate),
        None => reject(501, "ALLO needs a number of bytes."),
    }
}

/// `LANG`: all replies are in English (RFC 2640, section 4).
pub(super) fn language(keyword: &[u8]) -> Result<Command, ParseError> {
    match keyword {
        b"" | b"EN" => Ok(Command::Language),
        _ if keyword.starts_with(b"EN-") => Ok(Command::Language),
        _ => reject(504, "The only language here is English: LANG EN."),
    }
}

pub(super) fn restart(keyword: &[u8]) -> Result<Command, ParseError> {
    match parse_number(keyword) {
        Some(offset) => Ok(Command::Restart(offset)),
        None => reject(501, "REST needs a number of bytes."),
    }
}

pub(super) fn extended_passive(keyword: &[u8]) -> Result<ExtendedPassive, ParseError> {
    match keyword {
        b"" => Ok(ExtendedPassive::Any),
        b"1" => Ok(ExtendedPassive::Ipv4),
        b"2" => Ok(ExtendedPassive::Ipv6),
        b"ALL" => Ok(ExtendedPassive::Only),
        _ => reject(522, "Network protocol not supported, use (1,2)."),
    }
}
