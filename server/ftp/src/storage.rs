//! File operations within a home. Their calls block.
//!
//! All of it goes through the home's directory handle. `cap_std` resolves each path below
//! that handle and refuses `..` and symlinks that lead out, even if they change in the meantime.

use std::io;
use std::time::SystemTime;

use cap_std::fs::{
    Dir, DirBuilder, DirBuilderExt, MetadataExt, OpenOptions, Permissions, PermissionsExt,
};

use crate::error::FileError;
use crate::facts::{EntryContext, FactChange, FileMode, push_facts};
use crate::file::{check_not_reserved, modification_time, open};
use crate::file_request::{FileAction, FileRequest, FileResponse};
use crate::ledger::Ledger;
use crate::listing::Listing;
use crate::path::VirtualPath;
use crate::run_as::RunAs;
use crate::session::ListStyle;
use crate::upload::remove_leftovers_in;

/// The maximum length of a `STAT name` listing on the control connection.
const MAX_STATUS_BYTES: usize = 16 * 1024;

/// Performs a file operation that the state machine requested.
pub(crate) fn perform(
    home: &Dir,
    ledger: Option<&Ledger>,
    request: &FileRequest,
) -> Result<FileResponse, FileError> {
    let done = |result: io::Result<()>| match result {
        Ok(()) => Ok(FileResponse::Done),
        Err(error) => Err(FileError::from(error)),
    };
    let changed = |result: Result<(), FileError>| result.map(|()| FileResponse::Done);
    let metadata = |path: &VirtualPath| home.metadata(path.relative()).map_err(FileError::from);
    let FileRequest { action, path } = request;
    match action {
        FileAction::ChangeDir => done(home.open_dir(path.relative()).map(drop)),
        FileAction::MakeDir => {
            if path.is_root() {
                return Err(FileError::Exists);
            }
            check_not_reserved(path)?;
            let run_as = RunAs::current();
            let mut builder = DirBuilder::new();
            builder.mode(run_as.folder_mode());
            let make = || {
                home.create_dir_with(path.relative(), &builder)?;
                if !run_as.is_program()
                    && let (Some(name), Ok(parent)) =
                        (path.name(), home.open_dir(path.parent().relative()))
                {
                    run_as.settle_folder_mode(parent, name);
                }
                Ok(())
            };
            match ledger {
                None => done(make()),
                Some(ledger) => changed(ledger.make_dir(home, path, make)),
            }
        }
        FileAction::RemoveDir => {
            check_not_root(path)?;
            let remove = || remove_dir(home, path);
            match ledger {
                None => done(remove()),
                Some(ledger) => changed(ledger.remove_dir(home, path, remove)),
            }
        }
        FileAction::Delete => {
            check_not_root(path)?;
            let removed = home.symlink_metadata(path.relative());
            match ledger {
                None => home.remove_file(path.relative())?,
                Some(ledger) => ledger.delete(home, path)?,
            }
            Ok(FileResponse::Removed {
                size: removed.map_or(0, |metadata| metadata.len()),
            })
        }
        FileAction::RenameFrom => {
            check_not_root(path)?;
            done(home.symlink_metadata(path.relative()).map(drop))
        }
        FileAction::Rename { from } => {
            check_not_root(path)?;
            check_not_reserved(path)?;
            match ledger {
                None => done(home.rename(from.relative(), home, path.relative())),
                Some(ledger) => changed(ledger.rename(home, from, path)),
            }
        }
        FileAction::Size => {
            let metadata = metadata(path)?;
            match (metadata.is_dir(), metadata.is_file()) {
                (true, _) => Err(FileError::IsADirectory),
                (_, false) => Err(FileError::NotAFile),
                _ => Ok(FileResponse::Size(metadata.len())),
            }
        }
        FileAction::Modified => Ok(FileResponse::Modified(modification_time(&metadata(path)?))),
        FileAction::ModifiedOrSet { whole, time } => match metadata(whole) {
            Ok(metadata) => Ok(FileResponse::Modified(modification_time(&metadata))),
            Err(_) => changed(set_modified(home, path, *time)),
        },
        FileAction::SetModified(time) => changed(set_modified(home, path, *time)),
        FileAction::SetFacts(change) => changed(set_facts(home, path, *change)),
        FileAction::SetMode(mode) => changed(set_mode(home, path, *mode)),
        FileAction::Available | FileAction::Allocate => {
            available(home, ledger, path).map(FileResponse::Size)
        }
        FileAction::Facts(set) => {
            let context = if path.is_root() {
                EntryContext::Root
            } else {
                EntryContext::Inside
            };
            let mut facts = Vec::new();
            push_facts(&mut facts, &metadata(path)?, context, *set);
            Ok(FileResponse::Facts(facts))
        }
        FileAction::Status => {
            let mut listing = Listing::open(home, path, None, ListStyle::Long)?;
            let mut text = Vec::new();
            let more = listing.fill(&mut text)?;
            let cut = text.len() > MAX_STATUS_BYTES;
            if cut {
                let end = text
                    .get(..MAX_STATUS_BYTES)
                    .and_then(|t| t.iter().rposition(|b| *b == b'\n'));
                text.truncate(end.unwrap_or(0));
            }
            let lines = text
                .split(|b| *b == b'\n')
                .map(|line| line.strip_suffix(b"\r").unwrap_or(line).to_vec())
                .filter(|line| !line.is_empty())
                .collect();
            Ok(FileResponse::Listing {
                lines,
                complete: !cut && !more,
            })
        }
    }
}

