//! Handing an account over: how to connect, and one-time links.

use std::io::Write;
use std::net::IpAddr;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use app::client_files::{ClientFile, command_lines};
use model::{
    Actor, AppError, Change, Field, FtpAccountChange, FtpAccountListing, FtpAccountSettings,
    FtpConnection, FtpEndpoint, FtpEventKind, FtpHost, FtpRefusal, LinkValidity,
    NewFtpAccountByLink, OneTimeLink, Origin, OwnCertificate, PasswordError, Receipt, Role,
    SetPasswordForm,
};
use sea_orm::ConnectionTrait;
use server::certificate::Certificates;
use server::config::TlsConfig;
use server::web::client_files::contents;
use services::{FtpSignInError, OneTimeToken};
use tokio::sync::watch;

use crate::command_line::{Running, berth};
use crate::support::{
    Installation, OTHER_PASSWORD, PASSWORD, address, at, domain, home, name, origin, password,
    texts,
};

const ACTOR: Actor = Actor::CommandLine;

fn typed_twice(password: &str) -> SetPasswordForm {
    SetPasswordForm {
        password: password.into(),
        repeated: password.into(),
    }
}

impl Installation {
    /// One that is reached at `ftp.example.com`.
    async fn reachable() -> Self {
        let (_, endpoint) = watch::channel(FtpEndpoint {
            host: FtpHost::parse("ftp.example.com"),
            port: 2121,
            implicit_port: Some(990),
            requires_tls: false,
            certificate: None,
        });
        let installation = Self::configured(|config| config.ftp_endpoint = Some(endpoint)).await;
        installation.add_example().await;
        installation
    }

    async fn add_by_link(&self, account: &str) -> OneTimeToken {
        let new = NewFtpAccountByLink {
            name: name(account),
            home_directory: home("/httpdocs"),
            settings: FtpAccountSettings::default(),
            validity: LinkValidity::default(),
        };
        self.services
            .ftp_accounts
            .add_by_link(&ACTOR, &domain("example.com"), new)
            .await
            .unwrap()
    }

    async fn make_link(&self, account: &str) -> OneTimeToken {
        let validity = LinkValidity::default();
        self.services
            .one_time_links
            .make(&ACTOR, &domain("example.com"), &name(account), validity)
            .await
            .unwrap()
    }

    async fn opens(&self, token: &OneTimeToken) -> Result<String, AppError> {
        let from = origin();
        let opened = self.services.one_time_links.open(token, &from, None);
        opened.await.map(|connection| connection.account.into())
    }

    async fn sets(&self, token: &OneTimeToken, password: &str) -> Result<(), AppError> {
        self.services
            .one_time_links
            .set_password(token, &typed_twice(password), &origin())
            .await
            .map(drop)
    }

    async fn link_of(&self, account: &str) -> Option<OneTimeLink> {
        self.view(account).await.link
    }

    /// Whether the list shows that an account waits for its password; with the search text and
    /// without it, which are read by queries of their own.
    async fn waits(&self, account: &str) -> bool {
        let (mut said, example) = (Vec::new(), domain("example.com"));
        for query in ["", &format!("q={account}")] {
            let listing = FtpAccountListing::parse(query);
            let services = &self.services;
            let list = services.ftp_accounts.list(&ACTOR, &example, &listing);
            let rows = list.await.unwrap().rows;
            let row = rows.iter().find(|row| row.name.as_str() == account);
            said.push(row.unwrap().waits_for_password);
        }
        assert_eq!(said[0], said[1]);
        said[0]
    }

    async fn action_names(&self) -> Vec<String> {
        let sql = "SELECT action FROM audit_event WHERE action LIKE 'one_time_link.%' ORDER BY id";
        texts(&self.database().await, sql).await
    }
}

