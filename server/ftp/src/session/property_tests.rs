//! Property tests: whatever a client sends and whatever the results, nothing panics, and each
//! command gets exactly one final reply.

use std::time::SystemTime;

use proptest::prelude::*;

use super::lines::MAX_LINE;
use super::tests::{Conversation, codes, file_hash};
use super::*;
use crate::authenticator::SignInRefusal;
use crate::error::{FileError, TransferError};
use crate::file_request::{FileAction, FileResponse};

/// Every verb, with the parameters that matter to it.
const VERBS: &[&str] = &[
    "USER",
    "PASS",
    "AUTH TLS",
    "PBSZ 0",
    "PROT P",
    "PROT C",
    "CCC",
    "SYST",
    "FEAT",
    "OPTS UTF8 ON",
    "OPTS MLST",
    "HELP",
    "NOOP",
    "CLNT",
    "CSID",
    "HOST",
    "HOST a",
    "LANG",
    "LANG en",
    "REIN",
    "STAT",
    "TYPE A",
    "TYPE I",
    "MODE S",
    "STRU F",
    "ALLO 1",
    "ACCT",
    "PWD",
    "CWD",
    "CDUP",
    "MKD",
    "RMD",
    "DELE",
    "RNFR",
    "RNTO",
    "SIZE",
    "MDTM",
    "MDTM 20240101000000",
    "MFMT 20240101000000",
    "SITE UTIME 202401010000",
    "MFF UNIX.mode=0644;",
    "HASH",
    "OPTS HASH",
    "OPTS HASH SHA-256",
    "SITE CHMOD 644",
    "SITE HELP",
    "SITE",
    "AVBL",
    "LIST",
    "LIST -R",
    "NLST",
    "MLSD",
    "MLST",
    "RETR",
    "STOR",
    "APPE",
    "STOU",
    "REST",
    "ABOR",
    "PASV",
    "EPSV",
    "EPSV ALL",
    "PORT",
    "PORT 192,0,2,1,9,9",
    "EPRT |1|192.0.2.1|2000|",
    "XYZZY",
];

fn command() -> impl Strategy<Value = Vec<u8>> {
    let verbs = proptest::sample::select(VERBS);
    let argument = prop_oneof![
        Just(Vec::new()),
        Just(b" a".to_vec()),
        Just(b" 5".to_vec()),
        Just(b" /a/../..".to_vec()),
        proptest::collection::vec(any::<u8>().prop_filter("a line", |b| *b != b'\n'), 0..12),
    ];
    prop_oneof![
        30 => (verbs, argument).prop_map(|(verb, argument)| [verb.as_bytes(), &argument].concat()),
        1 => Just(vec![b'a'; MAX_LINE + 2]),
        1 => Just(b"QUIT".to_vec()),
    ]
    // Telnet commands swallow what is around them, a line end too: those have tests of their
    // own.
    .prop_map(|line| line.into_iter().filter(|b| *b != 255).collect())
}

/// Whatever is under way ends.
fn finish(session: &mut Session) {
    session.transfer_finished(Ok(()));
    session.hash_finished(Some(Ok(file_hash())));
}

