#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may fail by panicking"
)]

use std::time::Duration;

use super::lines::MAX_LINE;
use super::*;
use crate::authenticator::SignInRefusal;
use crate::error::{FileError, TransferError};
use crate::file_request::{FileAction, FileResponse};

fn config(require_tls: bool) -> SessionConfig {
    SessionConfig {
        tls_offered: true,
        require_tls,
        active_mode: false,
        banner: "ready\r\n".into(),
        implicit_tls: false,
        max_sign_in_failures: 3,
        peer: IpAddr::from([192, 0, 2, 1]),
    }
}

/// A session under test.
pub(super) struct Conversation(pub(super) Session);

impl Conversation {
    pub(super) fn unauthenticated() -> Self {
        Self::with(config(false))
    }

    pub(super) fn with(config: SessionConfig) -> Self {
        let mut session = Session::new(config);
        assert!(text(session.take_replies()).starts_with("220 "));
        Self(session)
    }

    pub(super) fn signed_in() -> Self {
        Self::unauthenticated().sign_in()
    }

    pub(super) fn active() -> Self {
        let config = SessionConfig {
            active_mode: true,
            ..config(false)
        };
        Self::with(config).sign_in()
    }

    fn sign_in(self) -> Self {
        let mut talk = self;
        assert_eq!(talk.send("USER anna"), (None, "331".into()));
        let (action, replies) = talk.send("PASS secret");
        assert!(matches!(action, Some(Action::SignIn { .. })) && replies.is_empty());
        talk.0.signed_in("anna".into(), SessionPolicy::default());
        assert_eq!(talk.codes(), "230");
        talk
    }

    /// Sends one line; gives the action and the codes of the replies.
    fn send(&mut self, line: &str) -> (Option<Action>, String) {
        self.0.receive(line.as_bytes());
        self.0.receive(b"\r\n");
        let action = self.0.poll();
        (action, self.codes())
    }

    fn reply(&mut self, line: &str) -> String {
        let (action, codes) = self.send(line);
        assert_eq!(action, None, "{line}");
        codes
    }

    fn codes(&mut self) -> String {
        codes(&text(self.0.take_replies())).join(" ")
    }

    fn passive(&mut self) {
        assert_eq!(
            self.send("EPSV"),
            (Some(Action::OpenPassive), String::new())
        );
        self.0.passive_opened(Some(PassiveAddress {
            ipv4: None,
            port: 5000,
        }));
        assert_eq!(self.codes(), "229");
    }

