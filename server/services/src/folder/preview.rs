//! What an account will see in its home directory, before the account is saved.

use std::ffi::OsString;
use std::io;
use std::path::PathBuf;

use cap_std::fs::Dir;
use model::{FieldError, FolderTrouble, HomeDirectory, HomePreview};
use rustix::fs::Access;

use super::access::check_access;
use super::error::folder_error;
use super::spelling;
use super::webspace_root::Webspace;

/// What an account with this home directory will see and may do there.
pub(crate) fn preview(webspace: &Webspace, home: &HomeDirectory) -> HomePreview {
    let preview = webspace.enter(|root| try_preview(&root, home));
    preview.unwrap_or_else(HomePreview::Refused)
}

fn try_preview(webspace: &Dir, home: &HomeDirectory) -> Result<HomePreview, FieldError> {
    let home = &spelling::spelt(webspace, home)?;
    match webspace.open_dir(home.below_root()) {
        Ok(folder) => existing(&folder),
        Err(error) if error.kind() == io::ErrorKind::NotFound => missing(webspace, home),
        Err(error) => Err(folder_error(error)),
    }
}

/// Whether a missing home directory can be created: its nearest existing ancestor decides.
fn missing(webspace: &Dir, home: &HomeDirectory) -> Result<HomePreview, FieldError> {
    let mut last = webspace.try_clone().map_err(folder_error)?;
    let mut path = PathBuf::new();
    for component in home.components() {
        path.push(component);
        match webspace.open_dir(&path) {
            Ok(folder) => last = folder,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                if webspace.symlink_metadata(&path).is_ok() {
                    // A dangling symlink.
                    return Err(FolderTrouble::NotAFolder.into());
                }
                return match creation_error(&last) {
                    Some(error) => Err(error),
                    None => Ok(HomePreview::WillBeMade),
                };
            }
            Err(error) => return Err(folder_error(error)),
        }
    }
    // It was created concurrently.
    existing(&last)
}

fn existing(folder: &Dir) -> Result<HomePreview, FieldError> {
    let mut names = Vec::new();
    let mut more = false;
    for entry in folder.entries().map_err(folder_error)? {
        if names.len() == HomePreview::MAX_COUNTED {
            more = true;
            break;
        }
        let name = entry.map_err(folder_error)?.file_name();
        if !ftp::is_hidden(&name) {
            names.push(name);
        }
    }
    names.sort_unstable();
    let shown = |name: &OsString| {
        let end = if folder.is_dir(name) { "/" } else { "" };
        format!("{}{end}", name.to_string_lossy())
    };
    Ok(HomePreview::There {
        first: names.iter().take(HomePreview::FIRST).map(shown).collect(),
        count: names.len(),
        more,
        barred: creation_error(folder),
    })
}

/// Why nothing can be created in a folder by whom the webspace belongs to; none if that can.
fn creation_error(folder: &Dir) -> Option<FieldError> {
    check_access(folder, Access::WRITE_OK | Access::EXEC_OK).err()
}
