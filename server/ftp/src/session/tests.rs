#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may fail by panicking"
)]

use std::time::{Duration, SystemTime};

use proptest::prelude::*;

use super::lines::MAX_LINE;
use super::*;
use crate::authenticator::SignInRefusal;

fn policy(require_tls: bool) -> Policy {
    Policy {
        tls_offered: true,
        require_tls,
        active_mode: false,
        max_sign_in_failures: 3,
        peer: IpAddr::from([192, 0, 2, 1]),
    }
}

/// A session and what a test says to it.
struct Conversation(Session);

impl Conversation {
    fn stranger() -> Self {
        Self::with(policy(false))
    }

    fn with(policy: Policy) -> Self {
        let mut session = Session::new(policy);
        assert!(text(session.take_replies()).starts_with("220 "));
        Self(session)
    }

    fn signed_in() -> Self {
        Self::stranger().sign_in()
    }

    fn active() -> Self {
        let policy = Policy {
            active_mode: true,
            ..policy(false)
        };
        Self::with(policy).sign_in()
    }

    fn sign_in(self) -> Self {
        let mut talk = self;
        assert_eq!(talk.say("USER anna"), (None, "331".into()));
        let (action, replies) = talk.say("PASS secret");
        assert!(matches!(action, Some(Action::SignIn { .. })) && replies.is_empty());
        talk.0.signed_in("anna".into());
        assert_eq!(talk.codes(), "230");
        talk
    }

    /// Says one line; gives the action and the codes of the replies.
    fn say(&mut self, line: &str) -> (Option<Action>, String) {
        self.0.receive(line.as_bytes());
        self.0.receive(b"\r\n");
        let action = self.0.poll();
        (action, self.codes())
    }

    fn reply(&mut self, line: &str) -> String {
        let (action, codes) = self.say(line);
        assert_eq!(action, None, "{line}");
        codes
    }

    fn codes(&mut self) -> String {
        codes(&text(self.0.take_replies())).join(" ")
    }

    fn passive(&mut self) {
        assert_eq!(self.say("EPSV"), (Some(Action::OpenPassive), String::new()));
        self.0.passive_opened(Some(PassiveAddress {
            ipv4: None,
            port: 5000,
        }));
        assert_eq!(self.codes(), "229");
    }

    fn transfer(&mut self, line: &str) -> TransferRequest {
        self.passive();
        let (action, replies) = self.say(line);
        assert_eq!(replies, "");
        let Some(Action::Transfer(request)) = action else {
            panic!("{action:?}")
        };
        request
    }

