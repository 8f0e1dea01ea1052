//! Where uploads go to. An upload that breaks off leaves the file that was there whole.
//!
//! A new file has no name until it is complete (`O_TMPFILE`): whatever ends the upload, a crash of
//! the machine too, nothing is left of it. Where the file system knows no such files it has a
//! hidden name in its folder meanwhile.

use std::fs::File;
use std::io::{self, Seek, SeekFrom, Write};
use std::os::fd::AsRawFd;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use cap_std::fs::{Dir, MetadataExt, OpenOptions, OpenOptionsExt};
use rustix::fs::{AtFlags, CWD, Mode, OFlags, RenameFlags, linkat, openat, renameat_with};
use rustix::io::Errno;

use crate::facts::modified;
use crate::ledger::{InPlace, Ledger, Reservation};
use crate::path::{UPLOAD_PREFIX, VirtualPath};
use crate::session::{FileError, StoreMode};
use crate::storage::{check_new, file_error, open};

/// An upload in progress. Its calls block. Dropped without [`Upload::commit`], a new or
/// replaced file vanishes; what was appended or resumed stays, to be resumed again.
pub(crate) struct Upload {
    file: File,
    target: Target,
    ascii: Option<FromNetwork>,
}

/// Where the bytes of an upload end up. What is there beside it is for quotas, if there may be any.
enum Target {
    /// In a file that takes its place when it is complete.
    New(Temporary, Option<Reservation>),
    /// In a file that is there, at once.
    InPlace(Option<InPlace>),
}

/// A file that is to take a name in `folder` when it is complete.
struct Temporary {
    folder: Dir,
    target: PathBuf,
    /// The hidden name that it has meanwhile; none if it has no name at all.
    name: Option<PathBuf>,
    /// Whether what has the name by then is replaced.
    replaces: bool,
}

impl Temporary {
    /// Gives the file its name.
    fn commit(&mut self, file: &File) -> io::Result<()> {
        if self.name.is_none() {
            match link(file, &self.folder, &self.target) {
                Err(error) if self.replaces && error.kind() == io::ErrorKind::AlreadyExists => {
                    // A link replaces nothing, a new name does.
                    let name = hidden_name().map_err(|_| io::ErrorKind::Other)?;
                    link(file, &self.folder, &name)?;
                    self.name = Some(name);
                }
                outcome => return outcome,
            }
        }
        if let Some(name) = &self.name {
            let flags = if self.replaces {
                RenameFlags::empty()
            } else {
                RenameFlags::NOREPLACE
            };
            renameat_with(&self.folder, name, &self.folder, &self.target, flags)?;
            self.name = None;
        }
        Ok(())
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if let Some(name) = &self.name
            && let Err(error) = self.folder.remove_file(name)
        {
            tracing::warn!(%error, "the rest of a broken upload could not be removed");
        }
    }
}

/// Gives a file without a name one, `open(2)` under `O_TMPFILE`.
fn link(file: &File, folder: &Dir, name: &Path) -> io::Result<()> {
    let descriptor = format!("/proc/self/fd/{}", file.as_raw_fd());
    Ok(linkat(
        CWD,
        descriptor,
        folder,
        name,
        AtFlags::SYMLINK_FOLLOW,
    )?)
}

/// Removes what a crash left of uploads that had a hidden name; says whether there was any.
pub(crate) fn sweep(folder: &Dir) -> io::Result<bool> {
    let mut swept = false;
    for entry in folder.entries()? {
        let entry = entry?;
        if entry.file_name().as_bytes().starts_with(UPLOAD_PREFIX) && is_left(&entry) {
            folder.remove_file(entry.file_name())?;
            swept = true;
        }
    }
    Ok(swept)
}

/// An upload that lives is written to, or else broken off as stalled, long before this.
const LEFT_AFTER: Duration = Duration::from_secs(60 * 60);

fn is_left(entry: &cap_std::fs::DirEntry) -> bool {
    let Ok(metadata) = entry.metadata() else {
        return false;
    };
    let age = SystemTime::now().duration_since(modified(&metadata));
    metadata.is_file() && age.is_ok_and(|age| age > LEFT_AFTER)
}

