//! One command line into one [`Command`]. Total: any bytes give a command or a refusal.

use std::fmt;
use std::time::SystemTime;

use crate::reply::Reply;
use crate::time::parse_stamp;

/// A password on its way to the authenticator. It cannot be printed.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Password(pub(crate) String);

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

/// How the second argument of `PROT` protects data connections (RFC 2228).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Protection {
    Clear,
    Private,
}

/// What `EPSV` asks for (RFC 2428, section 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ExtendedPassive {
    Any,
    Ipv4,
    Ipv6,
    /// `EPSV ALL`: from now on no other way of making data connections.
    Only,
}

/// A command whose parameters were understood. Names are bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Command {
    User(String),
    Pass(Password),
    AuthTls,
    Pbsz,
    Prot(Protection),
    Ccc,
    Quit,
    System,
    Features,
    OptsUtf8,
    OptsMlst(Vec<u8>),
    Help,
    Noop,
    Status(Option<Vec<u8>>),
    TypeAscii,
    TypeImage,
    ModeStream,
    StructureFile,
    Allocate,
    Account,
    PrintDir,
    ChangeDir(Vec<u8>),
    MakeDir(Vec<u8>),
    RemoveDir(Vec<u8>),
    Delete(Vec<u8>),
    RenameFrom(Vec<u8>),
    RenameTo(Vec<u8>),
    Size(Vec<u8>),
    Modified(Vec<u8>),
    SetModified(SystemTime, Vec<u8>),
    List(Vec<u8>),
    NameList(Vec<u8>),
    MachineList(Vec<u8>),
    MachineFacts(Vec<u8>),
    Retrieve(Vec<u8>),
    Store(Vec<u8>),
    Append(Vec<u8>),
    StoreUnique,
    Restart(u64),
    Abort,
    Passive,
    ExtendedPassive(ExtendedPassive),
}

/// A line that is no command: the reply for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The verb is not one of FTP's, or the line is no command at all.
    Unknown(Reply),
    /// A known verb that this server does not serve, or a parameter that it cannot read.
    Refused(Reply),
}

fn refuse<T>(code: u16, text: &str) -> Result<T, Refusal> {
    Err(Refusal::Refused(Reply::new(code, text)))
}

/// Latin-1 is what clients send who do not know UTF-8; each byte is a character there.
fn text(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|b| char::from(*b)).collect(),
    }
}

fn name(argument: Option<&[u8]>) -> Result<Vec<u8>, Refusal> {
    match argument {
        Some(name) if name.contains(&0) => refuse(501, "A name cannot hold a NUL byte."),
        Some(name) if !name.is_empty() => Ok(name.to_vec()),
        _ => refuse(501, "A name is missing."),
    }
}

/// Of `LIST -la name`: the name. Clients send options of `ls` that no RFC knows; hidden files
/// and long lines are shown anyway.
fn listed_name(argument: Option<&[u8]>) -> Result<Vec<u8>, Refusal> {
    let mut rest = argument.unwrap_or_default();
    while rest.starts_with(b"-") {
        let end = rest.iter().position(|b| *b == b' ');
        let option = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
        rest = end.and_then(|end| rest.get(end + 1..)).unwrap_or_default();
        if option == b"--" {
            break;
        }
    }
    if rest.contains(&0) {
        return refuse(501, "A name cannot hold a NUL byte.");
    }
    Ok(rest.to_vec())
}

fn number(digits: &[u8]) -> Option<u64> {
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    std::str::from_utf8(digits).ok()?.parse().ok()
}

