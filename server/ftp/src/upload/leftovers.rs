//! What a crash left of uploads in progress, where these have hidden names.

use std::ffi::OsStr;
use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::ffi::OsStrExt;
use std::time::{Duration, SystemTime};

use cap_std::fs::Dir;
use rustix::fs::{AtFlags, FileType, statat, unlinkat};

use super::names::{BegunBy, begun_by};
use crate::ledger::{CountProgress, find_uploads};
use crate::path::is_hidden;

/// The age of an upload of another machine that has broken off. A live one is written to, or
/// aborted as stalled, long before.
const STALE_AFTER: Duration = Duration::from_secs(60 * 60);

/// Removes what a crash left of uploads below a folder; gives how many there were. Blocks.
///
/// Those of this machine are left over if another process began them: of each machine, one process
/// serves a webspace. Those of other machines, with which a webspace may be shared, are left over
/// once nothing was written to them for an hour.
///
/// # Errors
/// If the folder cannot be read, or it was cancelled.
pub fn remove_leftovers(webspace: &Dir, progress: &CountProgress) -> io::Result<u64> {
    let mut removed = 0;
    find_uploads(webspace, progress, |folder, name| {
        let name = OsStr::from_bytes(name.to_bytes());
        removed += u64::from(remove_if_left_over(folder, name));
    })?;
    Ok(removed)
}

/// Removes what a crash left of uploads in one folder; tells whether there were any.
pub(crate) fn remove_leftovers_in(folder: &Dir) -> io::Result<bool> {
    let mut removed_any = false;
    for entry in folder.entries()? {
        let name = entry?.file_name();
        if is_hidden(&name) {
            removed_any |= remove_if_left_over(folder.as_fd(), &name);
        }
    }
    Ok(removed_any)
}

fn remove_if_left_over(folder: BorrowedFd<'_>, name: &OsStr) -> bool {
    let Ok(metadata) = statat(folder, name, AtFlags::SYMLINK_NOFOLLOW) else {
        return false;
    };
    let seconds = u64::try_from(metadata.st_mtime).unwrap_or_default();
    let modified = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
    if FileType::from_raw_mode(metadata.st_mode) != FileType::RegularFile
        || !is_left_over(name.as_bytes(), modified)
    {
        return false;
    }
    match unlinkat(folder, name, AtFlags::empty()) {
        Ok(()) => true,
        Err(error) => {
            tracing::warn!(%error, ?name, "what is left of an upload could not be removed");
            false
        }
    }
}

fn is_left_over(name: &[u8], modified: SystemTime) -> bool {
    match begun_by(name) {
        BegunBy::ThisProcess => false,
        BegunBy::AnotherProcess => true,
        BegunBy::AnotherMachine => {
            let age = SystemTime::now().duration_since(modified);
            age.is_ok_and(|age| age > STALE_AFTER)
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::super::names::hidden_name;
    use super::*;
    use cap_std::ambient_authority;

    #[test]
    fn what_a_crash_left_is_removed_and_nothing_else() {
        let temp = tempfile::tempdir().unwrap();
        let home = Dir::open_ambient_dir(temp.path(), ambient_authority()).unwrap();
        home.create_dir_all("a/b").unwrap();
        let live = hidden_name().unwrap();
        let mut crashed = live.to_str().unwrap().to_owned();
        let process = crashed.len() - 33..crashed.len() - 17;
        crashed.replace_range(process, "0123456789abcdef");
        let elsewhere = ".berth-upload-01234567-0123456789abcdef-0123456789abcdef";
        let of_a_former_version = ".berth-upload-0123456789abcdef";
        let folder = home.open_dir("a/b").unwrap();
        for name in [
            live.to_str().unwrap(),
            &crashed,
            elsewhere,
            of_a_former_version,
            "file",
        ] {
            folder.write(name, "half").unwrap();
        }
        folder.create_dir(".berth-upload-folder").unwrap();
        assert_eq!(remove_leftovers(&home, &CountProgress::new()).unwrap(), 1);
        assert!(!folder.exists(&crashed));
        let long_ago = SystemTime::now() - STALE_AFTER - Duration::from_secs(60);
        for name in [elsewhere, of_a_former_version, "file"] {
            let file = folder.open(name).unwrap().into_std();
            file.set_modified(long_ago).unwrap();
        }
        assert!(remove_leftovers_in(&folder).unwrap());
        assert!(!remove_leftovers_in(&folder).unwrap());
        let mut left: Vec<_> = folder
            .entries()
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        left.sort();
        assert_eq!(
            left,
            [live.to_str().unwrap(), ".berth-upload-folder", "file"]
        );
    }
}
