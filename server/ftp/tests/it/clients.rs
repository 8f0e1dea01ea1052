//! The clients that people have: ftplib, curl and lftp, unencrypted and over TLS.

use std::io::ErrorKind;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::path::Path;
use std::process::{Command, Output};

use ftp::TlsResumption;

use crate::server::{NAME, PASSWORD, TestServer, noise};

const ADDRESSES: [IpAddr; 2] = [
    IpAddr::V4(Ipv4Addr::LOCALHOST),
    IpAddr::V6(Ipv6Addr::LOCALHOST),
];

/// Runs a client. One that is missing is a failure: a test that was skipped says nothing.
pub(crate) fn run(program: &str, package: &str, arguments: &[&str]) -> Output {
    // No settings of the person who runs the tests.
    let home = tempfile::tempdir().unwrap();
    let mut command = Command::new(program);
    command
        .args(arguments)
        .env("HOME", home.path())
        .env("LC_ALL", "C.UTF-8");
    match command.output() {
        Ok(output) => output,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            panic!("{program} is missing: install the Debian package {package}")
        }
        Err(error) => panic!("{program}: {error}"),
    }
}

#[track_caller]
pub(crate) fn well(output: Output) -> String {
    let out = String::from_utf8_lossy(&output.stdout).into_owned();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "{}\n{out}\n{errors}",
        output.status
    );
    out
}

fn host(ip: IpAddr) -> String {
    match ip {
        IpAddr::V4(_) => ip.to_string(),
        IpAddr::V6(_) => format!("[{ip}]"),
    }
}

fn ftplib(mode: &str, require_tls: bool) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/clients/walk.py");
    for ip in ADDRESSES {
        let server = TestServer::with(|config| config.require_tls = require_tls);
        let port = server.addr.port().to_string();
        let arguments = [
            script.to_str().unwrap(),
            &ip.to_string(),
            &port,
            mode,
            NAME,
            PASSWORD,
        ];
        assert_eq!(well(run("python3", "python3", &arguments)), "ok\n");
        assert!(server.names(".").is_empty());
    }
}

#[test]
fn ftplib_unencrypted() {
    ftplib("plain", false);
}

#[test]
fn ftplib_over_tls() {
    ftplib("tls", true);
}

pub(crate) fn curl(server: &TestServer, ip: IpAddr, path: &str, arguments: &[&str]) -> Output {
    let url = format!("ftp://{}:{}/{path}", host(ip), server.addr.port());
    let user = format!("{NAME}:{PASSWORD}");
    let common = ["-q", "-sS", "-g", "-m", "60", "--user", &user, &url];
    run("curl", "curl", &[&common, arguments].concat())
}

fn curl_walk(tls: &[&str], require_tls: bool) {
    let bytes = noise(6_000_001);
    let local = tempfile::tempdir().unwrap();
    let file = local.path().join("file");
    std::fs::write(&file, &bytes).unwrap();
    let file = file.to_str().unwrap();
    let out = local.path().join("out");
    let out = out.to_str().unwrap();
    for ip in ADDRESSES {
        for passive in [&["--disable-epsv"][..], &[]] {
            if ip.is_ipv6() && !passive.is_empty() {
                continue;
            }
            let server = TestServer::with(|config| config.require_tls = require_tls);
            let go = |path: &str, arguments: &[&str]| {
                curl(&server, ip, path, &[tls, passive, arguments].concat())
            };
            well(go(
                "new/d%C3%A9j%C3%A0.bin",
                &["-T", file, "--ftp-create-dirs"],
            ));
            assert!(server.get("new/déjà.bin") == bytes);
            well(go("new/d%C3%A9j%C3%A0.bin", &["-o", out]));
            assert!(std::fs::read(out).unwrap() == bytes);
            let range = go("new/d%C3%A9j%C3%A0.bin", &["-C", "6000000"]);
            assert_eq!(range.stdout, bytes[6_000_000..]);
            server.put("new/part", &bytes[..1_000_000]);
            well(go("new/part", &["-T", file, "-C", "-"]));
            assert!(server.get("new/part") == bytes);
            well(go("new/part", &["-T", file, "--append"]));
            assert_eq!(server.get("new/part").len(), 2 * bytes.len());
            assert!(well(go("new/", &[])).contains("déjà.bin\n"));
            assert!(well(go("new/", &["--list-only"])).contains("part"));
            assert!(well(go("new/part", &["-I"])).contains("Content-Length: 12000002"));
            let quotes = [
                "-Q",
                "RNFR new/part",
                "-Q",
                "RNTO moved",
                "-Q",
                "DELE moved",
            ];
            well(go("", &quotes));
            assert_eq!(server.names("."), ["new"]);
            assert_eq!(go("none", &[]).status.code(), Some(78));
            let wrong = go("", &["--user", "anna:wrong"]);
            assert_eq!(wrong.status.code(), Some(67));
        }
    }
}

