//! Folders that Berth makes: by directory handles, and never root's where they are not meant to be.
//!
//! A command that is run as root makes folders and files that the server, another user, has to
//! write to: they belong to whom the folder that they are in belongs to.

use std::fs::File;
use std::io;
use std::os::fd::AsFd;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Component, Path, PathBuf};

use ftp::RunAs;
use rustix::fs::{Gid, Mode, OFlags, Uid, fchown, fstat, mkdirat, openat};
use rustix::io::Errno;
use rustix::process::geteuid;

/// Whom a folder or file belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owner {
    uid: u32,
    gid: u32,
}

impl Owner {
    /// The owner of a folder or file that is open.
    ///
    /// # Errors
    /// If the system does not tell.
    pub fn of(file: impl AsFd) -> io::Result<Self> {
        let found = fstat(file)?;
        Ok(Self {
            uid: found.st_uid,
            gid: found.st_gid,
        })
    }

    /// The owner of what is at a path.
    ///
    /// # Errors
    /// If there is nothing.
    pub fn at(path: &Path) -> io::Result<Self> {
        let found = path.metadata()?;
        Ok(Self {
            uid: found.uid(),
            gid: found.gid(),
        })
    }

    /// Whether that is root.
    pub fn is_root(self) -> bool {
        self.uid == 0
    }

    /// Gives this owner what was made just now, if it was root who made it: others own what they
    /// make.
    ///
    /// # Errors
    /// If the file system refuses.
    pub fn take_from_root(self, made: impl AsFd) -> io::Result<()> {
        if geteuid().is_root() && Self::of(&made)? != self {
            fchown(
                made,
                Some(Uid::from_raw(self.uid)),
                Some(Gid::from_raw(self.gid)),
            )?;
        }
        Ok(())
    }
}

/// Makes a folder, with those of its parents that are missing, and opens it. No symlink that is put
/// in the place of one just made is followed.
///
/// `made` gets what was made, outermost first, also if making the next one fails.
///
/// # Errors
/// If one cannot be made, or something else has its name.
pub(crate) fn make_folders(path: &Path, mode: u32, made: &mut Vec<PathBuf>) -> io::Result<File> {
    let path = std::path::absolute(path)?;
    let there = path
        .ancestors()
        .find(|folder| folder.symlink_metadata().is_ok());
    let there = there.unwrap_or(Path::new("/"));
    let mut folder = open_folder(there)?;
    let mut so_far = there.to_owned();
    for component in path
        .strip_prefix(there)
        .unwrap_or(Path::new(""))
        .components()
    {
        let Component::Normal(name) = component else {
            return Err(io::ErrorKind::InvalidInput.into());
        };
        so_far.push(name);
        let is_new = match mkdirat(&folder, name, Mode::from_raw_mode(mode)) {
            Ok(()) => true,
            // Made concurrently.
            Err(Errno::EXIST) => false,
            Err(error) => return Err(error.into()),
        };
        if is_new {
            made.push(so_far.clone());
        }
        let child = open_made(&folder, name)?;
        if is_new {
            RunAs::current().settle_folder_mode(&folder, name);
            Owner::of(&folder)?.take_from_root(&child)?;
        }
        folder = child;
    }
    Ok(folder)
}

/// Opens a folder that was made just now: itself, and not what a symlink in its place leads to.
pub(crate) fn open_made(parent: impl AsFd, name: impl rustix::path::Arg) -> io::Result<File> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    Ok(File::from(openat(parent, name, flags, Mode::empty())?))
}

/// Opens a folder that is there. It need not be readable.
fn open_folder(path: &Path) -> io::Result<File> {
    let flags = (OFlags::PATH | OFlags::DIRECTORY).bits();
    File::options()
        .read(true)
        .custom_flags(i32::try_from(flags).unwrap_or(0))
        .open(path)
}