/// Does what the machine asks, one outcome or another by `choice`.
fn act(session: &mut Session, action: Action, choice: u8) {
    let succeeds = !choice.is_multiple_of(4);
    match action {
        Action::SignIn { .. } if succeeds => {
            session.signed_in("anna".into(), SessionPolicy::default())
        }
        Action::SignIn { .. } => session.sign_in_refused(SignInRefusal::Denied),
        Action::SignOut => session.signed_out(),
        Action::StartTls => session.tls_started(),
        Action::OpenPassive => session.passive_opened(succeeds.then_some(PassiveAddress {
            ipv4: Some([192, 0, 2, 1].into()),
            port: 1,
        })),
        Action::File(request) => session.file_done(match request.action {
            _ if !succeeds => Err(FileError::NotFound),
            FileAction::Size | FileAction::Available | FileAction::Allocate => {
                Ok(FileResponse::Size(3))
            }
            FileAction::Modified => Ok(FileResponse::Modified(SystemTime::UNIX_EPOCH)),
            FileAction::Facts(_) => Ok(FileResponse::Facts(b"type=file; ".to_vec())),
            FileAction::Status => Ok(FileResponse::Listing {
                lines: vec![b"213 a".to_vec()],
                complete: choice > 9,
            }),
            FileAction::ChangeDir
            | FileAction::MakeDir
            | FileAction::RemoveDir
            | FileAction::Delete
            | FileAction::RenameFrom
            | FileAction::Rename { .. }
            | FileAction::ModifiedOrSet { .. }
            | FileAction::SetModified(_)
            | FileAction::SetFacts(_)
            | FileAction::SetMode(_) => Ok(FileResponse::Done),
        }),
        Action::Transfer(_) if succeeds => session.transfer_opened(Ok(TransferStart::default())),
        Action::Transfer(_) => session.transfer_opened(Err(FileError::NotFound)),
        Action::Hash(_) if !succeeds => session.hash_finished(Some(Err(FileError::NotFound))),
        // Some are still at work when the next command comes.
        Action::Hash(_) if choice.is_multiple_of(2) => session.hash_finished(Some(Ok(file_hash()))),
        Action::Hash(_) => {}
        Action::ReportProgress => session.progress_reported(TransferProgress::default()),
        Action::Abort => {
            session.transfer_finished(Err(TransferError::Aborted));
            session.hash_finished(None);
        }
        Action::UseActive(_) => session.active_ready(),
        Action::Close => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn each_command_gets_exactly_one_final_reply(
        signed_in in any::<bool>(),
        lines in proptest::collection::vec((command(), any::<u8>(), any::<bool>()), 0..60),
    ) {
        let mut session =
            if signed_in { Conversation::active().0 } else { Conversation::unauthenticated().0 };
        let mut replies = Vec::new();
        let mut sent = 0;
        let mut closed = false;
        for (line, choice, ends) in &lines {
            prop_assert!(session.wants_input());
            session.receive(line);
            session.receive(b"\r\n");
            sent += 1;
            loop {
                while let Some(action) = session.poll() {
                    closed |= action == Action::Close;
                    act(&mut session, action, *choice);
                }
                replies.extend(session.take_replies());
                if !session.has_input() {
                    break;
                }
            }
            if closed {
                break;
            }
            if *ends {
                finish(&mut session);
                while let Some(action) = session.poll() {
                    closed |= action == Action::Close;
                    act(&mut session, action, *choice);
                }
                replies.extend(session.take_replies());
            }
            if closed || !session.wants_input() {
                break;
            }
        }
        finish(&mut session);
        loop {
            while let Some(action) = session.poll() {
                closed |= action == Action::Close;
                act(&mut session, action, 1);
            }
            replies.extend(session.take_replies());
            if session.has_input() {
                continue;
            }
            // A held command may have begun another transfer.
            finish(&mut session);
            let rest = session.take_replies();
            if rest.is_empty() {
                break;
            }
            replies.extend(rest);
        }
        let text = String::from_utf8_lossy(&replies).into_owned();
        prop_assert!(text.is_empty() || text.ends_with("\r\n"));
        prop_assert!(text.chars().all(|c| !c.is_ascii_control() || c == '\r' || c == '\n'));
        let finals = codes(&text).iter().filter(|code| !code.starts_with('1')).count();
        if closed {
            prop_assert!(finals <= sent && finals > 0);
        } else {
            prop_assert_eq!(finals, sent);
        }
    }
}

/// The body of a fuzzer: any bytes are input of a client and results of actions.
///
/// `0xfe` ends a piece that is received at once. The byte behind it chooses what happens next:
/// what was requested is done, successfully or not, or an outcome is reported that nobody requested.
fn survives(input: &[u8]) -> Result<(), TestCaseError> {
    let mut session = Conversation::active().0;
    let mut replies = Vec::new();
    let mut requested = Vec::new();
    for piece in input.split(|b| *b == 0xfe) {
        let (choice, rest) = piece.split_first().unwrap_or((&0, &[]));
        if session.wants_input() {
            session.receive(rest);
        }
        requested.extend(session.poll());
        match choice % 8 {
            0..5 => {
                for action in requested.drain(..) {
                    act(&mut session, action, *choice);
                }
            }
            5 => finish(&mut session),
            _ => report_unrequested(&mut session, *choice),
        }
        requested.extend(session.poll());
        replies.extend(session.take_replies());
    }
    prop_assert!(replies.is_empty() || replies.ends_with(b"\r\n"));
    for line in replies.split(|b| *b == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        prop_assert!(!line.iter().any(u8::is_ascii_control));
    }
    Ok(())
}

/// An outcome that may not belong to what is going on: it changes nothing then.
fn report_unrequested(session: &mut Session, choice: u8) {
    match choice / 8 % 12 {
        0 => session.signed_in("anna".into(), SessionPolicy::default()),
        1 => session.sign_in_refused(SignInRefusal::Denied),
        2 => session.tls_started(),
        3 => session.passive_opened(None),
        4 => session.active_ready(),
        5 => session.signed_out(),
        6 => session.file_done(Ok(FileResponse::Facts(b"a\r\n".to_vec()))),
        7 => session.file_done(Err(FileError::Other)),
        8 => session.transfer_opened(Ok(TransferStart {
            size: Some(1),
            unique_name: Some(b"a\r\n226 b".to_vec()),
        })),
        9 => session.transfer_finished(Err(TransferError::File(FileError::NoSpace))),
        10 => session.hash_finished(None),
        _ => session.progress_reported(TransferProgress::default()),
    }
}

/// Bytes that look like a conversation, more or less.
fn noise() -> impl Strategy<Value = Vec<u8>> {
    let word = prop_oneof![
        8 => proptest::sample::select(VERBS).prop_map(|verb| verb.as_bytes().to_vec()),
        6 => Just(b"\r\n".to_vec()),
        // The end of a piece, and what happens then.
        6 => any::<u8>().prop_map(|choice| vec![0xfe, choice]),
        1 => Just(b" ".to_vec()),
        1 => Just(b"\xff\xf4\xff\xf2ABOR\r\n".to_vec()),
        1 => Just(b" *[a-z]?/../\x01".to_vec()),
        1 => proptest::collection::vec(any::<u8>(), 0..8),
    ];
    proptest::collection::vec(word, 0..60).prop_map(|rest| rest.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn whatever_comes_is_survived(input in noise()) {
        survives(&input)?;
    }

    #[test]
    fn any_bytes_at_all_are_survived(input in proptest::collection::vec(any::<u8>(), 0..200)) {
        survives(&input)?;
    }
}
