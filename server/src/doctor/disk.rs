//! The room on disks, in bytes and in files.

use std::collections::HashSet;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use rustix::fs::statvfs;
use services::store::InspectedWebspace;

use super::within::within_timeout;
use super::{Check, Examination, shown};

const NAME: &str = "disk";
/// Below this Berth's own data may fail to be written.
const FULL: u64 = 64 * 1024 * 1024;
/// Below this there is little.
const LOW: u64 = 1024 * 1024 * 1024;
/// Files that can still be made, below which there are few.
const FEW_FILES: u64 = 10_000;
/// Webspaces that are looked at.
const MAX_WEBSPACES: usize = 1000;

/// A file system, as far as it is full.
struct Room {
    device: u64,
    bytes: u64,
    /// None where files are not counted.
    files: Option<u64>,
}

pub(super) async fn check(
    examination: &Examination<'_>,
    webspaces: &[InspectedWebspace],
) -> Vec<Check> {
    let texts = examination.cli.doctor;
    let data_dir = existing(&examination.config.storage.data_dir);
    let roots = webspaces.iter().take(MAX_WEBSPACES);
    let folders =
        std::iter::once(data_dir).chain(roots.map(|webspace| PathBuf::from(&webspace.root)));
    let mut seen = HashSet::new();
    let mut checks = Vec::new();
    for folder in folders {
        let name = shown(&folder);
        let found = within_timeout(move || room(&folder)).await;
        match found {
            None => {
                checks.push(Check::problem(NAME, (texts.no_answer)(&name)));
                // What hangs for one hangs for all that are beside it.
                break;
            }
            // A webspace that is missing is told with the others.
            Some(Err(error)) if error.kind() == io::ErrorKind::NotFound => {}
            Some(Err(error)) => {
                let message = (texts.disk_unknown)(&name, &error.to_string());
                checks.push(Check::warning(NAME, message));
            }
            // Each file system once, by its first folder.
            Some(Ok(room)) if seen.insert(room.device) => {
                checks.push(told(examination, &name, &room));
            }
            Some(Ok(_)) => {}
        }
    }
    checks
}

fn told(examination: &Examination<'_>, name: &str, room: &Room) -> Check {
    let texts = examination.cli.doctor;
    let free = (examination.panel.size)(room.bytes);
    if room.bytes < FULL {
        return Check::problem(NAME, (texts.disk_full)(name, &free));
    }
    if let Some(files) = room.files.filter(|files| *files < FEW_FILES) {
        let files = (examination.panel.number)(files);
        return Check::warning(NAME, (texts.inodes_low)(name, &files));
    }
    if room.bytes < LOW {
        return Check::warning(NAME, (texts.disk_low)(name, &free));
    }
    Check::ok(NAME, (texts.disk_ok)(name, &free))
}

fn room(folder: &Path) -> io::Result<Room> {
    let device = folder.metadata()?.dev();
    let found = statvfs(folder)?;
    Ok(Room {
        device,
        bytes: found.f_bavail.saturating_mul(found.f_frsize),
        files: (found.f_files > 0).then_some(found.f_favail),
    })
}

/// The folder, or the one above it that is there.
fn existing(folder: &Path) -> PathBuf {
    let absolute = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let there = absolute.ancestors().find(|folder| folder.is_dir());
    there.unwrap_or(Path::new("/")).to_owned()
}