#[test]
fn curl_unencrypted() {
    curl_walk(&[], false);
}

#[test]
fn curl_over_tls_13() {
    curl_walk(&["--ssl-reqd", "--insecure", "--tlsv1.3"], true);
}

#[test]
fn curl_over_tls_12() {
    curl_walk(&["--ssl-reqd", "--insecure", "--tls-max", "1.2"], true);
}

/// curl closes an upload's data connection without having read anything from it.
#[test]
fn curl_uploads_over_tls_arrive_every_time() {
    let server = TestServer::start();
    let bytes = noise(300_001);
    let local = tempfile::tempdir().unwrap();
    let file = local.path().join("file");
    std::fs::write(&file, &bytes).unwrap();
    let upload = ["--ssl-reqd", "--insecure", "-T", file.to_str().unwrap()];
    for _ in 0..30 {
        well(curl(&server, ADDRESSES[0], "file", &upload));
        assert!(server.get("file") == bytes);
    }
}

/// Unencrypted: active mode over TLS fails in curl 7.88 itself. The others do that here.
#[test]
fn curl_in_active_mode() {
    let bytes = noise(3_000_001);
    let local = tempfile::tempdir().unwrap();
    let file = local.path().join("file");
    std::fs::write(&file, &bytes).unwrap();
    let file = file.to_str().unwrap();
    for (ip, port) in [
        (ADDRESSES[0], &["--disable-eprt"][..]),
        (ADDRESSES[0], &[]),
        (ADDRESSES[1], &[]),
    ] {
        let server = TestServer::start();
        let active = [port, &["--ftp-port", "-"]].concat();
        let go = |path: &str, arguments: &[&str]| {
            curl(&server, ip, path, &[&active, arguments].concat())
        };
        well(go("file", &["-T", file]));
        assert!(server.get("file") == bytes);
        assert!(go("file", &[]).stdout == bytes);
        assert!(well(go("", &[])).contains("file\n"));
    }
}

/// Over IPv4: from `::1` lftp asks for a connection to `::`.
#[test]
fn lftp_in_active_mode() {
    let local = tempfile::tempdir().unwrap();
    let at = local.path().to_str().unwrap();
    let server = TestServer::start();
    server.put("a", b"active");
    let script = format!(
        "set net:max-retries 2; set net:timeout 15; set ftp:passive-mode off; \
         set ftp:ssl-allow yes; set ftp:ssl-force yes; set ftp:ssl-protect-data yes; \
         set ssl:verify-certificate no; set cmd:fail-exit yes; \
         open -u '{NAME}',\"{PASSWORD}\" -p {port} ftp://127.0.0.1; \
         get a -o '{at}/a'; put '{at}/a' -o b; cls -1; bye",
        port = server.addr.port(),
    );
    let out = well(run("lftp", "lftp", &["-c", &script]));
    assert!(out.ends_with("a\nb\n"), "{out}");
    assert_eq!(server.get("b"), b"active");
}

fn lftp_walk(tls: bool) {
    let bytes = noise(4_000_003);
    let local = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(local.path().join("tree/ünter")).unwrap();
    std::fs::write(local.path().join("tree/one"), &bytes).unwrap();
    std::fs::write(local.path().join("tree/ünter/two"), b"two").unwrap();
    let at = local.path().to_str().unwrap();
    for ip in ADDRESSES {
        let server = TestServer::with(|config| config.require_tls = tls);
        let script = format!(
            "set net:max-retries 2; set net:timeout 15; set ssl:verify-certificate no; \
             set ftp:ssl-allow {tls}; set ftp:ssl-force {tls}; set ftp:ssl-protect-data {tls}; \
             set cmd:fail-exit yes; \
             open -u '{NAME}',\"{PASSWORD}\" -p {port} ftp://{host}; \
             mirror -R --parallel=3 '{at}/tree' up; \
             cls -1 up; \
             mirror --parallel=3 up '{at}/back'; \
             chmod 640 up/one; cls -l up/one; \
             mv up/one up/moved; \
             get -c up/moved -o '{at}/moved'; \
             put '{at}/back/ünter/two' -o up/two.txt; \
             nlist up/*.txt; glob echo up/*.txt; mget -O '{at}' up/*.txt; mrm up/*.txt; \
             mkdir other; rmdir other; rm up/moved; rm -r up; \
             pwd; bye",
            port = server.addr.port(),
            host = host(ip),
        );
        let out = well(run("lftp", "lftp", &["-c", &script]));
        assert!(out.contains("up/one") && out.contains("up/ünter/"), "{out}");
        assert!(out.contains("-rw-r-----"), "{out}");
        assert_eq!(out.matches("up/two.txt").count(), 2, "{out}");
        let read = |name: &str| std::fs::read(local.path().join(name)).unwrap();
        assert!(read("back/one") == bytes);
        assert_eq!(read("back/ünter/two"), b"two");
        assert!(read("moved") == bytes);
        assert_eq!(read("two.txt"), b"two");
        assert!(server.names(".").is_empty());
        std::fs::remove_dir_all(local.path().join("back")).unwrap();
        std::fs::remove_file(local.path().join("moved")).unwrap();
        std::fs::remove_file(local.path().join("two.txt")).unwrap();
    }
}

