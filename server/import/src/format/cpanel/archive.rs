//! The files of an archive that FTP accounts are in.

use std::borrow::Cow;
use std::io::{self, Read};
use std::path::{Component, Path};

use flate2::read::MultiGzDecoder;
use model::{ImportFileError, MAX_IMPORT_FILE_SIZE};
use tar::{Archive, Entry};

/// What a compressed file begins with.
const GZIP: [u8; 2] = [0x1f, 0x8b];
/// Where an archive says that it is one.
const TAR_MAGIC: std::ops::Range<usize> = 257..262;

/// The files; empty if there is none.
#[derive(Default)]
pub(super) struct Members<'a> {
    /// The accounts.
    pub(super) passwd: Cow<'a, [u8]>,
    /// Their quotas.
    pub(super) quotas: Cow<'a, [u8]>,
}

/// What a member of an archive is.
enum Member {
    Passwd,
    Quotas,
}

/// Takes the files out of an archive, compressed or not. What is none is the accounts themselves.
///
/// # Errors
/// The archive is broken, or holds more than [`MAX_IMPORT_FILE_SIZE`] bytes.
pub(super) fn members(file: &[u8]) -> Result<Members<'_>, ImportFileError> {
    let file = match file.starts_with(&GZIP) {
        true => Cow::Owned(bounded(MultiGzDecoder::new(file), &mut {
            MAX_IMPORT_FILE_SIZE
        })?),
        false => Cow::Borrowed(file),
    };
    match file.get(TAR_MAGIC) == Some(b"ustar") {
        true => unpack(&file),
        false => Ok(Members {
            passwd: file,
            ..Members::default()
        }),
    }
}

fn unpack<'a>(archive: &[u8]) -> Result<Members<'a>, ImportFileError> {
    let mut members = Members::default();
    let mut left = MAX_IMPORT_FILE_SIZE;
    let mut archive = Archive::new(archive);
    for entry in archive.entries().map_err(broken)? {
        let entry = entry.map_err(broken)?;
        let Some(member) = member(&entry) else {
            continue;
        };
        // An entry may be longer than the archive, with holes in it.
        let bytes = Cow::Owned(bounded(entry, &mut left)?);
        match member {
            Member::Passwd => members.passwd = bytes,
            Member::Quotas => members.quotas = bytes,
        }
    }
    Ok(members)
}

/// What a member is by its path, with or without a folder around all of them. People own what is in
/// their homes: nothing there counts but the file of quotas in its place.
fn member(entry: &Entry<'_, &[u8]>) -> Option<Member> {
    let path = entry.path().ok()?;
    match names(&path)?.as_slice() {
        ["proftpdpasswd"] | [_, "proftpdpasswd"] => Some(Member::Passwd),
        ["homedir", "etc", "ftpquota"] | [_, "homedir", "etc", "ftpquota"] => Some(Member::Quotas),
        _ => None,
    }
}

/// The names in a path; none if it is not within the archive.
fn names(path: &Path) -> Option<Vec<&str>> {
    let names = path
        .components()
        .filter(|component| *component != Component::CurDir);
    names
        .map(|component| match component {
            Component::Normal(name) => name.to_str(),
            _ => None,
        })
        .collect()
}

/// Reads everything, of which no more than this may be left.
fn bounded(reader: impl Read, left: &mut u64) -> Result<Vec<u8>, ImportFileError> {
    let mut bytes = Vec::new();
    let read = reader.take(*left + 1).read_to_end(&mut bytes);
    let read = read.map_err(broken)? as u64;
    *left = left.checked_sub(read).ok_or(ImportFileError::TooLarge)?;
    Ok(bytes)
}

fn broken(_: io::Error) -> ImportFileError {
    ImportFileError::NotThisFormat { line: None }
}
