//! One command line into one [`Command`]. Total: any bytes give a command or a refusal.

mod address;
mod arguments;
mod keywords;
mod options;

use std::fmt;
use std::net::SocketAddr;
use std::time::SystemTime;

use crate::facts::{FactChange, FileMode};
use crate::reply::Reply;
use arguments::{first_word, listed, name, name_or_none, text};

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
    /// `CLNT`: what the client is called. Nothing depends on it.
    ClientName,
    /// `CSID`: the same, for a server that says what it is in return.
    Identify,
    Host,
    Language,
    Reinitialize,
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
    SetFacts(FactChange, Vec<u8>),
    SetMode(FileMode, Vec<u8>),
    /// `AVBL`; an empty name for the current folder.
    Available(Vec<u8>),
    SiteHelp,
    Hash(Vec<u8>),
    OptsHash,
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
    Port(SocketAddr),
    ExtendedPort(SocketAddr),
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

/// Reads one line, without its line end.
pub(crate) fn parse(line: &[u8]) -> Result<Command, Refusal> {
    let (verb, argument) = first_word(line);
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
        b"USER" => Command::User(arguments::user(argument)?),
        b"PASS" => Command::Pass(Password(text(argument.unwrap_or_default()))),
        b"ACCT" => Command::Account,
        b"AUTH" => keywords::auth(&word)?,
        b"PBSZ" => keywords::pbsz(&word)?,
        b"PROT" => Command::Prot(keywords::protection(&word)?),
        b"CCC" => Command::Ccc,
        b"QUIT" => Command::Quit,
        b"SYST" => Command::System,
        b"FEAT" => Command::Features,
        b"OPTS" => options::opts(argument.unwrap_or_default(), &word)?,
        b"HELP" => Command::Help,
        b"NOOP" => Command::Noop,
        b"CLNT" => Command::ClientName,
        b"CSID" => Command::Identify,
        b"HOST" => options::host(&word)?,
        b"LANG" => keywords::language(&word)?,
        b"REIN" => Command::Reinitialize,
        b"STAT" => match listed(argument)?.name {
            name if name.is_empty() => Command::Status(None),
            name => Command::Status(Some(name)),
        },
        b"TYPE" => keywords::representation(&word)?,
        b"MODE" => keywords::mode(&word)?,
        b"STRU" => keywords::structure(&word)?,
        b"ALLO" => keywords::allocate(&word)?,
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
        b"MFMT" => options::mfmt(argument)?,
        b"MFF" => options::mff(argument)?,
        b"SITE" => options::site(argument)?,
        b"HASH" => Command::Hash(name(argument)?),
        b"AVBL" => Command::Available(name_or_none(argument)?),
        b"LIST" => Command::List(listed(argument)?.name),
        b"NLST" => match listed(argument)? {
            // Asked for long lines, many servers give them here too.
            listed if listed.long => Command::List(listed.name),
            listed => Command::NameList(listed.name),
        },
        b"MLSD" => Command::MachineList(name_or_none(argument)?),
        b"MLST" => Command::MachineFacts(name_or_none(argument)?),
        b"RETR" => Command::Retrieve(name(argument)?),
        b"STOR" => Command::Store(name(argument)?),
        b"APPE" => Command::Append(name(argument)?),
        b"STOU" => Command::StoreUnique,
        b"REST" => keywords::restart(&word)?,
        b"ABOR" => Command::Abort,
        b"PASV" => Command::Passive,
        b"EPSV" => Command::ExtendedPassive(keywords::extended_passive(&word)?),
        b"PORT" => Command::Port(address::port(&word)?),
        b"EPRT" => Command::ExtendedPort(address::extended_port(&word)?),
        b"ADAT" | b"MIC" | b"CONF" | b"ENC" | b"SMNT" | b"LPRT" | b"LPSV" | b"MODZ" | b"MFCT"
        | b"COMB" | b"RANG" => {
            return refuse(502, "This command is not implemented.");
        }
        _ => return Err(Refusal::Unknown(Reply::new(500, "Unknown command."))),
    };
    Ok(command)
}

#[cfg(test)]
mod tests;