#[tokio::test]
async fn an_account_waits_for_its_recipient_who_sets_the_password_once() {
    let installation = Installation::reachable().await;
    let token = installation.add_by_link("paul").await;
    for password in ["", PASSWORD] {
        let refused = installation
            .services
            .ftp_accounts
            .sign_in("paul", password, address(), true)
            .await;
        assert_eq!(refused.err(), Some(FtpSignInError::Denied), "{password}");
    }
    installation.write_activity().await;
    assert_eq!(
        installation.events(Some("paul"), None).await,
        [FtpEventKind::SignInRefused(FtpRefusal::WaitsForPassword)],
        "once a minute"
    );

    assert!(installation.waits("paul").await);
    assert!(!installation.waits("example").await);

    // To look at it changes nothing, as often as a mail program does.
    for _ in 0..3 {
        assert_eq!(installation.opens(&token).await, Ok("paul".to_owned()));
    }
    for (password, error) in [
        ("short", PasswordError::TooShort),
        ("paul-paul-paul", PasswordError::ContainsName),
        ("password1234", PasswordError::Guessable),
    ] {
        let refused = installation.sets(&token, password).await;
        assert_eq!(refused, Err(at(Field::Password, error)), "{password}");
    }
    assert_eq!(installation.sets(&token, PASSWORD).await, Ok(()));
    assert!(installation.ftp_password_works("paul", PASSWORD).await);

    assert!(!installation.waits("paul").await);

    assert_eq!(installation.opens(&token).await, Err(AppError::NotFound));
    let again = installation.sets(&token, OTHER_PASSWORD).await;
    assert_eq!(again, Err(AppError::NotFound));
    assert!(installation.ftp_password_works("paul", PASSWORD).await);
    assert_eq!(installation.view("paul").await.version, 2);
    assert_eq!(
        installation.action_names().await,
        ["one_time_link.make", "one_time_link.use"]
    );
}

#[tokio::test]
async fn of_many_who_use_a_link_at_once_one_sets_the_password() {
    let installation = Installation::reachable().await;
    let token = installation.add_by_link("paul").await;
    let uses = (0..8).map(|number| {
        let (services, token) = (installation.services.clone(), token.clone());
        tokio::spawn(async move {
            let password = format!("{PASSWORD}-{number}");
            services
                .one_time_links
                .set_password(&token, &typed_twice(&password), &origin())
                .await
        })
    });
    let mut set = Vec::new();
    for (number, one) in uses.collect::<Vec<_>>().into_iter().enumerate() {
        match one.await.unwrap() {
            Ok(_) => set.push(number),
            Err(error) => assert!(matches!(error, AppError::NotFound | AppError::Busy)),
        }
    }
    let [winner] = set[..] else {
        panic!("{set:?}");
    };
    let password = format!("{PASSWORD}-{winner}");
    assert!(installation.ftp_password_works("paul", &password).await);
}

#[tokio::test]
async fn links_that_do_not_work_are_all_answered_alike() {
    let installation = Installation::reachable().await;
    let older = installation.add_by_link("paul").await;
    let revoked = installation.make_link("paul").await;
    let made_by = "(command line)".to_owned();
    assert_eq!(installation.link_of("paul").await.unwrap().made_by, made_by);
    installation
        .services
        .one_time_links
        .revoke(&ACTOR, &domain("example.com"), &name("paul"))
        .await
        .unwrap();
    assert_eq!(installation.link_of("paul").await, None);

    let expired = installation.make_link("paul").await;
    let database = installation.database().await;
    let expire = "UPDATE one_time_link SET expires_at = 1";
    database.execute_unprepared(expire).await.unwrap();
    assert_eq!(installation.link_of("paul").await, None);

    installation.add_account("luc", "/luc").await;
    let of_removed = installation.make_link("luc").await;
    let remove = "UPDATE ftp_account SET removed_at = 1 WHERE name = 'luc'";
    database.execute_unprepared(remove).await.unwrap();

    installation.add_account("anna", "/anna").await;
    let outdated = installation.make_link("anna").await;
    let change = FtpAccountChange {
        password: Some(crate::support::password(OTHER_PASSWORD)),
        ..FtpAccountChange::default()
    };
    installation
        .services
        .ftp_accounts
        .change(&ACTOR, &domain("example.com"), &name("anna"), change)
        .await
        .unwrap();

    let wrong = OneTimeToken::new("x".to_owned());
    for token in [older, revoked, expired, of_removed, outdated, wrong] {
        assert_eq!(installation.opens(&token).await, Err(AppError::NotFound));
        let set = installation.sets(&token, PASSWORD).await;
        assert_eq!(set, Err(AppError::NotFound));
    }
    assert!(
        installation
            .ftp_password_works("anna", OTHER_PASSWORD)
            .await
    );
}