#[test]
fn lftp_unencrypted() {
    lftp_walk(false);
}

#[test]
fn lftp_over_tls() {
    lftp_walk(true);
}

/// Clients with OpenSSL and GnuTLS that resume, in both versions of TLS.
#[test]
fn clients_that_resume_are_served_where_they_have_to() {
    for resumption in [TlsResumption::Always, TlsResumption::Adaptive] {
        let server = TestServer::with_resumption(resumption);
        let local = tempfile::tempdir().unwrap();
        for name in ["1", "2", "3", "4"] {
            std::fs::write(local.path().join(name), noise(300_000)).unwrap();
        }
        let file = |name: &str| local.path().join(name).display().to_string();
        let url = |name: &str| format!("ftp://127.0.0.1:{}/{name}", server.addr.port());
        let here = ADDRESSES[0];
        for version in ["1.2", "1.3"] {
            // One control connection for all of them.
            let go = |path: &str, more: &[&str]| {
                let secured = ["--ssl-reqd", "--insecure", "--tls-max", version];
                curl(&server, here, path, &[&secured, more].concat())
            };
            let (files, urls) = (["1", "2", "3", "4"].map(file), ["2", "3", "4"].map(url));
            let [first, second, third, fourth] = files.each_ref().map(String::as_str);
            let [to_second, to_third, to_fourth] = urls.each_ref().map(String::as_str);
            let uploads = ["-T", first, "-T", second, to_second, "-T", third, to_third];
            if resumption == TlsResumption::Always && version == "1.3" {
                // It uses each ticket of TLS 1.3 once, and uploads give it no new one.
                for (name, file) in ["1", "2", "3", "4"].iter().zip(&files) {
                    well(go(name, &["-T", file]));
                }
            } else {
                well(go(
                    "1",
                    &[&uploads[..], &["-T", fourth, to_fourth]].concat(),
                ));
            }
            assert_eq!(server.names("."), ["1", "2", "3", "4"], "{version}");
            let listed = well(go("", &["--list-only"]));
            assert_eq!(listed.lines().count(), 4);
            let fetched = go("1", &[to_second, to_third, to_fourth]);
            assert_eq!(fetched.stdout.len(), 4 * 300_000, "{version}");

            let priority = if version == "1.2" {
                "NORMAL:-VERS-ALL:+VERS-TLS1.2"
            } else {
                "NORMAL"
            };
            let script = format!(
                "set ssl:verify-certificate no; set ftp:ssl-force true; set net:max-retries 1; \
                 set ssl:priority '{priority}'; open -u {NAME},'{}' ftp://127.0.0.1:{}; \
                 mirror -R {} up; mirror up {}/down; rm -r up",
                PASSWORD.replace('\'', "'\\''"),
                server.addr.port(),
                local.path().display(),
                local.path().display(),
            );
            well(run("lftp", "lftp", &["-c", &script]));
            assert_eq!(
                std::fs::read_dir(local.path().join("down"))
                    .unwrap()
                    .count(),
                4
            );
            std::fs::remove_dir_all(local.path().join("down")).unwrap();

            for mode in ["resume", "resume-last"] {
                let said = python_with_sessions(&server, version, mode);
                assert_eq!(said, "ok\n", "{version} {mode}");
            }
            for name in ["1", "2", "3", "4"] {
                std::fs::remove_file(server.home().join(name)).unwrap();
            }
        }
    }
}

/// Python's ftplib, which resumes nothing of its own accord.
fn python_with_sessions(server: &TestServer, version: &str, mode: &str) -> String {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/clients/resume.py");
    let port = server.addr.port().to_string();
    let script = script.to_str().unwrap();
    let arguments = [script, "127.0.0.1", &port, version, mode, NAME, PASSWORD];
    well(run("python3", "python3", &arguments))
}

#[test]
fn clients_that_do_not_resume_are_told_what_to_do_where_they_have_to() {
    for version in ["1.2", "1.3"] {
        for resumption in [TlsResumption::Adaptive, TlsResumption::Never] {
            let server = TestServer::with_resumption(resumption);
            assert_eq!(python_with_sessions(&server, version, "never"), "ok\n");
        }
        let server = TestServer::with_resumption(TlsResumption::Always);
        let said = python_with_sessions(&server, version, "never");
        assert!(said.starts_with("425 ") && said.contains("enable TLS session resumption"));
        // Who can and then does not is taken for another.
        let server = TestServer::with_resumption(TlsResumption::Adaptive);
        let said = python_with_sessions(&server, version, "stop");
        assert!(said.starts_with("425 "), "{version}: {said}");
    }
}