fn set_modified(home: &Dir, path: &VirtualPath, time: SystemTime) -> Result<(), FileError> {
    let file = open(home, path, OpenOptions::new().read(true))?;
    file.set_modified(time).map_err(FileError::from)
}

/// A folder keeps its setgid and sticky bits, which administrators use for shared folders.
fn set_mode(home: &Dir, path: &VirtualPath, mode: FileMode) -> Result<(), FileError> {
    // A client that locked itself out of its home could not undo it.
    check_not_root(path)?;
    let metadata = home.metadata(path.relative())?;
    let kept = match (metadata.is_dir(), metadata.is_file()) {
        (true, _) => metadata.mode() & 0o3000,
        (_, true) => 0,
        _ => return Err(FileError::NotAFile),
    };
    let permissions = Permissions::from_mode(mode.bits() | kept);
    home.set_permissions(path.relative(), permissions)
        .map_err(FileError::from)
}

/// Sets the time first: that needs a readable file.
fn set_facts(home: &Dir, path: &VirtualPath, change: FactChange) -> Result<(), FileError> {
    if change.mode.is_some() {
        check_not_root(path)?;
    }
    if let Some(time) = change.modify {
        set_modified(home, path, time)?;
    }
    match change.mode {
        Some(mode) => set_mode(home, path, mode),
        None => Ok(()),
    }
}

/// The bytes available in a folder: to unprivileged users of its file system, and by quotas.
fn available(home: &Dir, ledger: Option<&Ledger>, path: &VirtualPath) -> Result<u64, FileError> {
    let folder = home.open_dir(path.relative())?;
    let room = rustix::fs::fstatvfs(&folder)?;
    let room = room.f_bavail.saturating_mul(room.f_frsize);
    match ledger {
        None => Ok(room),
        Some(ledger) => Ok(room.min(ledger.available(&folder)?)),
    }
}

/// Removes an empty folder. Stale uploads, which listings hide, do not count. Of a symlink to a
/// folder, which listings call a folder, it removes the link.
fn remove_dir(home: &Dir, path: &VirtualPath) -> io::Result<()> {
    match home.remove_dir(path.relative()) {
        Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => {
            if remove_leftovers_in(&home.open_dir(path.relative())?)? {
                home.remove_dir(path.relative())
            } else {
                Err(error)
            }
        }
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            let path = path.relative();
            if home.symlink_metadata(path)?.is_symlink() && home.metadata(path)?.is_dir() {
                home.remove_file(path)
            } else {
                Err(error)
            }
        }
        outcome => outcome,
    }
}

fn check_not_root(path: &VirtualPath) -> Result<(), FileError> {
    if path.is_root() {
        Err(FileError::Denied)
    } else {
        Ok(())
    }
}
