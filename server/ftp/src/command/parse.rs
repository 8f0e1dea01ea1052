//! Parsing one command line. Total: any bytes give a command or an error.

use super::address;
use super::arguments::{self, first_word, listed, name, name_or_none, text};
use super::error::{Refusal, refuse};
use super::keywords;
use super::options;
use super::types::{Command, Password};
use crate::reply::Reply;

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
