//! cPanel's archives.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use model::{ImportFileError, ImportFormat, MAX_IMPORT_FILE_SIZE};
use tar::{Builder, Header};

use crate::shown::shown;

const PASSWD: &[u8] = include_bytes!("../fixtures/cpanel.proftpdpasswd");
const QUOTAS: &[u8] = include_bytes!("../fixtures/cpanel.ftpquota");

fn cpanel(file: &[u8]) -> Result<String, ImportFileError> {
    shown(ImportFormat::Cpanel, file)
}

fn archive(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = Builder::new(Vec::new());
    for (path, bytes) in members {
        let mut header = Header::new_gnu();
        header.set_size(bytes.len() as u64);
        archive.append_data(&mut header, path, *bytes).unwrap();
    }
    archive.into_inner().unwrap()
}

fn compressed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn an_archive_has_accounts_and_quotas() {
    let archive = archive(&[
        ("cpmove-alice/version", b"pkgacct version: 10"),
        ("cpmove-alice/proftpdpasswd", PASSWD),
        ("cpmove-alice/homedir/etc/ftpquota", QUOTAS),
        // What people put into their homes is nothing of cPanel's.
        ("cpmove-alice/homedir/proftpdpasswd", b"root:x:0:0::/:"),
        ("cpmove-alice/homedir/a/etc/ftpquota", b"alice:1"),
    ]);
    let expected = include_str!("../fixtures/cpanel-archive.expected");
    assert_eq!(cpanel(&archive).unwrap(), expected);
    assert_eq!(cpanel(&compressed(&archive)).unwrap(), expected);
}

#[test]
fn the_accounts_may_come_by_themselves() {
    let expected = include_str!("../fixtures/cpanel.expected");
    assert_eq!(cpanel(PASSWD).unwrap(), expected);
    assert_eq!(cpanel(&compressed(PASSWD)).unwrap(), expected);
    let archive = archive(&[("./proftpdpasswd", PASSWD)]);
    assert_eq!(cpanel(&archive).unwrap(), expected);
}

#[test]
fn an_archive_without_accounts_or_broken_is_refused() {
    let without = archive(&[("cpmove-alice/version", b"pkgacct version: 10")]);
    assert_eq!(cpanel(&without), Err(ImportFileError::NoAccounts));
    let whole = compressed(&archive(&[("cpmove-alice/proftpdpasswd", PASSWD)]));
    assert_eq!(
        cpanel(&whole[..whole.len() / 2]),
        Err(ImportFileError::NotThisFormat { line: None })
    );
}

#[test]
fn an_archive_that_is_too_large_once_unpacked_is_refused() {
    let mebibyte = compressed(&vec![0; 1024 * 1024]);
    let bomb = mebibyte.repeat(65);
    assert!((bomb.len() as u64) < MAX_IMPORT_FILE_SIZE);
    assert_eq!(cpanel(&bomb), Err(ImportFileError::TooLarge));
}

#[test]
fn quotas_are_bounded_too() {
    let quotas: String = (0..200_001).map(|n| format!("{n}:1\n")).collect();
    let archive = archive(&[
        ("cpmove-alice/proftpdpasswd", PASSWD),
        ("cpmove-alice/homedir/etc/ftpquota", quotas.as_bytes()),
    ]);
    assert_eq!(cpanel(&archive), Err(ImportFileError::TooLarge));
}

#[test]
fn an_archive_with_a_hole_that_is_too_large_is_refused() {
    let mut header = Header::new_gnu();
    header.set_path("cpmove-alice/proftpdpasswd").unwrap();
    header.set_entry_type(tar::EntryType::GNUSparse);
    header.set_size(0);
    let sparse = header.as_gnu_mut().unwrap();
    // Nothing but a hole, up to an end behind the greatest size.
    let end = MAX_IMPORT_FILE_SIZE + 1;
    for (field, number) in [
        (&mut sparse.realsize, end),
        (&mut sparse.sparse[0].offset, end),
        (&mut sparse.sparse[0].numbytes, 0),
    ] {
        field.copy_from_slice(format!("{number:011o}\0").as_bytes());
    }
    header.set_cksum();
    let mut archive = Builder::new(Vec::new());
    archive.append(&header, &[][..]).unwrap();
    let archive = archive.into_inner().unwrap();
    assert_eq!(cpanel(&archive), Err(ImportFileError::TooLarge));
}
