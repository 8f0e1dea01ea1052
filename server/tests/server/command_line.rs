//! The program `berth` itself, as a process.

use std::ffi::OsString;
use std::io::{BufRead, BufReader, Lines, Write};
use std::net::SocketAddr;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use sea_orm::ConnectionTrait;

use crate::database::database_url;
use crate::site::write_site;
use crate::support::{Installation, OTHER_PASSWORD, PASSWORD, database_of, drop_tables, texts};

/// What a command answered.
pub(crate) struct Answer {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Runs a command on the installation in `folder`, with a line on its standard input.
pub(crate) fn berth(folder: &Path, arguments: &[&str], input: &str) -> Answer {
    berth_in("C", folder, arguments, input)
}

/// Runs a command with more settings in its environment, which win over those of [`berth`].
pub(crate) fn berth_with(folder: &Path, settings: &[(&str, &str)], arguments: &[&str]) -> Answer {
    let mut command = command(folder);
    command.env("LC_ALL", "C").envs(settings.iter().copied());
    let output = command
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    Answer {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

fn berth_in(locale: &str, folder: &Path, arguments: &[&str], input: &str) -> Answer {
    let mut child = command(folder)
        .env("LC_ALL", locale)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that reads none may have ended before: then there is nobody to write to.
    let _ = writeln!(child.stdin.take().unwrap(), "{input}");
    let output = child.wait_with_output().unwrap();
    Answer {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// The program, with an environment of its own.
pub(crate) fn command(folder: &Path) -> Command {
    let site = folder.join("site");
    if !site.exists() {
        write_site(&site);
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_berth"));
    command
        .env_clear()
        .env("BERTH_SITE_DIR", site)
        // The machine may have one.
        .env("BERTH_CONFIG", "")
        .current_dir(folder)
        .env("BERTH_HTTP_ADDR", "127.0.0.1:0")
        .env("BERTH_FTP_ADDR", "127.0.0.1:0")
        .env("BERTH_FTP_PASSIVE_PORTS", "0-0")
        .env("BERTH_WEBSPACE_BASES", bases(folder));
    if let Some(url) = database_url(folder) {
        command.env("BERTH_DATABASE_URL", url);
    }
    command
}

/// Where webspaces may be in an installation under test.
fn bases(folder: &Path) -> OsString {
    let mut bases = folder.join("data/webspaces").into_os_string();
    bases.push(":");
    bases.push(folder.join("sites"));
    bases
}

/// A server that runs, and what it said at its start.
pub(crate) struct Running {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
    pub(crate) panel: SocketAddr,
    pub(crate) ftp: SocketAddr,
    /// Logins and passwords that this start made, in the order in which they were written.
    pub(crate) made: Vec<String>,
}

impl Running {
    /// Starts `berth serve --demo` in `folder`, for the first time.
    pub(crate) fn demo(folder: &Path) -> Self {
        Self::demo_with(folder, &[], &[])
    }

    /// The same with more options, and more variables of the environment.
    pub(crate) fn demo_with(folder: &Path, options: &[&str], environment: &[(&str, &str)]) -> Self {
        let arguments = [&["serve", "--demo"], options].concat();
        let mut running = Self::start_in(folder, &arguments, environment);
        // The last line that is printed, once the file is there.
        running.line_with("first-start.txt");
        let file = std::fs::read_to_string(folder.join("data/first-start.txt")).unwrap();
        let values = file.lines().filter(|line| line.starts_with("  "));
        let values = values.filter_map(|line| line.split_once(": "));
        running.made = values.map(|(_, value)| value.trim().to_owned()).collect();
        running
    }

    fn start(folder: &Path, arguments: &[&str]) -> Self {
        Self::start_in(folder, arguments, &[])
    }

    /// Starts `berth serve` in `folder` with more settings in its environment.
    pub(crate) fn with(folder: &Path, settings: &[(&str, &str)]) -> Self {
        Self::start_in(folder, &["serve"], settings)
    }

    fn start_in(folder: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Self {
        let mut child = command(folder)
            .envs(environment.iter().copied())
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let unbound = SocketAddr::from(([0, 0, 0, 0], 0));
        let mut running = Self {
            child,
            lines,
            panel: unbound,
            ftp: unbound,
            made: Vec::new(),
        };
        running.panel = address(&running.line_with("Panel:"));
        running.ftp = address(&running.line_with("FTP:"));
        running
    }

    /// The next line on standard output that contains a text.
    fn line_with(&mut self, text: &str) -> String {
        let mut lines = self.lines.by_ref().map(Result::unwrap);
        lines.find(|line| line.contains(text)).unwrap()
    }

    /// Starts `berth serve` in `folder` again.
    pub(crate) fn again(folder: &Path) -> Self {
        Self::start(folder, &["serve"])
    }

    /// Starts `berth serve` in `folder` with these options.
    pub(crate) fn serve(folder: &Path, options: &[&str]) -> Self {
        Self::start(folder, &[&["serve"], options].concat())
    }

    /// The number of its process.
    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    /// Has it read its files again, as after a rotation of its logs.
    pub(crate) fn hang_up(&self) {
        let pid = self.child.id().to_string();
        let sent = Command::new("kill").args(["-HUP", &pid]).status();
        assert!(sent.unwrap().success());
    }

    /// Ends it as a service manager does; answers the exit code.
    pub(crate) fn terminate(mut self) -> Option<i32> {
        let pid = self.child.id().to_string();
        Command::new("kill").arg(pid).status().unwrap();
        self.child.wait().unwrap().code()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The address in a line such as `FTP:    ftp://127.0.0.1:21/`.
fn address(line: &str) -> SocketAddr {
    let (_, rest) = line.split_once("://").unwrap();
    rest.trim_end_matches('/').parse().unwrap()
}

const ADD_PAUL: [&str; 7] = [
    "ftp-account",
    "add",
    "Paul",
    "--subscription",
    "example.com",
    "--home=/paul",
    "--password-stdin",
];

#[test]
fn passwords_that_are_made_go_to_a_private_file_where_nobody_watches() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = command(folder.path())
        .args(["serve", "--demo"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut printed = String::new();
    while !printed.contains("first-start.txt") {
        printed += &lines.next().unwrap().unwrap();
    }
    let _ = child.kill();
    let output = child.wait_with_output().unwrap();
    let logged = String::from_utf8(output.stderr).unwrap();

    let file = folder.path().join("data/first-start.txt");
    let mode = file.metadata().unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let text = std::fs::read_to_string(file).unwrap();
    let passwords = text
        .lines()
        .filter_map(|line| line.split_once("password: "));
    let passwords: Vec<_> = passwords.map(|(_, password)| password.trim()).collect();
    assert_eq!(passwords.len(), 2, "{text}");
    for password in passwords {
        assert!(!printed.contains(password) && !logged.contains(password));
    }
}

#[test]
fn commands_work_beside_a_running_server() {
    let folder = tempfile::tempdir().unwrap();
    let running = Running::demo(folder.path());
    let run = |arguments: &[&str], input: &str| berth(folder.path(), arguments, input);

    let added = run(
        &[
            "user",
            "add",
            "marie",
            "--role",
            "customer",
            "--password-stdin",
        ],
        PASSWORD,
    );
    assert_eq!((added.code, added.err.as_str()), (0, ""));
    let added = run(
        &[
            "subscription",
            "add",
            "other.org",
            "--webspace-root=sites/other",
            "--owner=marie",
            "--main-account=other",
            "--password-stdin",
        ],
        PASSWORD,
    );
    assert_eq!((added.code, added.err.as_str()), (0, ""));
    assert!(folder.path().join("sites/other").is_dir());
    let added = run(&ADD_PAUL, PASSWORD);
    assert_eq!((added.code, added.err.as_str()), (0, ""));
    assert!(added.out.contains("paul"), "{}", added.out);

    let listed = run(&["subscription", "list"], "").out;
    assert!(listed.contains("example.com  admin  2 "), "{listed}");
    assert!(listed.contains("other.org    marie  1 "), "{listed}");
    let listed = run(&["ftp-account", "list", "--json"], "").out;
    let listed: serde_json::Value = serde_json::from_str(&listed).unwrap();
    let names: Vec<_> = listed
        .as_array()
        .unwrap()
        .iter()
        .map(|a| &a["name"])
        .collect();
    assert_eq!(names, ["example", "paul", "other"]);
    assert_eq!(listed[1]["subscription"], "example.com");
    assert_eq!(listed[1]["home_directory"], "/paul");
    assert_eq!(listed[1]["main"], false);
    assert!(listed[1]["created_at"].as_str().unwrap().ends_with('Z'));

    let changed = run(&["ftp-account", "set", "paul", "--rename=pauline"], "");
    assert_eq!((changed.code, changed.err.as_str()), (0, ""));
    let removed = run(&["ftp-account", "remove", "pauline", "pauline"], "");
    assert_eq!((removed.code, removed.err.as_str()), (0, ""));
    assert_eq!(running.terminate(), Some(0));
}

#[test]
fn a_domain_is_shown_as_people_write_it_and_told_to_programs_in_ascii() {
    let folder = tempfile::tempdir().unwrap();
    let running = Running::demo(folder.path());
    let run = |arguments: &[&str]| {
        let answer = berth(folder.path(), arguments, PASSWORD);
        assert_eq!((answer.code, answer.err.as_str()), (0, ""), "{arguments:?}");
        answer.out
    };
    let added = run(&[
        "subscription",
        "add",
        "exämple.test",
        "--webspace-root=sites/example",
        "--owner=admin",
        "--main-account=umlaut",
        "--password-stdin",
    ]);
    assert!(added.contains("exämple.test"), "{added}");
    let listed = run(&["subscription", "list"]);
    assert!(listed.contains("exämple.test  admin"), "{listed}");
    for domain in ["exämple.test", "xn--exmple-cua.test"] {
        let list = ["ftp-account", "list", "--subscription", domain];
        let listed = run(&list);
        assert!(listed.contains("umlaut"), "{listed}");
        assert!(listed.contains("exämple.test"), "{listed}");
        let listed = run(&[&list[..], &["--json"]].concat());
        assert!(listed.contains("\"xn--exmple-cua.test\""), "{listed}");
    }
    assert_eq!(running.terminate(), Some(0));
}

#[tokio::test]
async fn what_turns_the_direction_of_text_is_refused_and_shown_by_its_code_point() {
    let installation = Installation::with_example().await;
    installation.add_account("paul", "/paul").await;
    // As an earlier version took it.
    let change = "UPDATE ftp_account SET home_directory = '/\u{202e}b', note = 'a\u{2067}b' \
                  WHERE name = 'paul'";
    let database = installation.database().await;
    database.execute_unprepared(change).await.unwrap();
    let folder = installation.path("");
    let listed = berth(&folder, &["ftp-account", "list"], "").out;
    assert!(listed.contains("/‹U+202E›b"), "{listed}");
    let json = berth(&folder, &["ftp-account", "list", "--json"], "").out;
    assert!(json.contains("\"/\\u202eb\""), "{json}");
    let accounts: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(accounts[1]["home_directory"], "/\u{202e}b");
    assert_eq!(accounts[1]["note"], "a\u{2067}b");
    for text in [listed, json] {
        assert!(!text.contains(['\u{202e}', '\u{2067}']), "{text}");
    }
    for arguments in [
        &["ftp-account", "set", "paul", "--note=\u{202d}"] as &[&str],
        &["ftp-account", "set", "paul", "--home=/\u{2069}"],
        &[
            "user",
            "add",
            "anne",
            "--role=customer",
            "--display-name=\u{202a}Anne",
            "--password-stdin",
        ],
    ] {
        let answer = berth(&folder, arguments, PASSWORD);
        assert_eq!(answer.code, 1, "{arguments:?}: {}", answer.out);
        assert!(answer.err.contains("direction of text"), "{}", answer.err);
    }
}

#[test]
fn what_is_refused_is_said_in_one_sentence_with_exit_code_1() {
    let folder = tempfile::tempdir().unwrap();
    let running = Running::demo(folder.path());
    let refused = |arguments: &[&str], input: &str| {
        let answer = berth(folder.path(), arguments, input);
        assert_eq!(answer.code, 1, "{arguments:?}: {}", answer.err);
        assert_eq!(answer.err.lines().count(), 1, "{}", answer.err);
        assert_eq!(answer.out, "");
        answer.err
    };
    assert_eq!(berth(folder.path(), &ADD_PAUL, PASSWORD).code, 0);
    assert!(refused(&ADD_PAUL, PASSWORD).contains("taken"));
    assert!(refused(&ADD_PAUL, "short").contains("10 characters"));
    let main = refused(&["ftp-account", "remove", "paul", "example"], "");
    assert!(main.contains("main FTP account"), "{main}");
    let main = berth_in(
        "fr_FR.UTF-8",
        folder.path(),
        &["ftp-account", "remove", "example"],
        "",
    );
    let sentence = "il est impossible de supprimer le compte FTP principal d'un abonnement";
    assert!(main.err.contains(sentence), "{}", main.err);
    refused(&["ftp-account", "remove", "nobody-here"], "");
    refused(&["ftp-account", "set", "paul", "--home=../up"], "");
    refused(&["ftp-account", "set", "paul", "--rename=root"], "");
    // Without --password-stdin there must be a terminal.
    let prompting = &["user", "set", "admin"];
    assert!(refused(prompting, "").contains("--password-stdin"));
    assert!(running.made.iter().all(|text| !text.is_empty()));
}

#[test]
fn a_wrong_command_line_has_exit_code_2() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in [
        &["ftp-account", "add", "paul"] as &[&str],
        &["ftp-account", "set", "paul"],
        &["ftp-account", "remove"],
        &["ftp-account", "set", "paul", "--keep-old-name=7"],
        &["user", "add", "paul", "--role", "king"],
        &["serve", "--http-addr", "nowhere"],
        &["frobnicate"],
        &[],
    ] {
        assert_eq!(berth(folder.path(), arguments, "").code, 2, "{arguments:?}");
    }
    assert!(!folder.path().join("data").exists());
}

#[test]
fn a_server_that_cannot_start_says_why_in_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().unwrap().to_string();
    for (option, value, variable) in [
        ("--http-addr", taken.as_str(), "BERTH_HTTP_ADDR"),
        ("--ftp-addr", &taken, "BERTH_FTP_ADDR"),
        ("--data-dir", "/proc/nowhere", "BERTH_DATA_DIR"),
    ] {
        let answer = berth(
            folder.path(),
            &["serve", option, value, "--log", "error"],
            "",
        );
        assert_eq!(answer.code, 1);
        assert_eq!(answer.err.lines().count(), 1, "{}", answer.err);
        assert!(answer.err.contains(variable), "{}", answer.err);
        assert_eq!(answer.out, "", "no password is shown in vain");
    }
}

#[test]
fn a_server_without_its_site_s_files_does_not_start_and_says_what_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    let _site = command(folder.path());
    std::fs::remove_file(folder.path().join("site/pkg/0123456789abcdef/berth.js")).unwrap();
    let answer = berth(folder.path(), &["serve", "--log", "error"], "");
    assert_eq!(answer.code, 1);
    let site = folder.path().join("site");
    let expected = format!(
        "berth: the panel's own files are missing in {}: pkg/0123456789abcdef/berth.js. Build them with “make build”, or correct BERTH_SITE_DIR\n",
        site.display()
    );
    assert_eq!(answer.err, expected);
    assert_eq!(answer.out, "", "no password is shown in vain");
    assert!(!folder.path().join("data").exists());
    // Other commands need none of them.
    let list = ["subscription", "list"];
    assert_eq!(berth(folder.path(), &list, "").code, 0);
}

#[test]
fn a_panel_for_all_without_https_is_warned_of() {
    let folder = tempfile::tempdir().unwrap();
    // What it warns of comes before the address that is taken.
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().unwrap().to_string();
    let warns = |address: &str| {
        let arguments = ["serve", "--http-addr", address, "--ftp-addr", &taken];
        let answer = berth(folder.path(), &arguments, "");
        assert_eq!(answer.code, 1, "{}", answer.err);
        answer.err.contains("BERTH_TRUSTED_PROXIES")
    };
    assert!(warns("0.0.0.0:0"));
    assert!(!warns("127.0.0.1:0"));
}

#[test]
fn a_password_set_by_a_command_is_the_new_one() {
    let folder = tempfile::tempdir().unwrap();
    let running = Running::demo(folder.path());
    let set = ["user", "set", "admin", "--password-stdin"];
    assert_eq!(berth(folder.path(), &set, OTHER_PASSWORD).code, 0);
    assert_eq!(running.made[0], "admin");
    assert_ne!(running.panel, running.ftp);
}

#[tokio::test]
async fn who_is_given_a_password_by_a_command_has_to_change_it_unless_it_says_otherwise() {
    let folder = tempfile::tempdir().unwrap();
    let add = |login: &str, role: &str, more: &[&str], password: &str| {
        let arguments = ["user", "add", login, "--role", role, "--password-stdin"];
        berth(folder.path(), &[&arguments, more].concat(), password)
    };
    assert_eq!(add("marie", "customer", &[], PASSWORD).code, 0);
    let keeps = add("paul", "customer", &["--keep-password"], PASSWORD);
    assert_eq!(keeps.code, 0, "{}", keeps.err);
    let asked = async || {
        let who = "SELECT login FROM panel_user WHERE must_change_password ORDER BY login";
        texts(&database_of(folder.path()).await, who).await
    };
    assert_eq!(asked().await, ["marie"]);
    let set = |login: &str, more: &[&str]| {
        let arguments = ["user", "set", login, "--password-stdin"];
        berth(folder.path(), &[&arguments, more].concat(), OTHER_PASSWORD).code
    };
    assert_eq!(set("paul", &[]), 0);
    assert_eq!(set("marie", &["--keep-password"]), 0);
    assert_eq!(asked().await, ["paul"]);
    let short = add("boss", "admin", &[], "Vq7-zmx2pHw");
    assert!(short.code == 1 && short.err.contains("12"), "{}", short.err);
}

#[test]
fn a_command_refuses_a_webspace_where_the_panel_would() {
    let folder = tempfile::tempdir().unwrap();
    let mut keys = folder.path().join("sites/keys");
    std::fs::create_dir_all(&keys).unwrap();
    keys.push("key.pem");
    std::fs::write(&keys, "").unwrap();
    let site = folder.path().join("sites/panel");
    let add = |locale: &str, root: &str| {
        let mut arguments = vec!["subscription", "add", "other.org", "--owner=marie"];
        arguments.extend([
            "--main-account=other",
            "--password-stdin",
            "--webspace-root",
            root,
        ]);
        let (key, site) = (keys.to_str().unwrap(), site.to_str().unwrap());
        arguments.extend([
            "--tls-key",
            key,
            "--tls-certificate",
            key,
            "--site-dir",
            site,
        ]);
        let answer = berth_in(locale, folder.path(), &arguments, PASSWORD);
        assert_eq!(answer.code, 1, "{root}: {}", answer.out);
        assert_eq!(answer.err.lines().count(), 1, "{}", answer.err);
        answer.err
    };
    let user = [
        "user",
        "add",
        "marie",
        "--role=customer",
        "--password-stdin",
    ];
    assert_eq!(berth(folder.path(), &user, PASSWORD).code, 0);
    let sites = folder.path().join("sites");
    for locale in ["C", "fr_FR.UTF-8"] {
        for root in ["/etc", "/root/site", "elsewhere"] {
            let refused = add(locale, root);
            let named = refused.contains(sites.to_str().unwrap());
            assert!(
                named && refused.contains("BERTH_WEBSPACE_BASES"),
                "{refused}"
            );
        }
    }
    for root in [
        "data",
        "sites",
        "sites/keys",
        "sites/panel",
        "sites/panel/pkg",
    ] {
        let refused = add("C", root);
        assert!(refused.contains("Berth's own"), "{root}: {refused}");
    }
    let bases = ["serve", "--webspace-bases", "/srv:www"];
    let wrong = berth(folder.path(), &bases, "");
    assert_eq!(wrong.code, 2, "{}", wrong.err);
}

#[test]
fn what_root_makes_by_a_command_belongs_to_the_server() {
    // CI runs as root. Others cannot give files away.
    if !rustix::process::geteuid().is_root() {
        return;
    }
    const SERVER: u32 = 54_321;
    let folder = tempfile::tempdir().unwrap();
    let at = |path: &str| folder.path().join(path);
    for path in ["data", "sites"] {
        std::fs::create_dir(at(path)).unwrap();
    }
    chown(at("data"), Some(SERVER), Some(SERVER)).unwrap();
    let run = |arguments: &[&str]| {
        let answer = berth(folder.path(), arguments, PASSWORD);
        assert_eq!((answer.code, answer.err.as_str()), (0, ""));
    };
    run(&[
        "user",
        "add",
        "marie",
        "--role=customer",
        "--password-stdin",
    ]);
    let add = ["--owner=marie", "--main-account=main", "--password-stdin"];
    let root = "--webspace-root=sites/new/example.com";
    run(&[&["subscription", "add", "example.com", root], &add[..]].concat());
    run(&ADD_PAUL);
    let owner = |path: &str| {
        let found = at(path).metadata().unwrap();
        (found.uid(), found.gid())
    };
    for path in ["sites/new/example.com", "sites/new/example.com/paul"] {
        assert_eq!(owner(path), (SERVER, SERVER), "{path}");
    }
    // A folder of root's in a folder of root's.
    assert_eq!(owner("sites/new"), (0, 0));
    if database_url(folder.path()).is_none() {
        assert_eq!(owner("data/berth.sqlite"), (SERVER, SERVER));
    }
    // Where someone else's folder is, what is made in there is theirs.
    chown(
        at("sites/new/example.com/paul"),
        Some(SERVER + 1),
        Some(SERVER + 1),
    )
    .unwrap();
    run(&["ftp-account", "set", "paul", "--home=/paul/in/there"]);
    assert_eq!(
        owner("sites/new/example.com/paul/in/there"),
        (SERVER + 1, SERVER + 1)
    );
}

#[tokio::test]
async fn servers_that_start_first_at_once_all_start() {
    let folder = tempfile::tempdir().unwrap();
    drop_tables(folder.path()).await;
    let start = || {
        let mut child = command(folder.path())
            .args(["serve", "--demo"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        std::thread::spawn(move || {
            let mut lines = lines.map_while(Result::ok);
            let started = lines.any(|line| line.starts_with("FTP"));
            Command::new("kill")
                .arg(child.id().to_string())
                .status()
                .unwrap();
            let output = child.wait_with_output().unwrap();
            (started, String::from_utf8(output.stderr).unwrap())
        })
    };
    let servers: Vec<_> = (0..3).map(|_| start()).collect();
    for server in servers {
        let (started, err) = server.join().unwrap();
        assert!(started, "{err}");
        let is_root = rustix::process::geteuid().is_root();
        assert_eq!(err.contains("the server runs as root"), is_root, "{err}");
    }
    let made = std::fs::read_to_string(folder.path().join("data/first-start.txt")).unwrap();
    let logins = made.matches("login:").count();
    assert_eq!(logins, 1, "one of them makes the administrator");
    assert_eq!(Running::again(folder.path()).terminate(), Some(0));
}
