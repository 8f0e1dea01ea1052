//! The home is the whole world: nothing above it can be read, written or even seen.

use std::os::unix::fs::symlink;

use crate::raw::Raw;
use crate::server::TestServer;

/// A server whose home is full of ways out.
fn leaky() -> TestServer {
    let server = TestServer::start();
    let (home, outside) = (server.home(), server.outside());
    std::fs::write(outside.join("secret"), b"secret").unwrap();
    std::fs::create_dir(outside.join("folder")).unwrap();
    symlink(outside.join("secret"), home.join("absolute")).unwrap();
    symlink(&outside, home.join("absolute-folder")).unwrap();
    symlink("../outside/secret", home.join("relative")).unwrap();
    symlink("../outside", home.join("relative-folder")).unwrap();
    symlink("relative-folder", home.join("chain-2")).unwrap();
    symlink("chain-2", home.join("chain")).unwrap();
    symlink("/", home.join("root")).unwrap();
    symlink(outside.join("not-there"), home.join("dangling")).unwrap();
    std::fs::create_dir(home.join("inside")).unwrap();
    std::fs::write(home.join("inside/file"), b"mine").unwrap();
    symlink("inside", home.join("link")).unwrap();
    symlink("inside/file", home.join("link-to-file")).unwrap();
    server
}

const FILES: [&str; 9] = [
    "absolute",
    "relative",
    "absolute-folder/secret",
    "relative-folder/secret",
    "chain/secret",
    "chain-2/secret",
    "link/../../outside/secret",
    "../outside/secret",
    "/../../outside/secret",
];

const FOLDERS: [&str; 5] = [
    "absolute-folder",
    "relative-folder",
    "chain",
    "chain-2",
    "root",
];

#[track_caller]
fn refused(raw: &mut Raw, line: &str) {
    let reply = raw.command(line);
    assert!(reply.starts_with('5'), "{line}: {reply}");
}

#[test]
fn nothing_outside_can_be_read() {
    let server = leaky();
    let mut raw = Raw::signed_in(&server);
    for file in FILES {
        raw.passive();
        refused(&mut raw, &format!("RETR {file}"));
        for verb in ["SIZE", "MDTM", "MLST"] {
            refused(&mut raw, &format!("{verb} {file}"));
        }
    }
    for folder in FOLDERS {
        refused(&mut raw, &format!("CWD {folder}"));
    }
    for line in ["LIST /", "MLSD /", "NLST /"] {
        let listed = String::from_utf8(raw.fetch(line)).unwrap();
        assert!(!listed.contains("secret"), "{listed}");
        assert!(
            !listed.contains(server.outside().to_str().unwrap()),
            "{listed}"
        );
    }
    for folder in FOLDERS {
        for line in [
            format!("LIST {folder}/"),
            format!("NLST {folder}"),
            format!("MLSD {folder}"),
        ] {
            let mut data = raw.data();
            let reply = raw.command(&line);
            if reply.starts_with("150") {
                // Of a link that leads out the link itself is shown, and no more.
                let mut listed = String::new();
                std::io::Read::read_to_string(&mut data, &mut listed).unwrap();
                raw.expect_reply("226");
                assert!(
                    listed.lines().count() == 1 && listed.contains(folder),
                    "{listed}"
                );
            } else {
                assert!(reply.starts_with("550"), "{line}: {reply}");
            }
        }
    }
    assert_eq!(raw.fetch("RETR link/file"), b"mine");
    assert_eq!(raw.fetch("RETR link-to-file"), b"mine");
}

#[test]
fn nothing_outside_can_be_written() {
    let server = leaky();
    let mut raw = Raw::signed_in(&server);
    for file in FILES
        .into_iter()
        .chain(["dangling", "absolute-folder/new", "chain/new"])
    {
        for verb in ["STOR", "APPE"] {
            raw.passive();
            let line = format!("{verb} {file}");
            let reply = raw.command(&line);
            assert!(reply.starts_with('5'), "{line}: {reply}");
        }
        refused(&mut raw, &format!("MFMT 20200101000000 {file}"));
        refused(&mut raw, &format!("MFF Modify=20200101000000; {file}"));
        refused(&mut raw, &format!("SITE CHMOD 777 {file}"));
    }
    for folder in FOLDERS {
        refused(&mut raw, &format!("MKD {folder}/new"));
        refused(&mut raw, &format!("RMD {folder}/folder"));
        refused(&mut raw, &format!("DELE {folder}/secret"));
        refused(&mut raw, &format!("SITE CHMOD 777 {folder}"));
        refused(&mut raw, &format!("AVBL {folder}"));
        raw.expect("RNFR inside/file", "350");
        refused(&mut raw, &format!("RNTO {folder}/stolen"));
        refused(&mut raw, &format!("RNFR {folder}/secret"));
        refused(&mut raw, &format!("CWD {folder}"));
    }
    let outside = server.outside();
    assert_eq!(std::fs::read(outside.join("secret")).unwrap(), b"secret");
    let mut names: Vec<_> = std::fs::read_dir(&outside)
        .unwrap()
        .map(|e| e.unwrap().file_name())
        .collect();
    names.sort();
    assert_eq!(names, ["folder", "secret"]);
    // The link itself is the client's own.
    raw.expect("DELE absolute", "250");
    assert_eq!(std::fs::read(outside.join("secret")).unwrap(), b"secret");
}

#[test]
fn dots_stop_at_the_root() {
    let server = leaky();
    let mut raw = Raw::signed_in(&server);
    raw.expect("CWD inside", "250");
    raw.expect("CWD ../../../..", "250");
    assert!(raw.expect("PWD", "257").starts_with("257 \"/\""));
    raw.expect("CDUP", "250");
    assert!(raw.expect("PWD", "257").starts_with("257 \"/\""));
    raw.expect("CWD /../inside", "250");
    assert!(raw.expect("PWD", "257").starts_with("257 \"/inside\""));
}

#[test]
fn a_link_to_a_file_stays_a_link_when_it_is_stored_to() {
    let server = leaky();
    let mut raw = Raw::signed_in(&server);
    raw.store("STOR link-to-file", b"new");
    assert_eq!(server.get("inside/file"), b"new");
    let link = std::fs::symlink_metadata(server.home().join("link-to-file")).unwrap();
    assert!(link.is_symlink());
}

#[test]
fn pipes_and_devices_are_not_opened() {
    let server = TestServer::start();
    rustix::fs::mkfifoat(
        rustix::fs::CWD,
        server.home().join("pipe"),
        rustix::fs::Mode::from_raw_mode(0o666),
    )
    .unwrap();
    let mut raw = Raw::signed_in(&server);
    for line in ["RETR pipe", "STOR pipe", "APPE pipe", "RETR .", "STOR /"] {
        raw.passive();
        raw.expect(line, "550");
    }
}
