//! The folders in a folder of a webspace, for the tree that a home directory is picked from.
//!
//! However many entries a folder has, only so many are read.

use std::ffi::OsStr;
use std::io;

use cap_std::fs::{Dir, DirEntry};
use model::{FieldError, FolderList, FolderRow, FolderTrouble, HomeDirectory, sort_key};
use rustix::fs::Access;

use super::access::check_access;
use super::error::folder_error;
use super::spelling;
use super::webspace_root::Webspace;

/// Entries that are read of one folder, files among them.
const MAX_ENTRIES: usize = 20_000;

/// The folders in a folder of a webspace, and the links that look like one. All paths are as the disk
/// spells them.
pub(crate) fn list(webspace: &Webspace, path: &HomeDirectory) -> Result<FolderList, FieldError> {
    list_up_to(webspace, path, MAX_ENTRIES, FolderList::MAX_ROWS)
}

pub(super) fn list_up_to(
    webspace: &Webspace,
    path: &HomeDirectory,
    max_entries: usize,
    max_rows: usize,
) -> Result<FolderList, FieldError> {
    webspace.enter(|root| list_below(&root, path, max_entries, max_rows))
}

fn list_below(
    webspace: &Dir,
    path: &HomeDirectory,
    max_entries: usize,
    max_rows: usize,
) -> Result<FolderList, FieldError> {
    let path = spelling::spelt(webspace, path)?;
    let folder = webspace.open_dir(path.below_root()).map_err(folder_error)?;
    let mut names = Vec::new();
    let mut more = false;
    for (read, entry) in folder.entries().map_err(folder_error)?.enumerate() {
        if read == max_entries {
            more = true;
            break;
        }
        let entry = entry.map_err(folder_error)?;
        if may_be_folder(&entry) {
            names.push(entry.file_name());
        }
    }
    names.sort_by_cached_key(|name| (sort_key(&name.to_string_lossy()), name.clone()));
    let mut rows = names
        .iter()
        .filter_map(|name| row(webspace, &path, name))
        .peekable();
    let folders = rows.by_ref().take(max_rows).collect();
    more |= rows.peek().is_some();
    Ok(FolderList {
        path,
        folders,
        more,
    })
}

/// Whether an entry may be a folder; one whose kind is unknown is tried.
fn may_be_folder(entry: &DirEntry) -> bool {
    entry
        .file_type()
        .map_or(true, |kind| kind.is_dir() || kind.is_symlink())
}

/// A row for the entry of that name; none for a link to a file.
fn row(webspace: &Dir, parent: &HomeDirectory, name: &OsStr) -> Option<FolderRow> {
    let path = match child(parent, name) {
        Ok(home) => match webspace.open_dir(home.below_root()) {
            // A folder is opened even if it may not be read.
            Ok(folder) => check_access(&folder, Access::READ_OK | Access::EXEC_OK).map(|()| home),
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => return None,
            Err(error) => Err(folder_error(error)),
        },
        Err(error) => Err(error),
    };
    Some(FolderRow {
        name: name.to_string_lossy().into_owned(),
        place: path,
    })
}

/// The home directory of that name in a folder; an error if no valid path names it.
fn child(parent: &HomeDirectory, name: &OsStr) -> Result<HomeDirectory, FieldError> {
    let refused = FieldError::Folder(FolderTrouble::NameRefused);
    let name = name.to_str().ok_or(refused)?;
    let path = format!("{}/{name}", parent.as_str().trim_end_matches('/'));
    let home = HomeDirectory::parse(&path)?;
    if home.as_str() == path {
        Ok(home)
    } else {
        Err(refused)
    }
}