impl Upload {
    /// Begins an upload; also gives the name that `STOU` was served with.
    pub(crate) fn open(
        home: &Dir,
        ledger: Option<&Arc<Ledger>>,
        path: &VirtualPath,
        mode: StoreMode,
        ascii: bool,
    ) -> Result<(Self, Option<Vec<u8>>), FileError> {
        let ascii = ascii.then(FromNetwork::default);
        let new = |(file, temporary): (File, Temporary)| {
            let (folder, target) = (&temporary.folder, &temporary.target);
            let begin = |ledger| Reservation::begin(ledger, folder, target);
            let reservation = ledger.map(begin).transpose()?;
            Ok((file, Target::New(temporary, reservation)))
        };
        let in_place = |length, open: &dyn Fn() -> Result<File, FileError>| {
            check_target(home, path)?;
            let Some(ledger) = ledger else {
                let file = open()?;
                if let Some(length) = length {
                    cut(&file, length)?;
                }
                return Ok((file, Target::InPlace(None)));
            };
            let (place, file) = InPlace::open(ledger, home, path, length, open)?;
            Ok((file, Target::InPlace(Some(place))))
        };
        let ((file, target), name) = match mode {
            StoreMode::Replace => (new(replace(home, path)?)?, None),
            StoreMode::New => {
                if home.symlink_metadata(path.relative()).is_ok() {
                    return Err(FileError::Exists);
                }
                let (file, mut temporary) = replace(home, path)?;
                temporary.replaces = false;
                (new((file, temporary))?, None)
            }
            StoreMode::Unique => {
                let name = format!("upload-{}", random_hex()?).into_bytes();
                let path = path.resolve(&name).map_err(|_| FileError::BadName)?;
                (new(replace(home, &path)?)?, Some(name))
            }
            StoreMode::Append => {
                let open_it = || {
                    let mut options = OpenOptions::new();
                    options.append(true).create(true).mode(0o644);
                    checked_file(open(home, path, &mut options)?)
                };
                (in_place(None, &open_it)?, None)
            }
            StoreMode::At(offset) => {
                let open_it = || checked_file(open(home, path, OpenOptions::new().write(true))?);
                let (mut file, target) = in_place(Some(offset), &open_it)?;
                file.seek(SeekFrom::Start(offset))
                    .map_err(|e| file_error(&e))?;
                ((file, target), None)
            }
        };
        Ok((
            Self {
                file,
                target,
                ascii,
            },
            name,
        ))
    }

    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), FileError> {
        match &mut self.ascii {
            None => self.put(bytes),
            Some(ascii) => {
                let translated = ascii.translate(bytes);
                self.put(&translated)
            }
        }
    }

    fn put(&mut self, bytes: &[u8]) -> Result<(), FileError> {
        match &mut self.target {
            Target::New(temporary, Some(reservation)) => {
                reservation.take(&temporary.folder, bytes.len())?;
            }
            Target::InPlace(Some(place)) => return place.write(&mut self.file, bytes),
            Target::New(_, None) | Target::InPlace(None) => {}
        }
        self.file.write_all(bytes).map_err(|e| file_error(&e))
    }

    /// All bytes came: the file takes its place.
    pub(crate) fn commit(mut self) -> Result<(), FileError> {
        if let Some(rest) = self.ascii.as_mut().and_then(FromNetwork::finish) {
            self.put(&[rest])?;
        }
        let file = &self.file;
        match self.target {
            Target::InPlace(_) => Ok(()),
            Target::New(mut temporary, None) => temporary.commit(file).map_err(|e| file_error(&e)),
            Target::New(mut temporary, Some(reservation)) => {
                let metadata = file.metadata().map_err(|e| file_error(&e))?;
                let folder = temporary.folder.try_clone().map_err(|e| file_error(&e))?;
                let name = temporary.target.clone();
                let commit = || temporary.commit(file);
                reservation.settle(&folder, &name, metadata.len(), commit)
            }
        }
    }
}

/// Cuts off what follows the point of resumption: it is what is about to be sent again.
pub(crate) fn cut(file: &File, length: u64) -> Result<u64, FileError> {
    let before = file.metadata().map_err(|e| file_error(&e))?.len();
    if length > before {
        return Err(FileError::BeyondEnd);
    }
    file.set_len(length).map_err(|e| file_error(&e))?;
    Ok(before)
}

/// Whether the client has closed its control connection.
///
/// On a data connection in clear, a client that died looks like one that is done. But the
/// system closes what a dead process had open in the order in which it was opened, and one
/// that lives waits for 226. So the control connection tells them apart.
pub(crate) fn is_gone(control: &std::net::TcpStream) -> bool {
    match control.peek(&mut [0]) {
        Ok(count) => count == 0,
        Err(error) => error.kind() != io::ErrorKind::WouldBlock,
    }
}

