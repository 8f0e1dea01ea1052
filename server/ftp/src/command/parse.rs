//! The parser. Total: any bytes give a command or an error.

use super::address;
use super::arguments::{self, first_word, list_arguments, name, optional_name, text};
use super::error::{ParseError, reject};
use super::keywords;
use super::options;
use super::types::{Command, Password};
use crate::file_request::FileAction;
use crate::reply::Reply;

/// Parses one line, without its line end.
pub(crate) fn parse(line: &[u8]) -> Result<Command, ParseError> {
    let (verb, argument) = first_word(line);
    if verb.is_empty() || verb.len() > 8 || !verb.iter().all(u8::is_ascii_alphabetic) {
        return Err(ParseError::UnknownCommand(Reply::new(
            500,
            "Not an FTP command.",
        )));
    }
    let verb = verb.to_ascii_uppercase();
    // Keywords are case-insensitive, without surrounding spaces. Names stay as they are.
    let keyword = argument
        .unwrap_or_default()
        .trim_ascii()
        .to_ascii_uppercase();
    let command = match verb.as_slice() {
        b"USER" => Command::User(arguments::user(argument)?),
        b"PASS" => Command::Pass(Password(text(argument.unwrap_or_default()))),
        b"ACCT" => Command::Account,
        b"AUTH" => keywords::auth(&keyword)?,
        b"PBSZ" => keywords::pbsz(&keyword)?,
        b"PROT" => Command::Prot(keywords::protection(&keyword)?),
        b"CCC" => Command::Ccc,
        b"QUIT" => Command::Quit,
        b"SYST" => Command::System,
        b"FEAT" => Command::Features,
        b"OPTS" => options::opts(argument.unwrap_or_default(), &keyword)?,
        // RFC 959, section 4.1.3.
        b"HELP" if keyword == b"SITE" => Command::SiteHelp,
        b"HELP" => Command::Help,
        b"NOOP" => Command::Noop,
        b"CLNT" => Command::ClientName,
        b"CSID" => Command::Identify,
        b"HOST" => options::host(&keyword)?,
        b"LANG" => keywords::language(&keyword)?,
        b"REIN" => Command::Reinitialize,
        b"STAT" => match list_arguments(argument)?.arguments.name {
            name if name.is_empty() => Command::Status,
            name => Command::File(FileAction::Status, name),
        },
        b"TYPE" => keywords::representation(&keyword)?,
        b"MODE" => keywords::mode(&keyword)?,
        b"STRU" => keywords::structure(&keyword)?,
        b"ALLO" => keywords::allocate(&keyword)?,
        b"PWD" | b"XPWD" => Command::PrintDir,
        b"CWD" | b"XCWD" => Command::File(FileAction::ChangeDir, name(argument)?),
        b"CDUP" | b"XCUP" => Command::File(FileAction::ChangeDir, b"..".to_vec()),
        b"MKD" | b"XMKD" => Command::File(FileAction::MakeDir, name(argument)?),
        b"RMD" | b"XRMD" => Command::File(FileAction::RemoveDir, name(argument)?),
        b"DELE" => Command::File(FileAction::Delete, name(argument)?),
        b"RNFR" => Command::File(FileAction::RenameFrom, name(argument)?),
        b"RNTO" => Command::RenameTo(name(argument)?),
        b"SIZE" => Command::File(FileAction::Size, name(argument)?),
        b"MDTM" => options::mdtm(argument)?,
        b"MFMT" => options::mfmt(argument)?,
        b"MFF" => options::mff(argument)?,
        b"SITE" => options::site(argument)?,
        b"HASH" => Command::Hash(name(argument)?),
        b"AVBL" => Command::File(FileAction::Available, optional_name(argument)?),
        b"LIST" => Command::List(list_arguments(argument)?.arguments),
        b"NLST" => match list_arguments(argument)? {
            // Like other servers, gives long lines for `NLST -l`.
            listed if listed.long => Command::List(listed.arguments),
            // Without them `-R` is ignored: below a heading, no line would be an argument of `RETR`.
            listed => Command::NameList(listed.arguments.name),
        },
        b"MLSD" => Command::MachineList(optional_name(argument)?),
        b"MLST" => Command::MachineFacts(optional_name(argument)?),
        b"RETR" => Command::Retrieve(name(argument)?),
        b"STOR" => Command::Store(name(argument)?),
        b"APPE" => Command::Append(name(argument)?),
        b"STOU" => Command::StoreUnique,
        b"REST" => keywords::restart(&keyword)?,
        b"ABOR" => Command::Abort,
        b"PASV" => Command::Passive,
        b"EPSV" => Command::ExtendedPassive(keywords::extended_passive(&keyword)?),
        b"PORT" => Command::Port(address::port(&keyword)?),
        b"EPRT" => Command::ExtendedPort(address::extended_port(&keyword)?),
        b"ADAT" | b"MIC" | b"CONF" | b"ENC" | b"SMNT" | b"LPRT" | b"LPSV" | b"MODZ" | b"MFCT"
        | b"COMB" | b"RANG" => {
            return reject(502, "This command is not implemented.");
        }
        _ => {
            return Err(ParseError::UnknownCommand(Reply::new(
                500,
                "Unknown command.",
            )));
        }
    };
    Ok(command)
}
