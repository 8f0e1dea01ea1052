//! Uploads: whole or not at all, and what REST, APPE, STOU and TYPE A make of them.

use std::io::Write;
use std::net::Shutdown;
use std::os::unix::fs::{MetadataExt, PermissionsExt};

use crate::raw::Raw;
use crate::server::{TestServer, eventually, noise};

#[test]
fn a_file_appears_only_when_it_is_complete() {
    let server = TestServer::start();
    let mut raw = Raw::signed_in(&server);
    let bytes = noise(1_000_000);
    let mut data = raw.data();
    raw.expect("STOR a", "150");
    data.write_all(&bytes[..600_000]).unwrap();
    eventually("an upload is in progress", || server.is_uploading());
    let mut other = Raw::signed_in(&server);
    assert!(other.fetch("NLST").is_empty());
    assert!(other.fetch("LIST").is_empty());
    assert!(other.fetch("MLSD").is_empty());
    other.expect("SIZE a", "550");
    data.write_all(&bytes[600_000..]).unwrap();
    drop(data);
    raw.expect_reply("226");
    assert!(server.get("a") == bytes);
    assert_eq!(server.names("."), ["a"]);
    let hidden = format!("STOR {}", ".berth-upload-1");
    raw.passive();
    raw.expect(&hidden, "553");
}

#[test]
fn replaced_files_keep_their_permissions() {
    let server = TestServer::start();
    let mode = |name: &str| {
        std::fs::metadata(server.home().join(name))
            .unwrap()
            .permissions()
            .mode()
            & 0o777
    };
    let mut raw = Raw::signed_in(&server);
    raw.store("STOR new", b"x");
    raw.expect("MKD folder", "257");
    // As the umask has it, which is seldom wider than 022.
    assert_eq!(mode("new") & !0o644, 0);
    assert_eq!(mode("folder") & !0o755, 0);
    server.put("old", b"x");
    let path = server.home().join("old");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    raw.store("STOR old", b"y");
    assert_eq!(mode("old"), 0o600);
}

#[test]
fn replaced_files_keep_all_but_their_contents() {
    let server = TestServer::start();
    server.put("old", b"x");
    let path = server.home().join("old");
    // rw-rw-r-- with a rule for one user more, as `setfacl -m u:12345:rw` makes it (acl(5)).
    let acl = [
        &2_u32.to_le_bytes()[..],
        &acl_entry(0x01, 6, u32::MAX),
        &acl_entry(0x02, 6, 12345),
        &acl_entry(0x04, 4, u32::MAX),
        &acl_entry(0x10, 6, u32::MAX),
        &acl_entry(0x20, 4, u32::MAX),
    ]
    .concat();
    // Not every file system has them.
    let has_attributes = xattr::set(&path, "user.berth.test", b"kept").is_ok();
    let has_acl = xattr::set(&path, "system.posix_acl_access", &acl).is_ok();
    // Only root may give a file to somebody else.
    let is_root = std::os::unix::fs::chown(&path, Some(12345), Some(23456)).is_ok();
    let before = std::fs::metadata(&path).unwrap();
    let mut raw = Raw::signed_in(&server);
    raw.store("STOR old", b"y");
    let after = std::fs::metadata(&path).unwrap();
    assert_eq!(server.get("old"), b"y");
    assert_ne!(after.ino(), before.ino(), "it was written in place");
    assert_eq!(after.mode(), before.mode());
    let owner = |metadata: &std::fs::Metadata| (metadata.uid(), metadata.gid());
    assert_eq!(owner(&after), owner(&before));
    assert!(!is_root || owner(&after) == (12345, 23456));
    let attribute = |name| xattr::get(&path, name).unwrap().unwrap();
    assert!(!has_attributes || attribute("user.berth.test") == b"kept");
    assert!(!has_acl || attribute("system.posix_acl_access") == acl);
}

fn acl_entry(tag: u16, permissions: u16, id: u32) -> Vec<u8> {
    let (tag, permissions) = (tag.to_le_bytes(), permissions.to_le_bytes());
    [&tag[..], &permissions, &id.to_le_bytes()].concat()
}

#[test]
fn a_file_of_several_names_is_written_in_place() {
    let server = TestServer::start();
    server.limit(100);
    server.put("one", b"whole");
    std::fs::hard_link(server.home().join("one"), server.home().join("other")).unwrap();
    let mut raw = Raw::signed_in(&server);
    let mut data = raw.data();
    raw.expect("STOR one", "150");
    data.write_all(b"half").unwrap();
    raw.expect("ABOR", "426");
    raw.expect_reply("226");
    assert_eq!(server.get("one"), b"whole");
    for contents in [&b"longer than before"[..], b"short"] {
        raw.store("STOR one", contents);
        assert_eq!(server.get("one"), contents);
        assert_eq!(server.get("other"), contents);
    }
    assert_eq!(server.names("."), ["one", "other"]);
}