/// Nothing but a regular file, or nothing at all, may be written to.
fn check_target(home: &Dir, path: &VirtualPath) -> Result<(), FileError> {
    if path.is_root() {
        return Err(FileError::IsADirectory);
    }
    check_new(path)?;
    match home.metadata(path.relative()) {
        Ok(metadata) if metadata.is_dir() => Err(FileError::IsADirectory),
        Ok(metadata) if !metadata.is_file() => Err(FileError::NotAFile),
        _ => Ok(()),
    }
}

fn checked_file(file: File) -> Result<File, FileError> {
    match file.metadata() {
        Ok(metadata) if metadata.is_file() => Ok(file),
        Ok(_) => Err(FileError::NotAFile),
        Err(error) => Err(file_error(&error)),
    }
}

fn replace(home: &Dir, path: &VirtualPath) -> Result<(File, Temporary), FileError> {
    check_target(home, path)?;
    let mut place = path.relative().to_path_buf();
    let mut mode = None;
    if let Ok(metadata) = home.symlink_metadata(&place) {
        if metadata.is_symlink() {
            // The file that a link means is replaced, not the link. One that leads out of
            // the home, or nowhere, is refused here.
            place = home.canonicalize(&place).map_err(|e| file_error(&e))?;
        }
        let metadata = home.metadata(&place).map_err(|e| file_error(&e))?;
        mode = Some(metadata.mode() & 0o777);
    }
    let parent = match place.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let target = place.file_name().ok_or(FileError::IsADirectory)?;
    // The system finds a name that is too long only when it is used: at the very end.
    if target.as_bytes().len() > 255 {
        return Err(FileError::BadName);
    }
    let folder = home.open_dir(parent).map_err(|e| file_error(&e))?;
    let (file, name) = create(&folder)?;
    let temporary = Temporary {
        folder,
        target: PathBuf::from(target),
        name,
        replaces: true,
    };
    if let Some(mode) = mode {
        // A replaced file keeps its permissions. Where that is not possible, the new file's
        // are no wider than any other's.
        if let Err(error) = file.set_permissions(std::fs::Permissions::from_mode(mode)) {
            tracing::debug!(%error, "permissions could not be kept");
        }
    }
    Ok((file, temporary))
}

/// A new file in a folder: without a name, or with a hidden one where that is not possible.
fn create(folder: &Dir) -> Result<(File, Option<PathBuf>), FileError> {
    let flags = OFlags::TMPFILE | OFlags::WRONLY | OFlags::CLOEXEC;
    match openat(folder, ".", flags, Mode::from_raw_mode(0o644)) {
        Ok(file) if Path::new("/proc/self/fd").exists() => return Ok((file.into(), None)),
        // What file systems and kernels answer that know no such files.
        Ok(_) | Err(Errno::OPNOTSUPP | Errno::ISDIR | Errno::INVAL | Errno::NOENT) => {}
        Err(error) => return Err(file_error(&error.into())),
    }
    let _ = sweep(folder);
    let name = hidden_name()?;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true).mode(0o644);
    let file = folder
        .open_with(&name, &options)
        .map_err(|e| file_error(&e))?;
    Ok((file.into_std(), Some(name)))
}

fn hidden_name() -> Result<PathBuf, FileError> {
    let prefix = String::from_utf8_lossy(UPLOAD_PREFIX);
    Ok(PathBuf::from(format!("{prefix}{}", random_hex()?)))
}

fn random_hex() -> Result<String, FileError> {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).map_err(|_| FileError::Other)?;
    Ok(format!("{:016x}", u64::from_ne_bytes(bytes)))
}

/// `TYPE A` on its way in: CR LF becomes LF, a CR alone stays.
#[derive(Debug, Default)]
pub(crate) struct FromNetwork {
    after_cr: bool,
}

impl FromNetwork {
    pub(crate) fn translate(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut out = Vec::with_capacity(bytes.len() + 1);
        for byte in bytes {
            if self.after_cr && *byte != b'\n' {
                out.push(b'\r');
            }
            self.after_cr = *byte == b'\r';
            if !self.after_cr {
                out.push(*byte);
            }
        }
        out
    }

    /// The CR that was the last byte of all.
    fn finish(&mut self) -> Option<u8> {
        std::mem::take(&mut self.after_cr).then_some(b'\r')
    }
}