    fn start(&mut self, line: &str) {
        self.transfer(line);
        self.0.transfer_opened(Ok(TransferStart::default()));
        assert_eq!(self.codes(), "150");
    }
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The codes of complete replies.
fn codes(text: &str) -> Vec<String> {
    text.split_terminator("\r\n")
        .filter(|line| {
            let bytes = line.as_bytes();
            bytes.len() > 3 && bytes[..3].iter().all(u8::is_ascii_digit) && bytes[3] == b' '
        })
        .map(|line| line[..3].to_owned())
        .collect()
}

fn path(name: &str) -> VirtualPath {
    VirtualPath::root().resolve(name.as_bytes()).unwrap()
}

#[test]
fn strangers_get_only_what_needs_no_sign_in() {
    let mut talk = Conversation::stranger();
    for line in [
        "PWD", "CWD /", "LIST", "RETR a", "STOR a", "EPSV", "PASV", "REST 1", "STAT", "STAT /",
        "DELE a", "RNFR a", "RNTO a", "TYPE I", "ABOR", "SIZE a", "MLST", "STOU",
    ] {
        assert_eq!(talk.reply(line), "530", "{line}");
    }
    for (line, code) in [
        ("NOOP", "200"),
        ("CLNT x", "200"),
        ("CSID Name=x;", "200"),
        ("LANG", "200"),
        ("SYST", "215"),
        ("FEAT", "211"),
        ("HELP", "214"),
        ("OPTS UTF8 ON", "200"),
        ("PASS x", "503"),
        ("PBSZ 0", "503"),
        ("PROT P", "503"),
    ] {
        assert_eq!(talk.reply(line), code, "{line}");
    }
    assert_eq!(talk.say("QUIT"), (Some(Action::Close), "221".into()));
}

#[test]
fn commands_in_the_wrong_order_are_503() {
    let mut talk = Conversation::signed_in();
    for line in ["USER anna", "PASS secret", "RNTO b", "AUTH TLS"] {
        assert_eq!(talk.reply(line), "503", "{line}");
    }
    let (action, _) = talk.say("RNFR a");
    assert_eq!(
        action,
        Some(Action::File(FileRequest::RenameFrom(path("a"))))
    );
    talk.0.file_done(Ok(FileAnswer::Done));
    assert_eq!(talk.codes(), "350");
    assert_eq!(talk.reply("NOOP"), "200");
    assert_eq!(talk.reply("RNTO b"), "503");
}

#[test]
fn renames_in_two_steps() {
    let mut talk = Conversation::signed_in();
    talk.say("RNFR a");
    talk.0.file_done(Ok(FileAnswer::Done));
    talk.codes();
    let (action, _) = talk.say("RNTO /b");
    let rename = FileRequest::Rename {
        from: path("a"),
        to: path("b"),
    };
    assert_eq!(action, Some(Action::File(rename)));
    talk.0.file_done(Err(FileError::Denied));
    assert_eq!(talk.codes(), "550");
}

#[test]
fn sign_ins_are_refused_and_counted() {
    let mut talk = Conversation::stranger();
    for (refusal, code) in [
        (SignInRefusal::Denied, "530"),
        (SignInRefusal::HomeUnavailable, "530"),
        (SignInRefusal::Denied, "421"),
    ] {
        assert_eq!(talk.reply("USER anna"), "331");
        talk.say("PASS x");
        talk.0.sign_in_refused(refusal);
        assert_eq!(talk.codes(), code);
    }
    assert_eq!(talk.0.poll(), Some(Action::Close));
    let mut talk = Conversation::stranger();
    talk.reply("USER anna");
    talk.say("PASS x");
    let retry_after = Duration::from_millis(1500);
    talk.0
        .sign_in_refused(SignInRefusal::Throttled { retry_after });
    assert!(text(talk.0.take_replies()).ends_with("Try again in 2 seconds.\r\n"));
    assert_eq!(talk.0.poll(), Some(Action::Close));
}

#[test]
fn what_was_said_in_clear_after_auth_is_forgotten() {
    let mut talk = Conversation::stranger();
    talk.reply("USER anna");
    talk.0.receive(b"AUTH TLS\r\nUSER mallory\r\nPASS x\r\nNO");
    assert_eq!(talk.0.poll(), Some(Action::StartTls));
    assert_eq!(talk.codes(), "234");
    assert!(!talk.0.wants_input());
    assert_eq!(talk.0.poll(), None);
    talk.0.tls_started();
    assert_eq!(talk.0.poll(), None);
    assert_eq!(talk.reply("PASS secret"), "503");
    assert_eq!(talk.reply("AUTH TLS"), "503");
    assert_eq!(talk.reply("PROT P"), "503");
    assert_eq!(talk.reply("PBSZ 0"), "200");
    assert_eq!(talk.reply("PROT P"), "200");
}

#[test]
fn required_tls_is_required_everywhere() {
    let mut talk = Conversation::with(policy(true));
    assert_eq!(talk.reply("USER anna"), "530");
    assert_eq!(talk.reply("PASS secret"), "530");
    talk.say("AUTH TLS");
    talk.0.tls_started();
    talk.codes();
    talk.reply("USER anna");
    talk.say("PASS secret");
    talk.0.signed_in("anna".into());
    talk.codes();
    for open in ["EPSV", "PASV"] {
        for line in ["RETR a", "STOR a", "APPE a", "STOU", "LIST", "NLST", "MLSD"] {
            assert_eq!(talk.say(open).0, Some(Action::OpenPassive));
            let ipv4 = Some([192, 0, 2, 9].into());
            talk.0
                .passive_opened(Some(PassiveAddress { ipv4, port: 258 }));
            talk.codes();
            assert_eq!(talk.reply(line), "521", "{open} {line}");
        }
    }
    assert_eq!(talk.reply("PBSZ 0"), "200");
    assert_eq!(talk.reply("PROT C"), "534");
    assert_eq!(talk.reply("RETR a"), "521");
    assert_eq!(talk.reply("PROT P"), "200");
    assert_eq!(talk.reply("CCC"), "534");
    assert!(talk.transfer("RETR a").protect);
}

#[test]
fn rein_makes_a_stranger_of_the_client() {
    let mut talk = Conversation::signed_in();
    talk.say("CWD a");
    talk.0.file_done(Ok(FileAnswer::Done));
    talk.codes();
    talk.passive();
    assert_eq!(talk.reply("TYPE I"), "200");
    assert_eq!(talk.say("REIN"), (Some(Action::SignOut), String::new()));
    talk.0.signed_out();
    assert_eq!(talk.codes(), "220");
    assert_eq!(talk.reply("PWD"), "530");
    assert_eq!(talk.reply("REIN"), "220");
    let mut talk = talk.sign_in();
    talk.0.receive(b"PWD\r\n");
    assert_eq!(talk.0.poll(), None);
    assert!(text(talk.0.take_replies()).starts_with("257 \"/\" "));
    assert_eq!(talk.reply("SIZE a"), "550");
    assert_eq!(talk.reply("RETR a"), "425");

    let mut talk = Conversation::stranger();
    talk.say("AUTH TLS");
    talk.0.tls_started();
    talk.codes();
    assert_eq!(talk.reply("REIN"), "502");
}

#[test]
fn rein_waits_for_the_end_of_a_transfer() {
    let mut talk = Conversation::signed_in();
    talk.start("STOR a");
    assert_eq!(talk.reply("REIN"), "");
    talk.0.transfer_finished(Ok(()));
    assert_eq!(talk.0.poll(), Some(Action::SignOut));
    assert_eq!(talk.codes(), "226");
}

#[test]
fn a_host_is_named_before_the_user() {
    let mut talk = Conversation::stranger();
    assert_eq!(talk.reply("HOST ftp.example.com"), "220");
    assert_eq!(talk.reply("HOST ftp.example.org"), "220");
    assert_eq!(talk.reply("USER anna"), "331");
    assert_eq!(talk.reply("HOST ftp.example.com"), "503");
}

#[test]
fn passive_replies_have_their_rfcs_forms() {
    let mut talk = Conversation::signed_in();
    talk.say("PASV");
    talk.0.passive_opened(Some(PassiveAddress {
        ipv4: Some([192, 0, 2, 9].into()),
        port: 258,
    }));
    assert_eq!(
        text(talk.0.take_replies()),
        "227 Entering Passive Mode (192,0,2,9,1,2).\r\n"
    );
    talk.say("EPSV 1");
    talk.0.passive_opened(Some(PassiveAddress {
        ipv4: None,
        port: 258,
    }));
    assert_eq!(
        text(talk.0.take_replies()),
        "229 Entering Extended Passive Mode (|||258|)\r\n"
    );
    talk.say("EPSV");
    talk.0.passive_opened(None);
    assert_eq!(talk.codes(), "425");
    assert_eq!(talk.reply("RETR a"), "425");
    assert_eq!(talk.reply("EPSV 2"), "522");
    assert_eq!(talk.reply("EPSV ALL"), "200");
    assert_eq!(talk.reply("PASV"), "503");
}

#[test]
fn active_mode_is_off_unless_it_is_on() {
    let mut talk = Conversation::signed_in();
    assert_eq!(talk.reply("PORT 192,0,2,1,4,1"), "502");
    assert_eq!(talk.reply("EPRT |1|192.0.2.1|1025|"), "502");
    assert_eq!(talk.reply("EPRT |2|2001:db8::1|1025|"), "502");
    assert_eq!(talk.reply("RETR a"), "425");
}

#[test]
fn active_connections_go_to_the_client_alone() {
    let mut talk = Conversation::active();
    for (line, code) in [
        // Someone else, and a service of the system (RFC 2577).
        ("PORT 192,0,2,2,4,1", "504"),
        ("PORT 127,0,0,1,4,1", "504"),
        ("PORT 0,0,0,0,4,1", "504"),
        ("PORT 192,0,2,1,0,22", "504"),
        ("PORT 192,0,2,1,3,255", "504"),
        ("PORT 192,0,2,1,0,0", "504"),
        ("EPRT |1|192.0.2.2|1025|", "504"),
        ("EPRT |1|192.0.2.1|1023|", "504"),
        ("EPRT |2|::ffff:192.0.2.1|1025|", "522"),
        ("EPRT |2|2001:db8::1|1025|", "522"),
        ("PORT 192,0,2,1,4", "501"),
        ("RETR a", "425"),
    ] {
        assert_eq!(talk.reply(line), code, "{line}");
    }
    let address = "192.0.2.1:1025".parse().unwrap();
    for line in ["PORT 192,0,2,1,4,1", "EPRT |1|192.0.2.1|1025|"] {
        // It takes the listener's place.
        talk.passive();
        let use_active = Some(Action::UseActive(address));
        assert_eq!(talk.say(line), (use_active, String::new()));
        talk.0.active_ready();
        assert_eq!(talk.codes(), "200");
        assert!(matches!(talk.say("RETR a").0, Some(Action::Transfer(_))));
        talk.0.transfer_opened(Err(FileError::NotFound));
        talk.codes();
        // It holds for one transfer.
        assert_eq!(talk.reply("RETR a"), "425");
    }
    assert_eq!(talk.reply("EPSV ALL"), "200");
    assert_eq!(talk.reply("PORT 192,0,2,1,4,1"), "503");
    assert_eq!(talk.reply("EPRT |1|192.0.2.1|1025|"), "503");
}

#[test]
fn rest_holds_for_one_transfer() {
    let mut talk = Conversation::signed_in();
    talk.reply("TYPE I");
    talk.reply("REST 7");
    let request = talk.transfer("RETR a");
    assert_eq!(
        request.what,
        What::Retrieve {
            path: path("a"),
            offset: 7
        }
    );
    talk.0.transfer_opened(Err(FileError::BeyondEnd));
    assert_eq!(talk.codes(), "554");
    let request = talk.transfer("STOR a");
    assert_eq!(
        request.what,
        What::Store {
            path: path("a"),
            mode: StoreMode::Replace
        }
    );
    talk.0.transfer_opened(Err(FileError::NoSpace));
    assert_eq!(talk.codes(), "452");
    talk.reply("REST 7");
    let request = talk.transfer("STOR a");
    assert_eq!(
        request.what,
        What::Store {
            path: path("a"),
            mode: StoreMode::At(7)
        }
    );
    talk.0.transfer_opened(Err(FileError::Denied));
    talk.codes();
    talk.reply("TYPE A");
    talk.reply("REST 7");
    assert_eq!(talk.reply("RETR a"), "504");
    assert_eq!(talk.reply("SIZE a"), "550");
}

#[test]
fn during_a_transfer_only_abor_and_stat_are_done() {
    let mut talk = Conversation::signed_in();
    talk.start("RETR a");
    assert!(talk.0.wants_input());
    assert_eq!(
        talk.say("STAT"),
        (Some(Action::TellProgress), String::new())
    );
    let (bytes, size) = (5, Some(9));
    talk.0.progressed(TransferProgress { bytes, size });
    let status = text(talk.0.take_replies());
    assert!(
        status.contains(" A download is in progress: 5 of 9 bytes so far.\r\n"),
        "{status}"
    );
    assert_eq!(talk.reply("NOOP"), "");
    assert_eq!(talk.reply("PWD"), "");
    talk.0.transfer_finished(Ok(()));
    assert_eq!(talk.0.poll(), None);
    assert_eq!(talk.codes(), "226 200 257");
    talk.start("RETR a");
    assert_eq!(talk.reply("NOOP"), "");
    assert_eq!(talk.say("ABOR"), (Some(Action::Abort), String::new()));
    talk.0.transfer_finished(Err(TransferError::Aborted));
    assert_eq!(talk.0.poll(), None);
    assert_eq!(talk.codes(), "426 200 226");
    talk.start("STOR a");
    assert_eq!(talk.reply("QUIT"), "");
    talk.0.transfer_finished(Ok(()));
    assert_eq!(talk.0.poll(), Some(Action::Close));
    assert_eq!(talk.codes(), "226 221");
}

#[test]
fn a_hash_is_told_or_aborted() {
    let mut talk = Conversation::signed_in();
    let hash = (Some(Action::Hash(path("a"))), String::new());
    assert_eq!(talk.say("HASH a"), hash);
    assert!(talk.0.wants_input());
    assert_eq!(talk.reply("STAT"), "211");
    assert_eq!(talk.reply("NOOP"), "");
    // The end of a transfer that is none changes nothing.
    talk.0.transfer_finished(Ok(()));
    assert_eq!(talk.codes(), "");
    talk.0.hashed(Some(Ok(file_hash())));
    assert_eq!(talk.0.poll(), None);
    let reply = text(talk.0.take_replies());
    assert!(
        reply.starts_with("213 SHA-256 0-49 00ff /a\r\n200 "),
        "{reply}"
    );
    assert_eq!(talk.say("HASH a"), hash);
    assert_eq!(talk.say("ABOR"), (Some(Action::Abort), String::new()));
    talk.0.hashed(None);
    assert_eq!(talk.0.poll(), None);
    assert_eq!(talk.codes(), "426 226");
    assert_eq!(talk.say("HASH a"), hash);
    talk.0.hashed(Some(Err(FileError::IsADirectory)));
    assert_eq!(talk.codes(), "550");
    assert_eq!(talk.reply("HASH"), "501");
    assert_eq!(talk.reply("OPTS HASH MD5"), "501");
    assert_eq!(talk.reply("OPTS HASH"), "200");
}

#[test]
fn what_waits_for_a_transfers_end_is_bounded() {
    let mut talk = Conversation::signed_in();
    talk.start("RETR a");
    let mut pushed = 0;
    while talk.0.wants_input() {
        talk.0.receive(b"NOOP\r\n");
        assert_eq!(talk.0.poll(), None);
        pushed += 1;
        assert!(pushed <= MAX_HELD);
    }
    talk.0.transfer_finished(Ok(()));
    let mut finals = 0;
    while talk.0.has_input() {
        assert_eq!(talk.0.poll(), None);
        let replies = talk.0.take_replies();
        assert!(replies.len() < 2 * MAX_WAITING_REPLIES);
        finals += codes(&text(replies)).len();
    }
    assert_eq!(finals, pushed + 1);
}

#[test]
fn noise_closes_the_connection() {
    let mut talk = Conversation::stranger();
    for _ in 1..MAX_STRIKES {
        assert_eq!(talk.reply("GET / HTTP/1.1"), "500");
    }
    assert_eq!(
        talk.say("Host: example.com"),
        (Some(Action::Close), "421".into())
    );
    assert!(!talk.0.wants_input());
    let mut talk = Conversation::signed_in();
    let long = "a".repeat(MAX_LINE + 1);
    for _ in 1..MAX_STRIKES {
        assert_eq!(talk.reply("XYZZY"), "500");
        assert_eq!(talk.reply(&long), "500");
    }
    assert_eq!(talk.say(&long), (Some(Action::Close), "421".into()));
    let mut talk = Conversation::signed_in();
    talk.start("RETR a");
    for _ in 1..MAX_STRIKES {
        assert_eq!(talk.reply(&long), "500");
    }
    assert_eq!(talk.say(&long), (Some(Action::Close), "421".into()));
}

#[test]
fn names_are_quoted_and_need_not_be_utf8() {
    let mut talk = Conversation::signed_in();
    talk.0.receive(b"CWD a\"\xfe b\r\n");
    assert!(matches!(
        talk.0.poll(),
        Some(Action::File(FileRequest::ChangeDir(_)))
    ));
    talk.0.file_done(Ok(FileAnswer::Done));
    assert_eq!(talk.codes(), "250");
    talk.0.receive(b"PWD\r\n");
    assert_eq!(talk.0.poll(), None);
    let reply = talk.0.take_replies();
    assert_eq!(reply, b"257 \"/a\"\"\xfe b\" is the current folder.\r\n");
}

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
    "MFMT 20240101000000",
    "MFF UNIX.mode=0644;",
    "HASH",
    "OPTS HASH",
    "OPTS HASH SHA-256",
    "SITE CHMOD 644",
    "SITE HELP",
    "SITE",
    "AVBL",
    "LIST",
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

fn file_hash() -> FileHash {
    FileHash {
        hex: "00ff".into(),
        size: 50,
    }
}

/// Whatever is under way ends.
fn finish(session: &mut Session) {
    session.transfer_finished(Ok(()));
    session.hashed(Some(Ok(file_hash())));
}

/// Does what the machine asks, one outcome or another by `luck`.
fn act(session: &mut Session, action: Action, luck: u8) {
    let well = !luck.is_multiple_of(4);
    match action {
        Action::SignIn { .. } if well => session.signed_in("anna".into()),
        Action::SignIn { .. } => session.sign_in_refused(SignInRefusal::Denied),
        Action::SignOut => session.signed_out(),
        Action::StartTls => session.tls_started(),
        Action::OpenPassive => session.passive_opened(well.then_some(PassiveAddress {
            ipv4: Some([192, 0, 2, 1].into()),
            port: 1,
        })),
        Action::File(request) => session.file_done(match request {
            _ if !well => Err(FileError::NotFound),
            FileRequest::Size(_) | FileRequest::Available(_) => Ok(FileAnswer::Size(3)),
            FileRequest::Modified(_) => Ok(FileAnswer::Modified(SystemTime::UNIX_EPOCH)),
            FileRequest::Facts(..) => Ok(FileAnswer::Facts(b"type=file; ".to_vec())),
            FileRequest::Status(_) => Ok(FileAnswer::Listing {
                lines: vec![b"213 a".to_vec()],
                complete: luck > 9,
            }),
            _ => Ok(FileAnswer::Done),
        }),
        Action::Transfer(_) if well => session.transfer_opened(Ok(TransferStart::default())),
        Action::Transfer(_) => session.transfer_opened(Err(FileError::NotFound)),
        Action::Hash(_) if !well => session.hashed(Some(Err(FileError::NotFound))),
        // Some are still at work when the next command comes.
        Action::Hash(_) if luck.is_multiple_of(2) => session.hashed(Some(Ok(file_hash()))),
        Action::Hash(_) => {}
        Action::TellProgress => session.progressed(TransferProgress::default()),
        Action::Abort => {
            session.transfer_finished(Err(TransferError::Aborted));
            session.hashed(None);
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
            if signed_in { Conversation::active().0 } else { Conversation::stranger().0 };
        let mut replies = Vec::new();
        let mut said = 0;
        let mut closed = false;
        for (line, luck, ends) in &lines {
            prop_assert!(session.wants_input());
            session.receive(line);
            session.receive(b"\r\n");
            said += 1;
            loop {
                while let Some(action) = session.poll() {
                    closed |= action == Action::Close;
                    act(&mut session, action, *luck);
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
                    act(&mut session, action, *luck);
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
            prop_assert!(finals <= said && finals > 0);
        } else {
            prop_assert_eq!(finals, said);
        }
    }

    #[test]
    fn any_bytes_at_all_are_survived(
        chunks in proptest::collection::vec(
            (proptest::collection::vec(any::<u8>(), 0..200), any::<u8>()), 0..20),
    ) {
        let mut session = Conversation::signed_in().0;
        for (chunk, luck) in chunks {
            if !session.wants_input() {
                break;
            }
            session.receive(&chunk);
            while let Some(action) = session.poll() {
                act(&mut session, action, luck);
            }
            session.take_replies();
        }
    }
}