#[test]
fn what_the_kernel_would_not_let_be_written_is_not_replaced() {
    let server = TestServer::start();
    server.put("old", b"whole");
    let path = server.home().join("old");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o444)).unwrap();
    let may_write = std::fs::OpenOptions::new().write(true).open(&path).is_ok();
    let mut raw = Raw::signed_in(&server);
    raw.passive();
    for line in ["STOR old", "APPE old"] {
        // The kernel lets root write everything.
        if !may_write {
            raw.expect(line, "550");
        }
    }
    assert_eq!(server.get("old"), b"whole");
}

#[test]
fn two_that_append_to_a_new_file_lose_nothing() {
    let server = TestServer::start();
    let (mut one, mut other) = (Raw::signed_in(&server), Raw::signed_in(&server));
    let (mut first, mut second) = (one.data(), other.data());
    one.expect("APPE log", "150");
    other.expect("APPE log", "150");
    first.write_all(b"one").unwrap();
    second.write_all(b"two").unwrap();
    drop(first);
    one.expect_reply("226");
    drop(second);
    other.expect_reply("226");
    assert_eq!(server.get("log"), b"onetwo");
    assert_eq!(server.names("."), ["log"]);
}

#[test]
fn resumes_and_appends() {
    let server = TestServer::start();
    let bytes = noise(900_000);
    server.put("a", &bytes[..500_000]);
    let mut raw = Raw::signed_in(&server);
    raw.expect("REST 400000", "350");
    raw.store("STOR a", &bytes[400_000..]);
    assert!(server.get("a") == bytes);
    raw.expect("REST 899990", "350");
    assert!(raw.fetch("RETR a") == bytes[899_990..]);
    raw.expect("REST 900000", "350");
    assert!(raw.fetch("RETR a").is_empty());
    for line in ["RETR a", "STOR a"] {
        raw.expect("REST 900001", "350");
        raw.passive();
        raw.expect(line, "554");
    }
    // What comes after the point of resumption goes.
    raw.expect("REST 10", "350");
    raw.store("STOR a", b"end");
    assert_eq!(server.get("a"), [&bytes[..10], b"end"].concat());
    raw.store("APPE a", b"+more");
    assert!(server.get("a").ends_with(b"end+more"));
    raw.store("APPE new", b"begun");
    assert_eq!(server.get("new"), b"begun");
}

#[test]
fn stores_under_a_name_of_its_own() {
    let server = TestServer::start();
    let mut raw = Raw::signed_in(&server);
    raw.expect("MKD in", "257");
    raw.expect("CWD in", "250");
    let mut names = Vec::new();
    for text in [b"one", b"two"] {
        let mut data = raw.data();
        let reply = raw.expect("STOU", "150 FILE: ");
        data.write_all(text).unwrap();
        drop(data);
        raw.expect_reply("226");
        let name = reply["150 FILE: ".len()..].to_owned();
        assert_eq!(server.get(&format!("in/{name}")), text);
        names.push(name);
    }
    names.sort();
    assert_eq!(server.names("in"), names);
}

#[test]
fn type_a_translates_line_ends() {
    let server = TestServer::start();
    let mut raw = Raw::signed_in(&server);
    raw.expect("TYPE A", "200");
    raw.store("STOR a", b"one\r\ntwo\rthree\n\r\r\nend\r");
    assert_eq!(server.get("a"), b"one\ntwo\rthree\n\r\nend\r");
    server.put("b", b"one\ntwo\r\nthree\r\n\n");
    assert_eq!(raw.fetch("RETR b"), b"one\r\ntwo\r\nthree\r\n\r\n");
    raw.expect("SIZE b", "550");
    // A CR and its LF need not be in one packet, nor in one chunk.
    let mut data = raw.data();
    raw.expect("STOR c", "150");
    for _ in 0..100_000 {
        data.write_all(b"abc\r\n").unwrap();
    }
    data.shutdown(Shutdown::Write).unwrap();
    raw.expect_reply("226");
    assert!(server.get("c") == b"abc\n".repeat(100_000));
    assert!(raw.fetch("RETR c") == b"abc\r\n".repeat(100_000));
    raw.expect("TYPE I", "200");
    assert!(raw.expect("SIZE b", "213").ends_with(" 17"));
}

