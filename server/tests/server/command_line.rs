//! The program `berth` itself, as a process.

use std::ffi::OsString;
use std::io::{BufRead, BufReader, Write};
use std::net::SocketAddr;
use std::os::unix::fs::{MetadataExt, chown};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::database::database_url;
use crate::support::{OTHER_PASSWORD, PASSWORD};

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

fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_berth"));
    command
        .current_dir(folder)
        .env_clear()
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
    pub(crate) panel: SocketAddr,
    pub(crate) ftp: SocketAddr,
    /// Logins and passwords in the order in which they were shown.
    pub(crate) shown: Vec<String>,
}

impl Running {
    /// Starts `berth serve --demo` in `folder`, for the first time.
    pub(crate) fn demo(folder: &Path) -> Self {
        Self::start(folder, &["serve", "--demo"], 4)
    }

    /// Starts it, and hears so many logins and passwords.
    fn start(folder: &Path, arguments: &[&str], shown: usize) -> Self {
        let mut child = command(folder)
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut after_colon = |start: &str| {
            let line = lines
                .find(|line| line.as_ref().unwrap().trim().starts_with(start))
                .unwrap()
                .unwrap();
            line.split_once(':').unwrap().1.trim().to_owned()
        };
        let address = |url: String| -> SocketAddr {
            let rest = url.split_once("://").unwrap().1;
            rest.trim_end_matches('/').parse().unwrap()
        };
        let panel = address(after_colon("Panel"));
        let ftp = address(after_colon("FTP"));
        let shown = ["login", "password", "name", "password"]
            .into_iter()
            .take(shown);
        let shown = shown.map(&mut after_colon).collect();
        Self {
            child,
            panel,
            ftp,
            shown,
        }
    }

    /// Starts `berth serve` in `folder` again.
    pub(crate) fn again(folder: &Path) -> Self {
        Self::start(folder, &["serve"], 0)
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
    assert!(running.shown.iter().all(|text| !text.is_empty()));
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
fn a_password_set_by_a_command_is_the_new_one() {
    let folder = tempfile::tempdir().unwrap();
    let running = Running::demo(folder.path());
    let set = ["user", "set", "admin", "--password-stdin"];
    assert_eq!(berth(folder.path(), &set, OTHER_PASSWORD).code, 0);
    assert_eq!(running.shown[0], "admin");
    assert_ne!(running.panel, running.ftp);
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

#[test]
fn servers_that_start_first_at_once_all_start() {
    let folder = tempfile::tempdir().unwrap();
    let start = || {
        let mut child = command(folder.path())
            .args(["serve", "--demo"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        std::thread::spawn(move || {
            let is_ftp = |line: &String| line.starts_with("FTP");
            let mut lines = lines.map_while(Result::ok);
            let started = lines.by_ref().any(|line| is_ftp(&line));
            Command::new("kill")
                .arg(child.id().to_string())
                .status()
                .unwrap();
            let logins = lines
                .filter(|line| line.trim().starts_with("login:"))
                .count();
            let output = child.wait_with_output().unwrap();
            (started, logins, String::from_utf8(output.stderr).unwrap())
        })
    };
    let servers: Vec<_> = (0..3).map(|_| start()).collect();
    let mut shown = 0;
    for server in servers {
        let (started, logins, err) = server.join().unwrap();
        assert!(started, "{err}");
        let is_root = rustix::process::geteuid().is_root();
        assert_eq!(err.contains("the server runs as root"), is_root, "{err}");
        shown += logins;
    }
    assert_eq!(shown, 1, "one of them makes the administrator");
    assert_eq!(Running::again(folder.path()).terminate(), Some(0));
}