#[tokio::test]
async fn who_guesses_links_is_slowed_down_and_who_has_one_is_not() {
    let installation = Installation::reachable().await;
    let token = installation.add_by_link("paul").await;
    let mut throttled = false;
    for number in 0..40 {
        let guess = OneTimeToken::new(format!("guess-{number}"));
        let refused = installation.opens(&guess).await.unwrap_err();
        throttled |= matches!(refused, AppError::Throttled { .. });
    }
    assert!(throttled);
    let other = Origin {
        address: IpAddr::from([192, 0, 2, 99]),
        ..origin()
    };
    // Whoever made this address send wrong ones, a page that was visited or a neighbour.
    for from in [other, origin()] {
        let links = &installation.services.one_time_links;
        assert!(links.open(&token, &from, None).await.is_ok(), "{from:?}");
    }
    assert!(installation.sets(&token, PASSWORD).await.is_ok());
}

#[tokio::test]
async fn a_link_is_kept_as_a_hash_and_is_in_no_audit_row() {
    let installation = Installation::reachable().await;
    let token = installation.add_by_link("paul").await;
    let database = installation.database().await;
    let stored = texts(&database, "SELECT token_hash FROM one_time_link").await;
    assert_ne!(stored, [token.expose()]);
    installation.sets(&token, PASSWORD).await.unwrap();
    let audit = installation.audit_text().await;
    for secret in [token.expose(), stored[0].as_str(), PASSWORD] {
        assert!(!audit.contains(secret), "{audit}");
    }
    assert!(audit.contains("(one-time link)"), "{audit}");
    assert!(!format!("{token:?}").contains(token.expose()));
}

#[tokio::test]
async fn another_password_revokes_the_link_and_the_receipt_is_of_one_account() {
    let installation = Installation::reachable().await;
    installation.add_account("paul", "/httpdocs").await;
    installation.make_link("paul").await;
    let change = FtpAccountChange {
        password: Some(password(OTHER_PASSWORD)),
        ..FtpAccountChange::default()
    };
    let (example, paul) = (domain("example.com"), name("paul"));
    let changed = installation
        .services
        .ftp_accounts
        .change(&ACTOR, &example, &paul, change);
    let receipt = installation
        .services
        .receipts
        .view(&ACTOR, &changed.await.unwrap())
        .await
        .unwrap();
    let Receipt::AccountChanged { changes, .. } = receipt else {
        panic!("{receipt:?}");
    };
    assert_eq!(changes, [Change::Password]);
    assert_eq!(installation.link_of("paul").await, None);
}

#[tokio::test]
async fn only_who_sees_an_account_makes_its_links() {
    let installation = Installation::reachable().await;
    installation.add_user("bob", Role::Customer).await;
    let (_, bob) = installation.sign_in("bob").await;
    let (example, account) = (domain("example.com"), name("example"));
    let services = &installation.services;
    let validity = LinkValidity::default();
    let made = services
        .one_time_links
        .make(&bob, &example, &account, validity);
    assert_eq!(made.await.err(), Some(AppError::NotFound));
    let revoked = services.one_time_links.revoke(&bob, &example, &account);
    assert_eq!(revoked.await.err(), Some(AppError::NotFound));
    let seen = services
        .ftp_accounts
        .view_connection(&bob, &example, &account, None);
    assert_eq!(seen.await.err(), Some(AppError::NotFound));

    // A main account is handed over like any other.
    let (_, marie) = installation.sign_in("marie").await;
    let made = services
        .one_time_links
        .make(&marie, &example, &account, validity);
    let token = made.await.unwrap();
    let link = installation.link_of("example").await.unwrap();
    assert_eq!(link.made_by, "marie");
    assert!(installation.ftp_password_works("example", PASSWORD).await);
    installation.sets(&token, OTHER_PASSWORD).await.unwrap();
    assert!(!installation.ftp_password_works("example", PASSWORD).await);
    assert!(
        installation
            .ftp_password_works("example", OTHER_PASSWORD)
            .await
    );
}