#[test]
fn permissions_and_times_can_be_set() {
    let server = TestServer::start();
    server.put("a b", b"x");
    std::fs::create_dir(server.home().join("shared")).unwrap();
    let mode = |name: &str| {
        let metadata = std::fs::metadata(server.home().join(name)).unwrap();
        metadata.permissions().mode() & 0o7777
    };
    let mut raw = Raw::signed_in(&server);
    raw.expect("SITE CHMOD 604 a b", "200");
    assert_eq!(mode("a b"), 0o604);
    // A program that runs as someone else is not for a client to make.
    raw.expect("SITE CHMOD 6755 a b", "200");
    assert_eq!(mode("a b"), 0o755);
    let reply = raw.command("MFF Modify=20200229120000;UNIX.mode=0200; a b");
    assert_eq!(reply, "213 Modify=20200229120000;UNIX.mode=0200; /a b");
    assert_eq!(mode("a b"), 0o200);
    assert_eq!(raw.command("MDTM a b"), "213 20200229120000");
    raw.expect("SITE CHMOD 644 a b", "200");
    let setgid = std::fs::Permissions::from_mode(0o2755);
    std::fs::set_permissions(server.home().join("shared"), setgid).unwrap();
    raw.expect("SITE CHMOD 0775 shared", "200");
    assert_eq!(mode("shared"), 0o2775);
    for line in ["AVBL", "AVBL shared"] {
        let reply = raw.expect(line, "213");
        assert!(reply[4..].parse::<u64>().is_ok(), "{reply}");
    }
}

#[test]
fn names_that_are_not_utf8_survive() {
    use std::os::unix::ffi::OsStrExt;
    let server = TestServer::start();
    let name = b"caf\xe9 \xfe\xff".as_slice();
    let path = server.home().join(std::ffi::OsStr::from_bytes(name));
    std::fs::write(&path, b"latin").unwrap();
    let mut raw = Raw::signed_in(&server);
    assert_eq!(raw.fetch("NLST"), [name, b"\r\n"].concat());
    let mut data = raw.data();
    raw.send(&[b"RETR ", name, b"\r\n"].concat());
    raw.expect_reply("150");
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut data, &mut bytes).unwrap();
    raw.expect_reply("226");
    assert_eq!(bytes, b"latin");
    let other = b"\xc3\x28 [\xe9]*".as_slice();
    raw.send(&[b"RNFR ", name, b"\r\nRNTO ", other, b"\r\n"].concat());
    raw.expect_reply("350");
    raw.expect_reply("250");
    assert_eq!(raw.fetch("NLST"), [other, b"\r\n"].concat());
    assert_eq!(raw.fetch("NLST *"), [other, b"\r\n"].concat());
    assert!(
        raw.fetch("LIST")
            .ends_with(&[b" ", other, b"\r\n"].concat())
    );
    assert!(
        raw.fetch("MLSD")
            .ends_with(&[b"; ", other, b"\r\n"].concat())
    );
    for verb in ["SIZE", "MDTM", "HASH", "MLST", "SITE CHMOD 600"] {
        raw.send(&[verb.as_bytes(), b" ", other, b"\r\n"].concat());
        raw.expect_reply("2");
    }
    // A Telnet client doubles the byte 255.
    raw.send(b"MKD caf\xff\xff\r\n");
    raw.expect_reply("257");
    let folder = server.home().join(std::ffi::OsStr::from_bytes(b"caf\xff"));
    assert!(folder.is_dir());
    raw.send(b"RMD caf\xff\r\n");
    raw.expect_reply("250");
    raw.send(&[b"DELE ", other, b"\r\n"].concat());
    raw.expect_reply("250");
    assert!(server.names(".").is_empty());
}

#[test]
fn control_characters_in_names_forge_nothing() {
    let server = TestServer::start();
    let mut raw = Raw::signed_in(&server);
    raw.send(b"MKD a\r226 b\x1b[2J\"\r\n");
    assert_eq!(raw.line(), "257 \"/a?226 b?[2J\"\"\" was made.");
    raw.send(b"CWD a\r226 b\x1b[2J\"\r\n");
    assert_eq!(
        raw.line(),
        "250 \"/a?226 b?[2J\"\"\" is the current folder."
    );
    assert_eq!(server.names("."), ["a\r226 b\x1b[2J\""]);
}

#[test]
fn what_a_crash_left_keeps_no_folder_from_being_removed() {
    let server = TestServer::start();
    let mut raw = Raw::signed_in(&server);
    raw.expect("MKD old", "257");
    raw.expect("MKD new", "257");
    for folder in ["old", "new"] {
        let name = format!("{folder}/.berth-upload-00");
        server.put(&name, b"half");
        if folder == "old" {
            let file = std::fs::File::open(server.home().join(name)).unwrap();
            file.set_modified(std::time::SystemTime::UNIX_EPOCH)
                .unwrap();
        }
    }
    raw.expect("RMD old", "250");
    // This one may belong to an upload that is in progress.
    raw.expect("RMD new", "550");
}