    fn transfer(&mut self, line: &str) -> TransferRequest {
        self.passive();
        let (action, replies) = self.send(line);
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

pub(super) fn text(bytes: Vec<u8>) -> String {
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The codes of complete replies.
pub(super) fn codes(text: &str) -> Vec<String> {
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

pub(super) fn file_hash() -> FileHash {
    FileHash {
        hex: "00ff".into(),
        size: 50,
    }
}

#[test]
fn unauthenticated_clients_get_only_what_needs_no_sign_in() {
    let mut talk = Conversation::unauthenticated();
    for line in [
        "PWD", "CWD /", "LIST", "RETR a", "STOR a", "EPSV", "PASV", "REST 1", "STAT /", "DELE a",
        "RNFR a", "RNTO a", "TYPE I", "ABOR", "SIZE a", "MLST", "STOU",
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
        ("OPTS HASH", "200"),
        ("OPTS MLST type;", "200"),
        ("STAT", "211"),
        ("PASS x", "503"),
        ("PBSZ 0", "503"),
        ("PROT P", "503"),
    ] {
        assert_eq!(talk.reply(line), code, "{line}");
    }
    assert_eq!(talk.send("QUIT"), (Some(Action::Close), "221".into()));
}

#[test]
fn the_status_before_the_sign_in_is_about_the_connection_alone() {
    let mut talk = Conversation::unauthenticated();
    for line in ["NOOP", "USER anna"] {
        talk.send(line);
        talk.0.receive(b"STAT\r\n");
        assert_eq!(talk.0.poll(), None);
        assert_eq!(
            text(talk.0.take_replies()),
            "211-Status:\r\n Connected from 192.0.2.1.\r\n \
             Control is unencrypted, data is unencrypted.\r\n Type is I.\r\n \
             No transfer is in progress.\r\n211 End\r\n"
        );
    }
}

#[test]
fn commands_in_the_wrong_order_are_503() {
    let mut talk = Conversation::signed_in();
    for line in ["USER anna", "PASS secret", "RNTO b", "AUTH TLS"] {
        assert_eq!(talk.reply(line), "503", "{line}");
    }
    let (action, _) = talk.send("RNFR a");
    assert_eq!(
        action,
        Some(Action::File(FileAction::RenameFrom.on(path("a"))))
    );
    talk.0.file_done(Ok(FileResponse::Done));
    assert_eq!(talk.codes(), "350");
    assert_eq!(talk.reply("NOOP"), "200");
    assert_eq!(talk.reply("RNTO b"), "503");
}

#[test]
fn renames_in_two_steps() {
    let mut talk = Conversation::signed_in();
    talk.send("RNFR a");
    talk.0.file_done(Ok(FileResponse::Done));
    talk.codes();
    let (action, _) = talk.send("RNTO /b");
    let rename = FileAction::Rename { from: path("a") }.on(path("b"));
    assert_eq!(action, Some(Action::File(rename)));
    talk.0.file_done(Err(FileError::Denied));
    assert_eq!(talk.codes(), "550");
}

#[test]
fn sign_ins_are_refused_and_counted() {
    let mut talk = Conversation::unauthenticated();
    for (refusal, code) in [
        (SignInRefusal::Denied, "530"),
        (SignInRefusal::Suspended, "530"),
        (SignInRefusal::Denied, "421"),
    ] {
        assert_eq!(talk.reply("USER anna"), "331");
        talk.send("PASS x");
        talk.0.sign_in_refused(refusal);
        assert_eq!(talk.codes(), code);
    }
    assert_eq!(talk.0.poll(), Some(Action::Close));
    let mut talk = Conversation::unauthenticated();
    talk.reply("USER anna");
    talk.send("PASS x");
    let retry_after = Duration::from_millis(1500);
    talk.0
        .sign_in_refused(SignInRefusal::Throttled { retry_after });
    assert!(text(talk.0.take_replies()).ends_with("Try again in 2 seconds.\r\n"));
    assert_eq!(talk.0.poll(), Some(Action::Close));
}

#[test]
fn what_was_pipelined_after_auth_is_discarded() {
    let mut talk = Conversation::unauthenticated();
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
    let mut talk = Conversation::with(config(true));
    assert_eq!(talk.reply("USER anna"), "530");
    assert_eq!(talk.reply("PASS secret"), "530");
    talk.send("AUTH TLS");
    talk.0.tls_started();
    talk.codes();
    talk.reply("USER anna");
    talk.send("PASS secret");
    talk.0.signed_in("anna".into(), SessionPolicy::default());
    talk.codes();
    for open in ["EPSV", "PASV"] {
        for line in ["RETR a", "STOR a", "APPE a", "STOU", "LIST", "NLST", "MLSD"] {
            assert_eq!(talk.send(open).0, Some(Action::OpenPassive));
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
fn rein_signs_the_client_out() {
    let mut talk = Conversation::signed_in();
    talk.send("CWD a");
    talk.0.file_done(Ok(FileResponse::Done));
    talk.codes();
    talk.passive();
    assert_eq!(talk.reply("TYPE A"), "200");
    assert_eq!(talk.send("REIN"), (Some(Action::SignOut), String::new()));
    talk.0.signed_out();
    assert_eq!(talk.codes(), "220");
    assert_eq!(talk.reply("PWD"), "530");
    assert_eq!(talk.reply("REIN"), "220");
    let mut talk = talk.sign_in();
    talk.0.receive(b"PWD\r\n");
    assert_eq!(talk.0.poll(), None);
    assert!(text(talk.0.take_replies()).starts_with("257 \"/\" "));
    assert_eq!(talk.reply("RETR a"), "425");
    assert!(!talk.transfer("RETR a").ascii);

    let mut talk = Conversation::unauthenticated();
    talk.send("AUTH TLS");
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
    let mut talk = Conversation::unauthenticated();
    assert_eq!(talk.reply("HOST ftp.example.com"), "220");
    assert_eq!(talk.reply("HOST ftp.example.org"), "220");
    assert_eq!(talk.reply("USER anna"), "331");
    assert_eq!(talk.reply("HOST ftp.example.com"), "503");
}

#[test]
fn implicit_tls_needs_no_auth_and_protects_data() {
    let mut talk = Conversation::with(SessionConfig {
        implicit_tls: true,
        ..config(true)
    });
    assert_eq!(talk.reply("AUTH TLS"), "503");
    talk.reply("USER anna");
    talk.send("PASS secret");
    talk.0.signed_in("anna".into(), SessionPolicy::default());
    talk.codes();
    assert!(talk.transfer("RETR a").protect);
}

#[test]
fn passive_replies_have_their_rfcs_forms() {
    let mut talk = Conversation::signed_in();
    talk.send("PASV");
    talk.0.passive_opened(Some(PassiveAddress {
        ipv4: Some([192, 0, 2, 9].into()),
        port: 258,
    }));
    assert_eq!(
        text(talk.0.take_replies()),
        "227 Entering Passive Mode (192,0,2,9,1,2).\r\n"
    );
    talk.send("EPSV 1");
    talk.0.passive_opened(Some(PassiveAddress {
        ipv4: None,
        port: 258,
    }));
    assert_eq!(
        text(talk.0.take_replies()),
        "229 Entering Extended Passive Mode (|||258|)\r\n"
    );
    talk.send("EPSV");
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
        assert_eq!(talk.send(line), (use_active, String::new()));
        talk.0.active_ready();
        assert_eq!(talk.codes(), "200");
        // It holds for one transfer; one that is refused is none.
        for opened in [Err(FileError::NotFound), Ok(TransferStart::default())] {
            assert!(matches!(talk.send("RETR a").0, Some(Action::Transfer(_))));
            talk.0.transfer_opened(opened);
            talk.codes();
        }
        talk.0.transfer_finished(Ok(()));
        talk.codes();
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
        request.operation,
        TransferOperation::Retrieve {
            path: path("a"),
            offset: 7
        }
    );
    talk.0.transfer_opened(Err(FileError::BeyondEnd));
    assert_eq!(talk.codes(), "554");
    let request = talk.transfer("STOR a");
    assert_eq!(
        request.operation,
        TransferOperation::Store {
            path: path("a"),
            mode: StoreMode::Replace
        }
    );
    talk.0.transfer_opened(Err(FileError::NoSpace));
    assert_eq!(talk.codes(), "452");
    talk.reply("REST 7");
    let request = talk.transfer("STOR a");
    assert_eq!(
        request.operation,
        TransferOperation::Store {
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
        talk.send("STAT"),
        (Some(Action::ReportProgress), String::new())
    );
    let (bytes, size) = (5, Some(9));
    talk.0.progress_reported(TransferProgress { bytes, size });
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
    assert_eq!(talk.send("ABOR"), (Some(Action::Abort), String::new()));
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
    assert_eq!(talk.send("HASH a"), hash);
    assert!(talk.0.wants_input());
    assert_eq!(talk.reply("STAT"), "211");
    assert_eq!(talk.reply("NOOP"), "");
    // The end of a transfer that is none changes nothing.
    talk.0.transfer_finished(Ok(()));
    assert_eq!(talk.codes(), "");
    talk.0.hash_finished(Some(Ok(file_hash())));
    assert_eq!(talk.0.poll(), None);
    let reply = text(talk.0.take_replies());
    assert!(
        reply.starts_with("213 SHA-256 0-49 00ff /a\r\n200 "),
        "{reply}"
    );
    assert_eq!(talk.send("HASH a"), hash);
    assert_eq!(talk.send("ABOR"), (Some(Action::Abort), String::new()));
    talk.0.hash_finished(None);
    assert_eq!(talk.0.poll(), None);
    assert_eq!(talk.codes(), "426 226");
    assert_eq!(talk.send("HASH a"), hash);
    talk.0.hash_finished(Some(Err(FileError::IsADirectory)));
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
        assert!(pushed <= MAX_QUEUED);
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
    let mut talk = Conversation::unauthenticated();
    for _ in 1..MAX_INVALID_LINES {
        assert_eq!(talk.reply("GET / HTTP/1.1"), "500");
    }
    assert_eq!(
        talk.send("Host: example.com"),
        (Some(Action::Close), "421".into())
    );
    assert!(!talk.0.wants_input());
    let mut talk = Conversation::signed_in();
    let long = "a".repeat(MAX_LINE + 1);
    for _ in 1..MAX_INVALID_LINES {
        assert_eq!(talk.reply("XYZZY"), "500");
        assert_eq!(talk.reply(&long), "500");
    }
    assert_eq!(talk.send(&long), (Some(Action::Close), "421".into()));
    let mut talk = Conversation::signed_in();
    talk.start("RETR a");
    for _ in 0..MAX_INVALID_LINES {
        assert_eq!(talk.reply(&long), "");
    }
    // As all that comes during a transfer, they are answered after it.
    talk.0.transfer_finished(Ok(()));
    assert_eq!(talk.0.poll(), Some(Action::Close));
    let refused = ["500"; MAX_INVALID_LINES as usize - 1].join(" ");
    assert_eq!(talk.codes(), format!("226 {refused} 421"));
}

#[test]
fn names_are_quoted_and_need_not_be_utf8() {
    let mut talk = Conversation::signed_in();
    talk.0.receive(b"CWD a\"\xfe b\r\n");
    assert!(matches!(
        talk.0.poll(),
        Some(Action::File(FileRequest {
            action: FileAction::ChangeDir,
            ..
        }))
    ));
    talk.0.file_done(Ok(FileResponse::Done));
    assert_eq!(talk.codes(), "250");
    talk.0.receive(b"PWD\r\n");
    assert_eq!(talk.0.poll(), None);
    let reply = talk.0.take_replies();
    assert_eq!(reply, b"257 \"/a\"\"\xfe b\" is the current folder.\r\n");
}

#[test]
fn a_parameter_that_is_missing_or_wrong_is_501_and_no_more() {
    let mut talk = Conversation::active();
    for line in [
        "CWD",
        "MKD",
        "RMD",
        "DELE",
        "RNFR",
        "RNTO",
        "SIZE",
        "MDTM",
        "MFMT",
        "MFF",
        "HASH",
        "RETR",
        "STOR",
        "APPE",
        "REST",
        "TYPE",
        "MODE",
        "STRU",
        "ALLO",
        "PORT",
        "EPRT",
        "SITE",
        "OPTS",
        "USER",
        "AUTH",
        "PBSZ",
        "HOST",
        "PROT",
        "TYPE X",
        "MODE X",
        "STRU X",
        "REST x",
        "ALLO x",
        "PORT x",
        "EPRT x",
        "MFMT x a",
        "MFF x a",
        "SITE CHMOD x a",
        "OPTS x",
        "PBSZ x",
        "CWD a\0",
        "LIST a\0",
        "NLST a\0",
        "MLSD a\0",
        "MLST a\0",
        "STAT a\0",
        "AVBL a\0",
        "RETR a\0",
    ] {
        assert_eq!(talk.reply(line), "501", "{line}");
    }
    assert_eq!(talk.reply("PWD"), "257");
}
