#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
use std::time::SystemTime;

use super::*;
use crate::facts::{FactChange, FileMode};
use crate::file_request::FileAction;
use proptest::prelude::*;

fn code(line: &[u8]) -> u16 {
    match parse(line).unwrap_err() {
        ParseError::UnknownCommand(reply) | ParseError::Rejected(reply) => reply.code(),
    }
}

fn list(name: &[u8], recursive: bool) -> Command {
    let name = name.to_vec();
    Command::List(ListArguments { name, recursive })
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
        (
            b"CWD  a b",
            Command::File(FileAction::ChangeDir, b" a b".to_vec()),
        ),
        (
            b"XCUP",
            Command::File(FileAction::ChangeDir, b"..".to_vec()),
        ),
        (b"LIST -la a b", list(b"a b", false)),
        (b"LIST -a -l", list(b"", false)),
        (b"LIST -- -aR", list(b"-aR", false)),
        (b"LIST -laR a b", list(b"a b", true)),
        (b"LIST -l -R", list(b"", true)),
        (b"NLST -R a", Command::NameList(b"a".to_vec())),
        (b"NLST -lR a", list(b"a", true)),
        (b"NLST -a", Command::NameList(Vec::new())),
        (b"NLST -1a *.txt", Command::NameList(b"*.txt".to_vec())),
        (b"NLST -la sub", list(b"sub", false)),
        (b"STAT -la", Command::Status),
        (b"MLSD -a", Command::MachineList(b"-a".to_vec())),
        (b"STAT", Command::Status),
        (b"REST 18446744073709551615", Command::Restart(u64::MAX)),
        (
            b"PORT 192,0,2,1,4,1",
            Command::Port("192.0.2.1:1025".parse().unwrap()),
        ),
        (
            b"eprt |2|2001:DB8::1|1025|",
            Command::ExtendedPort("[2001:db8::1]:1025".parse().unwrap()),
        ),
        (b"TYPE L8", Command::TypeImage),
        (b"type l 8", Command::TypeImage),
        (b"TYPE A N", Command::TypeAscii),
        (b"EPSV all", Command::ExtendedPassive(ExtendedPassive::Only)),
        (
            b"OPTS MLST Size;Type;",
            Command::OptsMlst(b"Size;Type;".to_vec()),
        ),
        (b"ALLO 10 R 3", Command::Allocate),
        (b"AVBL", Command::File(FileAction::Available, Vec::new())),
        (b"CLNT NcFTP 3.2", Command::ClientName),
        (b"CSID Name=x; Version=1;", Command::Identify),
        (b"HOST ftp.example.com", Command::Host),
        (b"HOST [2001:db8::1]", Command::Host),
        (b"LANG en-US", Command::Language),
        (b"OPTS HASH", Command::OptsHash),
        (b"opts hash sha-256", Command::OptsHash),
        (b"SITE help", Command::SiteHelp),
        (b"HELP site", Command::SiteHelp),
        (b"HELP STOR", Command::Help),
        (
            b"site chmod 4755 a b",
            Command::File(
                FileAction::SetMode(FileMode::parse(b"755").unwrap()),
                b"a b".to_vec(),
            ),
        ),
        (
            b"MFF modify=19700101000000;unix.mode=0600; a b",
            Command::File(
                FileAction::SetFacts(FactChange {
                    modify: Some(SystemTime::UNIX_EPOCH),
                    mode: FileMode::parse(b"0600"),
                }),
                b"a b".to_vec(),
            ),
        ),
        (
            b"DELE \xff\xfe",
            Command::File(FileAction::Delete, vec![0xff, 0xfe]),
        ),
    ] {
        assert_eq!(
            parse(line).unwrap(),
            command,
            "{}",
            String::from_utf8_lossy(line)
        );
    }
}

#[test]
fn a_time_is_set_in_each_of_the_ways_that_clients_know() {
    let time = crate::time::parse_timestamp(b"20240229123000").unwrap();
    let set = Command::File(FileAction::SetModified(time), b"a b".to_vec());
    for line in [
        &b"MFMT 20240229123000 a b"[..],
        b"SITE UTIME 20240229123000 a b",
        b"SITE UTIME 202402291230 a b",
        b"site utime a b 19700101000000 20240229123000 19700101000000 UTC",
        b"SITE UTIME a b 197001010000 202402291230 197001010000 utc",
    ] {
        let text = String::from_utf8_lossy(line);
        assert_eq!(parse(line).unwrap(), set, "{text}");
    }
    assert_eq!(
        parse(b"MDTM 20240229123000 a b").unwrap(),
        Command::ModifiedOrSet {
            whole: b"20240229123000 a b".to_vec(),
            time,
            name: b"a b".to_vec(),
        }
    );
    for name in [
        "a b",
        "20240229123000",
        "20240229123000 ",
        "202402291230 a",
        "20241329123000 a",
        "2024 a",
    ] {
        let query = Command::File(FileAction::Modified, name.as_bytes().to_vec());
        assert_eq!(parse(format!("MDTM {name}").as_bytes()).unwrap(), query);
    }
    for line in [
        "SITE UTIME",
        "SITE UTIME 2024 a",
        "SITE UTIME 202402291230",
        "SITE UTIME a",
    ] {
        assert_eq!(code(line.as_bytes()), 501, "{line}");
    }
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
        (b"TYPE L7", 504),
        (b"TYPE L 36", 504),
        (b"TYPE Lx", 501),
        (b"MODE B", 504),
        (b"STRU R", 504),
        (b"AUTH KERBEROS", 504),
        (b"PROT S", 536),
        (b"PROT", 501),
        (b"PROT X", 504),
        (b"PORT", 501),
        (b"PORT 1,2,3,4,5", 501),
        (b"EPRT |3|1.2.3.4|5|", 522),
        (b"LPRT 6,16", 502),
        (b"EPSV 3", 522),
        (b"OPTS", 501),
        (b"OPTS HASH SHA-1", 501),
        (b"HOST", 501),
        (b"HOST a b", 501),
        (b"LANG fr", 504),
        (b"RANG 1 2", 502),
        (b"SITE", 501),
        (b"SITE CHMOD", 501),
        (b"SITE CHMOD 644", 501),
        (b"SITE CHMOD u+x a", 501),
        (b"SITE EXEC id", 504),
        (b"MFF", 501),
        (b"MFF Modify=2024; a", 501),
        (b"MFF Modify; a", 501),
        (b"MFF ; a", 501),
        (b"MFF UNIX.mode=0644;", 501),
        (b"MFF UNIX.owner=root; a", 504),
        (b"MFCT 20240229000000 a", 502),
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
        verb in "(USER|AUTH|PBSZ|PROT|OPTS|STAT|TYPE|MFMT|LIST|REST|EPSV|ALLO|MFF|SITE|PORT|EPRT|STOU|MLST)",
        argument in proptest::collection::vec(any::<u8>(), 0..32),
    ) {
        let _ = parse(&[verb.as_bytes(), b" ", &argument].concat());
    }
}