#[tokio::test]
async fn the_connection_shows_what_a_client_needs() {
    let installation = Installation::reachable().await;
    installation.add_by_link("paul").await;
    let browser_host = FtpHost::parse("panel.example.com");
    let view = installation
        .services
        .ftp_accounts
        .view_connection(
            &ACTOR,
            &domain("example.com"),
            &name("paul"),
            browser_host.as_ref(),
        )
        .await
        .unwrap();
    let connection = &view.connection;
    assert_eq!(connection.host.as_str(), "ftp.example.com");
    assert_eq!(
        (connection.port, connection.implicit_port),
        (2121, Some(990))
    );
    assert!(connection.allows_plaintext);
    assert!(view.waits_for_password);
    assert!(view.link.is_some());
}

/// A program with an account's connection on its standard input, read by a real parser.
fn parse(python: &str, text: &str) -> String {
    let output = run(Command::new("python3").args(["-c", python]), text);
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{err}\n{text}");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

fn run(command: &mut Command, input: &str) -> Output {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that ends without reading what it is given is no failure of the test.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

fn connection(account: &str, port: u16) -> FtpConnection {
    let endpoint = FtpEndpoint {
        host: FtpHost::parse("127.0.0.1"),
        port,
        implicit_port: None,
        requires_tls: false,
        certificate: None,
    };
    endpoint.connection(name(account), &FtpAccountSettings::default(), None)
}

#[test]
fn the_files_are_what_their_clients_read() {
    let connection = connection("paul@example.com", 2121);
    let read = |file: ClientFile, python: &str| parse(python, &contents(file, &connection));
    let server = "import sys, xml.etree.ElementTree as E
server, = E.parse(sys.stdin).getroot().findall('Servers/Server')
print(*(server.findtext(tag) for tag in ('Host', 'Port', 'Protocol', 'User', 'Logontype', 'Pass')))";
    assert_eq!(
        read(ClientFile::FileZilla, server),
        "127.0.0.1 2121 4 paul@example.com 2 None"
    );
    let bookmark = "import plistlib, sys
read = plistlib.loads(sys.stdin.buffer.read())
print(*(read.get(key) for key in ('Hostname', 'Port', 'Protocol', 'Username', 'Password')))";
    assert_eq!(
        read(ClientFile::Cyberduck, bookmark),
        "127.0.0.1 2121 ftps paul@example.com None"
    );
    let site = "import configparser, sys, urllib.parse
ini = configparser.ConfigParser(interpolation=None)
ini.read_file(sys.stdin)
section, = ini.sections()
print(urllib.parse.unquote(section), *ini[section].values(), sep='|')";
    assert_eq!(
        read(ClientFile::WinScp, site),
        "Sessions\\paul@example.com - 127.0.0.1|127.0.0.1|2121|paul@example.com|5|3"
    );
}

/// Runs a line in a terminal, and types an answer at each prompt.
fn run_line(home: &Path, line: &str, answers: &[&str]) -> String {
    const TERMINAL: &str = "
import os, pty, select, sys, time
line, *answers = sys.argv[1:]
child, terminal = pty.fork()
if child == 0:
    os.execvp('sh', ['sh', '-c', line])
said, end = b'', time.time() + 30
while time.time() < end:
    if not select.select([terminal], [], [], 0.2)[0]:
        if answers and said.rstrip().endswith((b':', b'>')):
            os.write(terminal, answers.pop(0).encode() + b'\\n')
            said += b'\\n'
        continue
    try:
        said += os.read(terminal, 4096)
    except OSError:
        break
print(said.decode(errors='replace'))
";
    let mut command = Command::new("python3");
    command
        .args(["-c", TERMINAL, line])
        .args(answers)
        .env("HOME", home)
        .env("TERM", "dumb");
    let output = run(&mut command, "");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_lines_work_in_a_shell_and_ask_for_the_password() {
    let folder = tempfile::tempdir().unwrap();
    let running = Running::demo(folder.path());
    let add = [
        "ftp-account",
        "add",
        "paul@example.com",
        "--subscription=example.com",
        "--home=/httpdocs",
        "--tls=required",
        "--password-stdin",
    ];
    assert_eq!(berth(folder.path(), &add, PASSWORD).code, 0);
    let home = folder.path().join("home");
    std::fs::create_dir(&home).unwrap();
    std::fs::write(home.join(".curlrc"), "silent\nmax-time = 20\n").unwrap();
    let lftprc = "set net:max-retries 1\nset cmd:fail-exit yes\n";
    std::fs::write(home.join(".lftprc"), lftprc).unwrap();

    let lists = |connection: &FtpConnection, password: &str| {
        let [(_, curl), (_, lftp), _] = command_lines(connection);
        [curl, lftp].map(|line| {
            let said = run_line(&home, &line, &[password, "cls -1", "bye"]);
            said.contains("index.html")
        })
    };
    // Berth's own certificate is signed by nobody, and the lines know it.
    let mut connection = connection("paul@example.com", running.ftp.port());
    connection.certificate = own_certificate(&folder.path().join("data"));
    assert_eq!(lists(&connection, PASSWORD), [true, true]);
    assert_eq!(lists(&connection, OTHER_PASSWORD), [false, false]);
    // That of somebody who has put themselves between is another.
    let elsewhere = tempfile::tempdir().unwrap();
    connection.certificate = own_certificate(elsewhere.path());
    assert_eq!(lists(&connection, PASSWORD), [false, false]);
    connection.certificate = None;
    assert_eq!(lists(&connection, PASSWORD), [false, false]);
}

/// By what the certificate that Berth makes in this folder is known.
fn own_certificate(data_dir: &Path) -> Option<OwnCertificate> {
    let made = TlsConfig::default();
    let certificates = Certificates::open(&made, false, data_dir, &[]).unwrap();
    Some(certificates.own().unwrap())
}

#[test]
fn a_command_prints_a_link_that_works_in_the_panel() {
    let folder = tempfile::tempdir().unwrap();
    let running = Running::demo(folder.path());
    let url = format!("--public-url=http://{}/", running.panel);
    let link = |more: &[&str]| {
        let arguments = [&["ftp-account", "link", "example"], more].concat();
        berth(folder.path(), &arguments, "")
    };
    let missing = link(&[]);
    assert_eq!(missing.code, 2, "{}", missing.err);
    assert!(missing.err.contains("--public-url"), "{}", missing.err);
    let too_long = link(&[&url, "--hours=337"]);
    assert_eq!(too_long.code, 1);
    assert!(too_long.err.contains("336"), "{}", too_long.err);
    let older = link(&[&url, "--hours=1"]).out;
    let printed = link(&[&url]);
    assert_eq!((printed.code, printed.err.as_str()), (0, ""));

    let status = |arguments: &[&str]| {
        let output = Command::new("curl")
            .args(["--silent", "--max-time", "20", "--output", "/dev/null"])
            .args(["--write-out", "%{http_code}"])
            .args(arguments)
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    // The link opens the page, whose form sends the link's token.
    let opens = |link: &str| status(&[link.trim()]);
    let set = |link: &str| {
        let (panel, token) = link.trim().split_once("/set-password/").unwrap();
        let fields = [
            format!("token={token}"),
            format!("password={OTHER_PASSWORD}"),
            format!("again={OTHER_PASSWORD}"),
        ];
        let fields = fields.each_ref().map(|field| ["--data-urlencode", field]);
        let address = format!("{panel}/api/set_password");
        status(&[fields.as_flattened(), &[&address]].concat())
    };
    assert_eq!((opens(&older), set(&older)), ("404".into(), "404".into()));
    let newer = &printed.out;
    assert_eq!((opens(newer), set(newer)), ("200".into(), "200".into()));
    assert_eq!((opens(newer), set(newer)), ("404".into(), "404".into()));

    let signs_in = |password: &str| {
        let ftp = format!("ftp://{}/", running.ftp);
        let status = Command::new("curl")
            .args(["--silent", "--max-time", "20", "--ssl-reqd", "--insecure"])
            .args(["--user", &format!("example:{password}"), &ftp])
            .stdout(Stdio::null())
            .status();
        status.unwrap().success()
    };
    assert!(signs_in(OTHER_PASSWORD));
    assert!(!signs_in(&running.made[3]));
}