/// Reads one line, without its line end.
pub(crate) fn parse(line: &[u8]) -> Result<Command, Refusal> {
    let (verb, argument) = match line.iter().position(|b| *b == b' ') {
        Some(at) => (line.get(..at).unwrap_or_default(), line.get(at + 1..)),
        None => (line, None),
    };
    if verb.is_empty() || verb.len() > 8 || !verb.iter().all(u8::is_ascii_alphabetic) {
        return Err(Refusal::Unknown(Reply::new(500, "That is no FTP command.")));
    }
    let verb = verb.to_ascii_uppercase();
    // For keywords: letter case and spaces around them do not matter. Names keep theirs.
    let word = argument
        .unwrap_or_default()
        .trim_ascii()
        .to_ascii_uppercase();
    let command = match verb.as_slice() {
        b"USER" => match argument {
            Some(name) if !name.is_empty() => Command::User(text(name)),
            _ => return refuse(501, "USER needs a name."),
        },
        b"PASS" => Command::Pass(Password(text(argument.unwrap_or_default()))),
        b"ACCT" => Command::Account,
        b"AUTH" => match word.as_slice() {
            b"TLS" | b"TLS-C" | b"SSL" => Command::AuthTls,
            b"" => return refuse(501, "AUTH needs a mechanism: TLS."),
            _ => return refuse(504, "The only mechanism here is TLS."),
        },
        b"PBSZ" => match number(&word) {
            Some(_) => Command::Pbsz,
            None => return refuse(501, "PBSZ needs a number; with TLS it is 0."),
        },
        b"PROT" => match word.as_slice() {
            b"C" => Command::Prot(Protection::Clear),
            b"P" => Command::Prot(Protection::Private),
            b"S" | b"E" => return refuse(536, "TLS knows PROT C and PROT P only."),
            _ => return refuse(504, "The levels are C and P."),
        },
        b"CCC" => Command::Ccc,
        b"QUIT" => Command::Quit,
        b"SYST" => Command::System,
        b"FEAT" => Command::Features,
        b"OPTS" => parse_opts(argument.unwrap_or_default(), &word)?,
        b"HELP" => Command::Help,
        b"NOOP" => Command::Noop,
        b"STAT" => match listed_name(argument)? {
            name if argument.is_none() || name.is_empty() => Command::Status(None),
            name => Command::Status(Some(name)),
        },
        b"TYPE" => match word.as_slice() {
            b"A" | b"A N" => Command::TypeAscii,
            b"I" | b"L 8" | b"L" => Command::TypeImage,
            b"E" | b"E N" | b"E T" | b"E C" | b"A T" | b"A C" => {
                return refuse(504, "The types here are A and I.");
            }
            _ => return refuse(501, "The types are A and I."),
        },
        b"MODE" => match word.as_slice() {
            b"S" => Command::ModeStream,
            b"B" | b"C" | b"Z" => return refuse(504, "The only mode here is S."),
            _ => return refuse(501, "The mode is S."),
        },
        b"STRU" => match word.as_slice() {
            b"F" => Command::StructureFile,
            b"R" | b"P" => return refuse(504, "The only structure here is F."),
            _ => return refuse(501, "The structure is F."),
        },
        b"ALLO" => {
            let first = word.split(|b| *b == b' ').next().unwrap_or_default();
            match number(first) {
                Some(_) => Command::Allocate,
                None => return refuse(501, "ALLO needs a number of bytes."),
            }
        }
        b"PWD" | b"XPWD" => Command::PrintDir,
        b"CWD" | b"XCWD" => Command::ChangeDir(name(argument)?),
        b"CDUP" | b"XCUP" => Command::ChangeDir(b"..".to_vec()),
        b"MKD" | b"XMKD" => Command::MakeDir(name(argument)?),
        b"RMD" | b"XRMD" => Command::RemoveDir(name(argument)?),
        b"DELE" => Command::Delete(name(argument)?),
        b"RNFR" => Command::RenameFrom(name(argument)?),
        b"RNTO" => Command::RenameTo(name(argument)?),
        b"SIZE" => Command::Size(name(argument)?),
        b"MDTM" => Command::Modified(name(argument)?),
        b"MFMT" => {
            let argument = name(argument)?;
            let space = argument
                .iter()
                .position(|b| *b == b' ')
                .unwrap_or(argument.len());
            let (stamp, rest) = argument.split_at(space);
            match parse_stamp(stamp) {
                Some(time) => Command::SetModified(time, name(rest.get(1..))?),
                None => return refuse(501, "MFMT needs YYYYMMDDHHMMSS and a name."),
            }
        }
        b"LIST" => Command::List(listed_name(argument)?),
        b"NLST" => Command::NameList(listed_name(argument)?),
        b"MLSD" => Command::MachineList(listed_plain(argument)?),
        b"MLST" => Command::MachineFacts(listed_plain(argument)?),
        b"RETR" => Command::Retrieve(name(argument)?),
        b"STOR" => Command::Store(name(argument)?),
        b"APPE" => Command::Append(name(argument)?),
        b"STOU" => Command::StoreUnique,
        b"REST" => match number(&word) {
            Some(offset) => Command::Restart(offset),
            None => return refuse(501, "REST needs a number of bytes."),
        },
        b"ABOR" => Command::Abort,
        b"PASV" => Command::Passive,
        b"EPSV" => Command::ExtendedPassive(match word.as_slice() {
            b"" => ExtendedPassive::Any,
            b"1" => ExtendedPassive::Ipv4,
            b"2" => ExtendedPassive::Ipv6,
            b"ALL" => ExtendedPassive::Only,
            _ => return refuse(522, "Network protocol not supported, use (1,2)."),
        }),
        b"PORT" | b"EPRT" | b"LPRT" | b"LPSV" => {
            return refuse(502, "Only passive data connections: use EPSV or PASV.");
        }
        b"ADAT" | b"MIC" | b"CONF" | b"ENC" | b"REIN" | b"SMNT" | b"SITE" | b"HOST" | b"LANG"
        | b"CSID" | b"MODZ" | b"MFCT" | b"MFF" | b"HASH" | b"CLNT" | b"COMB" | b"RANG" => {
            return refuse(502, "This command is not implemented.");
        }
        _ => return Err(Refusal::Unknown(Reply::new(500, "Unknown command."))),
    };
    Ok(command)
}

