//! Replaces an existing file by a complete upload. It keeps all but its contents: mode, owner,
//! group, access control list (ACL) and extended attributes.

use std::fs::{File, Permissions};
use std::io::{self, Seek};
use std::os::fd::AsRawFd;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use cap_std::fs::{Dir, OpenOptions, OpenOptionsExt};
use rustix::fs::{
    AtFlags, FallocateFlags, FileType, Gid, OFlags, Stat, Uid, fallocate, fchown, fstat, statat,
};
use rustix::io::Errno;
use xattr::FileExt;

/// The extended attribute that holds a file's ACL, see `acl(5)`.
const ACL: &str = "system.posix_acl_access";

/// How an upload gets into the place of an existing file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Replacement {
    /// By a rename.
    Rename,
    /// By copying its contents into the existing file, since a rename would change more than those.
    Rewrite,
}

/// Prepares `file` to replace `folder/name`, and tells how.
///
/// A file with other hard links is rewritten, since they would go on naming the old contents; so
/// is one whose metadata this program may not give to another file.
pub(super) fn prepare(folder: &Dir, name: &Path, file: &File) -> io::Result<Replacement> {
    let existing = statat(folder, name, AtFlags::SYMLINK_NOFOLLOW)?;
    if FileType::from_raw_mode(existing.st_mode) != FileType::RegularFile {
        return Ok(Replacement::Rename);
    }
    if existing.st_nlink > 1 {
        return Ok(Replacement::Rewrite);
    }
    match copy_metadata(&existing, &path_through_proc(folder, name), file) {
        Ok(()) => Ok(Replacement::Rename),
        Err(error) => {
            tracing::debug!(%error, "a file is replaced in place, to keep its metadata");
            Ok(Replacement::Rewrite)
        }
    }
}

/// Gives `file` the owner, group, mode, ACL and extended attributes of an existing one.
fn copy_metadata(existing: &Stat, path: &Path, file: &File) -> io::Result<()> {
    let new = fstat(file)?;
    if (existing.st_uid, existing.st_gid) != (new.st_uid, new.st_gid) {
        let (user, group) = (existing.st_uid, existing.st_gid);
        fchown(file, Some(Uid::from_raw(user)), Some(Gid::from_raw(group)))?;
    }
    copy_xattrs(path, file)?;
    // After the owner and the ACL, which both change it. Without setuid and setgid, which writing
    // to a file takes away.
    file.set_permissions(Permissions::from_mode(existing.st_mode & 0o1777))
}

/// There is no call that takes a folder's descriptor and reads extended attributes of a name in it.
fn path_through_proc(folder: &Dir, name: &Path) -> PathBuf {
    Path::new("/proc/self/fd")
        .join(folder.as_raw_fd().to_string())
        .join(name)
}

fn copy_xattrs(existing: &Path, file: &File) -> io::Result<()> {
    let names: Vec<_> = match xattr::list(existing) {
        Ok(names) => names.collect(),
        Err(error) if is_unsupported(&error) => return Ok(()),
        Err(error) => return Err(error),
    };
    for name in &names {
        let value = xattr::get(existing, name)?.unwrap_or_default();
        if file.get_xattr(name)?.as_ref() != Some(&value) {
            file.set_xattr(name, &value)?;
        }
    }
    if !names.iter().any(|name| name == ACL) {
        remove_acl(file)?;
    }
    Ok(())
}

/// Removes the ACL that a default one of the folder gave to a new file.
fn remove_acl(file: &File) -> io::Result<()> {
    match file.get_xattr(ACL) {
        Ok(Some(_)) => file.remove_xattr(ACL),
        Ok(None) => Ok(()),
        Err(error) if is_unsupported(&error) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Whether the file system has no such attributes at all.
fn is_unsupported(error: &io::Error) -> bool {
    error.raw_os_error() == Some(Errno::OPNOTSUPP.raw_os_error())
}

/// Copies the contents of `file` into `folder/name`, which stays the file that it is.
///
/// # Errors
/// If it may not be written, or there is no space: what is missing is allocated first, so that
/// the old contents are still there then.
pub(super) fn rewrite(folder: &Dir, name: &Path, file: &mut File) -> io::Result<File> {
    let mut existing = open_existing(folder, name, OpenOptions::new().write(true))?;
    let length = file.metadata()?.len();
    if length > 0 {
        match fallocate(&existing, FallocateFlags::KEEP_SIZE, 0, length) {
            Ok(()) | Err(Errno::OPNOTSUPP | Errno::NOSYS) => {}
            Err(error) => return Err(error.into()),
        }
    }
    file.rewind()?;
    io::copy(file, &mut existing)?;
    existing.set_len(length)?;
    Ok(existing)
}

/// Appends the contents of `file` to `folder/name`.
pub(super) fn append(folder: &Dir, name: &Path, file: &mut File) -> io::Result<File> {
    let mut existing = open_existing(folder, name, OpenOptions::new().append(true))?;
    file.rewind()?;
    io::copy(file, &mut existing)?;
    Ok(existing)
}

/// Opens a file that was there a moment ago: no symlink, and without waiting if it is a pipe now.
fn open_existing(folder: &Dir, name: &Path, options: &mut OpenOptions) -> io::Result<File> {
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    options.custom_flags(i32::try_from(flags.bits()).unwrap_or_default());
    Ok(folder.open_with(name, options)?.into_std())
}
