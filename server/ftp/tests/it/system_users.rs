//! Files that belong to a site's system user: the kernel decides what a session may do.
//!
//! Needs root, for numbers of users that no other program has; otherwise each test says that it is
//! left out.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};

use ftp::{Credentials, RunAs};

use crate::raw::Raw;
use crate::server::TestServer;

const SITE: u32 = 61001;
const OTHER: u32 = 61002;
const GROUP: u32 = 61050;

/// A server whose home belongs to the site's user, as whom its sessions work; none without root.
fn server(groups: &[u32]) -> Option<TestServer> {
    if !ftp::can_act_as_others() {
        eprintln!("left out: only root can act as other users");
        return None;
    }
    let server = TestServer::start();
    let credentials = Credentials {
        uid: SITE,
        gid: SITE,
        groups: groups.to_vec(),
        umask: 0o027,
    };
    *server.run_as.lock().unwrap() = RunAs::user(credentials).unwrap();
    let home = server.home();
    fs::set_permissions(home.parent().unwrap(), Permissions::from_mode(0o711)).unwrap();
    chown(&home, Some(SITE), Some(SITE)).unwrap();
    Some(server)
}

/// Owner, group and mode of something in the home.
fn owned(server: &TestServer, name: &str) -> (u32, u32, u32) {
    let found = fs::symlink_metadata(server.home().join(name)).unwrap();
    (found.uid(), found.gid(), found.mode() & 0o7777)
}

/// Puts a file there that belongs to somebody.
fn put_of(server: &TestServer, name: &str, owner: u32, group: u32, mode: u32) {
    server.put(name, b"theirs");
    let path = server.home().join(name);
    chown(&path, Some(owner), Some(group)).unwrap();
    fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
}

#[test]
fn what_is_new_belongs_to_the_site_and_has_the_umasks_mode() {
    let Some(server) = server(&[]) else { return };
    let mut raw = Raw::signed_in(&server);
    raw.store("STOR new", b"x");
    raw.store("APPE appended", b"x");
    raw.expect("MKD folder", "257");
    raw.store("STOR folder/inside", b"x");
    // A big one takes another way through the engine.
    raw.store("STOR big", &vec![7; 3_000_000]);
    for (name, mode) in [
        ("new", 0o640),
        ("appended", 0o640),
        ("folder", 0o750),
        ("folder/inside", 0o640),
        ("big", 0o640),
    ] {
        assert_eq!(owned(&server, name), (SITE, SITE, mode), "{name}");
    }
    assert_eq!(raw.fetch("RETR new"), b"x");
    assert_eq!(raw.fetch("RETR big").len(), 3_000_000);
}

#[test]
fn what_is_replaced_keeps_its_own() {
    let Some(server) = server(&[]) else { return };
    put_of(&server, "mine", SITE, SITE, 0o604);
    // One that everybody may write stays whose it is.
    put_of(&server, "shared", OTHER, OTHER, 0o666);
    let mut raw = Raw::signed_in(&server);
    raw.store("STOR mine", b"y");
    raw.store("STOR shared", b"y");
    assert_eq!(owned(&server, "mine"), (SITE, SITE, 0o604));
    assert_eq!(owned(&server, "shared"), (OTHER, OTHER, 0o666));
    assert_eq!(
        (server.get("mine"), server.get("shared")),
        (b"y".to_vec(), b"y".to_vec())
    );
}

#[test]
fn the_kernel_refuses_what_belongs_to_another() {
    let Some(server) = server(&[]) else { return };
    fs::create_dir(server.home().join("theirs")).unwrap();
    put_of(&server, "theirs/secret", OTHER, OTHER, 0o600);
    put_of(&server, "theirs/readable", OTHER, OTHER, 0o644);
    let folder = server.home().join("theirs");
    chown(&folder, Some(OTHER), Some(OTHER)).unwrap();
    fs::set_permissions(&folder, Permissions::from_mode(0o755)).unwrap();
    let check = |server: &TestServer| {
        let mut raw = Raw::signed_in(server);
        assert_eq!(raw.fetch("RETR theirs/readable"), b"theirs");
        for command in [
            "RETR theirs/secret",
            "STOR theirs/secret",
            "APPE theirs/secret",
            "STOR theirs/readable",
            "STOR theirs/new",
        ] {
            raw.passive();
            raw.expect(command, "55");
        }
        for command in [
            "DELE theirs/secret",
            "HASH theirs/secret",
            "MKD theirs/new",
            "SITE CHMOD 666 theirs/secret",
            "MFMT 20200101000000 theirs/secret",
            "RMD theirs",
        ] {
            raw.expect(command, "55");
        }
        raw.expect("RNFR theirs/secret", "350");
        raw.expect("RNTO mine", "55");
    };
    check(&server);
    // With a quota, other code changes the files.
    server.limit(1_000_000);
    check(&server);
    assert_eq!(server.get("theirs/secret"), b"theirs");
    assert_eq!(server.get("theirs/readable"), b"theirs");
    assert_eq!(server.names("theirs"), ["readable", "secret"]);
    assert_eq!(owned(&server, "theirs/secret"), (OTHER, OTHER, 0o600));
    // A folder that may not be read is not listed.
    fs::set_permissions(&folder, Permissions::from_mode(0o700)).unwrap();
    let mut raw = Raw::signed_in(&server);
    raw.passive();
    raw.expect("RETR theirs/readable", "550");
    raw.passive();
    raw.expect("LIST theirs", "55");
}

#[test]
fn supplementary_groups_count() {
    for (groups, is_open) in [(&[][..], false), (&[GROUP], true)] {
        let Some(server) = server(groups) else { return };
        put_of(&server, "teams", OTHER, GROUP, 0o660);
        let mut raw = Raw::signed_in(&server);
        if is_open {
            assert_eq!(raw.fetch("RETR teams"), b"theirs");
            raw.store("STOR teams", b"ours");
            assert_eq!(server.get("teams"), b"ours");
        } else {
            raw.passive();
            raw.expect("RETR teams", "550");
        }
        assert_eq!(owned(&server, "teams"), (OTHER, GROUP, 0o660));
    }
}