/// `MLSD` and `MLST` know no options: a name may begin with `-` (RFC 3659, section 7.1).
fn listed_plain(argument: Option<&[u8]>) -> Result<Vec<u8>, Refusal> {
    match argument {
        None | Some(b"") => Ok(Vec::new()),
        some => name(some),
    }
}

fn parse_opts(argument: &[u8], word: &[u8]) -> Result<Command, Refusal> {
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

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;
    use proptest::prelude::*;

    fn code(line: &[u8]) -> u16 {
        match parse(line).unwrap_err() {
            Refusal::Unknown(reply) | Refusal::Refused(reply) => reply.code(),
        }
    }

    #[test]
    fn reads_commands_in_any_case() {
        for (line, command) in [
            (&b"USER anna"[..], Command::User("anna".into())),
            (
                b"pass  two spaces ",
                Command::Pass(Password(" two spaces ".into())),
            ),
            (b"PASS", Command::Pass(Password(String::new()))),
            (b"PASS \xe9t\xe9", Command::Pass(Password("été".into()))),
            (b"auth tls", Command::AuthTls),
            (b"AUTH SSL ", Command::AuthTls),
            (b"CWD  a b", Command::ChangeDir(b" a b".to_vec())),
            (b"XCUP", Command::ChangeDir(b"..".to_vec())),
            (b"LIST -la a b", Command::List(b"a b".to_vec())),
            (b"LIST -a -l", Command::List(Vec::new())),
            (b"LIST -- -a", Command::List(b"-a".to_vec())),
            (b"MLSD -a", Command::MachineList(b"-a".to_vec())),
            (b"STAT", Command::Status(None)),
            (b"REST 18446744073709551615", Command::Restart(u64::MAX)),
            (b"EPSV all", Command::ExtendedPassive(ExtendedPassive::Only)),
            (
                b"OPTS MLST Size;Type;",
                Command::OptsMlst(b"Size;Type;".to_vec()),
            ),
            (b"ALLO 10 R 3", Command::Allocate),
            (b"DELE \xff\xfe", Command::Delete(vec![0xff, 0xfe])),
        ] {
            assert_eq!(
                parse(line).unwrap(),
                command,
                "{}",
                String::from_utf8_lossy(line)
            );
        }
        let Command::SetModified(_, name) = parse(b"MFMT 20240229000000 a b").unwrap() else {
            unreachable!("MFMT is a command");
        };
        assert_eq!(name, b"a b");
    }

    #[test]
    fn refuses_with_the_right_code() {
        for (line, want) in [
            (&b""[..], 500),
            (b" USER", 500),
            (b"GET / HTTP/1.1", 500),
            (b"\x16\x03\x01\x02\x00", 500),
            (b"USER", 501),
            (b"CWD ", 501),
            (b"RETR", 501),
            (b"DELE a\0b", 501),
            (b"REST -1", 501),
            (b"REST 18446744073709551616", 501),
            (b"MFMT 2024 a", 501),
            (b"MFMT 20240229000000", 501),
            (b"TYPE X", 501),
            (b"TYPE E", 504),
            (b"MODE B", 504),
            (b"STRU R", 504),
            (b"AUTH KERBEROS", 504),
            (b"PROT S", 536),
            (b"PROT", 504),
            (b"PORT 1,2,3,4,5,6", 502),
            (b"EPRT |1|1.2.3.4|5|", 502),
            (b"EPSV 3", 522),
            (b"OPTS", 501),
            (b"OPTS HASH SHA-1", 501),
            (b"SITE CHMOD 777 a", 502),
        ] {
            assert_eq!(code(line), want, "{}", String::from_utf8_lossy(line));
        }
    }

    #[test]
    fn a_password_is_never_printed() {
        let command = parse(b"PASS secret").unwrap();
        assert!(!format!("{command:?}").contains("secret"));
    }

    proptest! {
        #[test]
        fn is_total(line in proptest::collection::vec(any::<u8>(), 0..64)) {
            let _ = parse(&line);
        }

        #[test]
        fn is_total_for_known_verbs(
            verb in "(USER|AUTH|PBSZ|PROT|OPTS|STAT|TYPE|MFMT|LIST|REST|EPSV|ALLO|STOU|MLST)",
            argument in proptest::collection::vec(any::<u8>(), 0..32),
        ) {
            let _ = parse(&[verb.as_bytes(), b" ", &argument].concat());
        }
    }
}
