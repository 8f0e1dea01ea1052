//! The file system as a session may use it: within its home, by blocking calls.
//!
//! All of it goes through the home's directory handle. `cap_std` resolves each path below
//! that handle and refuses `..` and symlinks that lead out, also when they change meanwhile.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::time::SystemTime;

use cap_std::fs::{
    Dir, DirBuilder, DirBuilderExt, MetadataExt, OpenOptions, OpenOptionsExt, Permissions,
    PermissionsExt,
};
use rustix::fs::OFlags;

use crate::facts::{FactChange, FileMode, Place, modified, push_facts};
use crate::ledger::Ledger;
use crate::listing::Listing;
use crate::path::VirtualPath;
use crate::session::{FileAnswer, FileError, FileRequest, ListStyle};
use crate::upload::sweep;

/// The most that `STAT name` sends over the control connection.
const MAX_STATUS: usize = 16 * 1024;

/// Does what the state machine asked for.
pub(crate) fn perform(
    home: &Dir,
    ledger: Option<&Ledger>,
    request: &FileRequest,
) -> Result<FileAnswer, FileError> {
    let done = |result: io::Result<()>| match result {
        Ok(()) => Ok(FileAnswer::Done),
        Err(error) => Err(file_error(&error)),
    };
    let changed = |result: Result<(), FileError>| result.map(|()| FileAnswer::Done);
    let metadata = |path: &VirtualPath| home.metadata(path.relative()).map_err(|e| file_error(&e));
    match request {
        FileRequest::ChangeDir(path) => done(home.open_dir(path.relative()).map(drop)),
        FileRequest::MakeDir(path) => {
            if path.is_root() {
                return Err(FileError::Exists);
            }
            check_new(path)?;
            let mut builder = DirBuilder::new();
            builder.mode(0o755);
            let make = || home.create_dir_with(path.relative(), &builder);
            done(match ledger {
                None => make(),
                Some(ledger) => ledger.make_dir(make),
            })
        }
        FileRequest::RemoveDir(path) => {
            check_not_root(path)?;
            let remove = || remove_dir(home, path);
            match ledger {
                None => done(remove()),
                Some(ledger) => changed(ledger.remove_dir(home, path, remove)),
            }
        }
        FileRequest::Delete(path) => {
            check_not_root(path)?;
            match ledger {
                None => done(home.remove_file(path.relative())),
                Some(ledger) => changed(ledger.delete(home, path)),
            }
        }
        FileRequest::RenameFrom(path) => {
            check_not_root(path)?;
            done(home.symlink_metadata(path.relative()).map(drop))
        }
        FileRequest::Rename { from, to } => {
            check_not_root(to)?;
            check_new(to)?;
            match ledger {
                None => done(home.rename(from.relative(), home, to.relative())),
                Some(ledger) => changed(ledger.rename(home, from, to)),
            }
        }
        FileRequest::Size(path) => {
            let metadata = metadata(path)?;
            match (metadata.is_dir(), metadata.is_file()) {
                (true, _) => Err(FileError::IsADirectory),
                (_, false) => Err(FileError::NotAFile),
                _ => Ok(FileAnswer::Size(metadata.len())),
            }
        }
        FileRequest::Modified(path) => Ok(FileAnswer::Modified(modified(&metadata(path)?))),
        FileRequest::SetModified(path, time) => changed(set_modified(home, path, *time)),
        FileRequest::SetFacts(path, change) => changed(set_facts(home, path, *change)),
        FileRequest::SetMode(path, mode) => changed(set_mode(home, path, *mode)),
        FileRequest::Available(path) | FileRequest::Allocate(path) => {
            available(home, ledger, path).map(FileAnswer::Size)
        }
        FileRequest::Facts(path, set) => {
            let place = if path.is_root() {
                Place::Root
            } else {
                Place::Within
            };
            let mut facts = Vec::new();
            push_facts(&mut facts, &metadata(path)?, place, *set);
            Ok(FileAnswer::Facts(facts))
        }
        FileRequest::Status(path) => {
            let mut listing = Listing::open(home, path, None, ListStyle::Long)?;
            let mut text = Vec::new();
            let more = listing.fill(&mut text).map_err(|e| file_error(&e))?;
            let cut = text.len() > MAX_STATUS;
            if cut {
                let end = text
                    .get(..MAX_STATUS)
                    .and_then(|t| t.iter().rposition(|b| *b == b'\n'));
                text.truncate(end.unwrap_or(0));
            }
            let lines = text
                .split(|b| *b == b'\n')
                .map(|line| line.strip_suffix(b"\r").unwrap_or(line).to_vec())
                .filter(|line| !line.is_empty())
                .collect();
            Ok(FileAnswer::Listing {
                lines,
                complete: !cut && !more,
            })
        }
    }
}

fn set_modified(home: &Dir, path: &VirtualPath, time: SystemTime) -> Result<(), FileError> {
    let file = open(home, path, OpenOptions::new().read(true))?;
    file.set_modified(time).map_err(|e| file_error(&e))
}

/// A folder keeps its setgid and sticky bits: they are how a host shares it.
fn set_mode(home: &Dir, path: &VirtualPath, mode: FileMode) -> Result<(), FileError> {
    // Who locks himself out of his home cannot undo it.
    check_not_root(path)?;
    let metadata = home.metadata(path.relative()).map_err(|e| file_error(&e))?;
    let kept = match (metadata.is_dir(), metadata.is_file()) {
        (true, _) => metadata.mode() & 0o3000,
        (_, true) => 0,
        _ => return Err(FileError::NotAFile),
    };
    let permissions = Permissions::from_mode(mode.bits() | kept);
    home.set_permissions(path.relative(), permissions)
        .map_err(|e| file_error(&e))
}

/// The time first: to set it the file has to be readable.
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

/// The bytes that the file system of a folder has left for this program, and the quotas.
fn available(home: &Dir, ledger: Option<&Ledger>, path: &VirtualPath) -> Result<u64, FileError> {
    let folder = home.open_dir(path.relative()).map_err(|e| file_error(&e))?;
    let room = rustix::fs::fstatvfs(&folder).map_err(|e| file_error(&e.into()))?;
    let room = room.f_bavail.saturating_mul(room.f_frsize);
    match ledger {
        None => Ok(room),
        Some(ledger) => Ok(room.min(ledger.room(&folder).map_err(|e| file_error(&e))?)),
    }
}

/// Removes an empty folder; one that holds only what a crash left of uploads looks empty too.
fn remove_dir(home: &Dir, path: &VirtualPath) -> io::Result<()> {
    match home.remove_dir(path.relative()) {
        Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => {
            if sweep(&home.open_dir(path.relative())?)? {
                home.remove_dir(path.relative())
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

/// A name beginning like an upload in progress would be hidden from every listing.
pub(crate) fn check_new(path: &VirtualPath) -> Result<(), FileError> {
    if path.is_reserved() {
        Err(FileError::BadName)
    } else {
        Ok(())
    }
}

/// Opens without waiting: a pipe without a writer would hold the thread for ever.
pub(crate) fn open(
    home: &Dir,
    path: &VirtualPath,
    options: &mut OpenOptions,
) -> Result<File, FileError> {
    let nonblock = i32::try_from(OFlags::NONBLOCK.bits()).unwrap_or_default();
    options.custom_flags(nonblock);
    match home.open_with(path.relative(), options) {
        Ok(file) => Ok(file.into_std()),
        Err(error) => Err(file_error(&error)),
    }
}

/// Where downloads and listings come from. Its calls block.
pub(crate) enum Source {
    File {
        file: File,
        left: u64,
        ascii: Option<ToNetwork>,
    },
    Listing(Listing),
}

impl Source {
    /// Opens a file to send from `offset` on; also says how many bytes are to come.
    pub(crate) fn open_file(
        home: &Dir,
        path: &VirtualPath,
        offset: u64,
        ascii: bool,
    ) -> Result<(Self, Option<u64>), FileError> {
        let mut file = open(home, path, OpenOptions::new().read(true))?;
        let metadata = file.metadata().map_err(|e| file_error(&e))?;
        if metadata.is_dir() {
            return Err(FileError::IsADirectory);
        }
        if !metadata.is_file() {
            return Err(FileError::NotAFile);
        }
        let left = metadata
            .len()
            .checked_sub(offset)
            .ok_or(FileError::BeyondEnd)?;
        if offset > 0 {
            file.seek(SeekFrom::Start(offset))
                .map_err(|e| file_error(&e))?;
        }
        let ascii = ascii.then(ToNetwork::default);
        let size = ascii.is_none().then_some(left);
        Ok((Self::File { file, left, ascii }, size))
    }

    /// Puts the next bytes into `chunk`, about `size` of them. False when it was the last.
    pub(crate) fn fill(&mut self, chunk: &mut Vec<u8>, size: usize) -> Result<bool, FileError> {
        let result = match self {
            Self::Listing(listing) => {
                chunk.clear();
                listing.fill(chunk)
            }
            Self::File { file, left, ascii } => {
                // A small file takes a small buffer; one byte more finds its end. A file that
                // grows meanwhile is sent as far as it has grown.
                let room = usize::try_from(*left).unwrap_or(size).saturating_add(1);
                let room = room.clamp(4096, size);
                let more = read_chunk(file, chunk, room);
                *left = left.saturating_sub(chunk.len() as u64);
                if let Some(ascii) = ascii {
                    *chunk = ascii.translate(chunk);
                }
                more
            }
        };
        result.map_err(|e| file_error(&e))
    }
}

fn read_chunk(file: &mut File, chunk: &mut Vec<u8>, size: usize) -> io::Result<bool> {
    chunk.resize(size, 0);
    let mut filled = 0;
    while let Some(room) = chunk.get_mut(filled..).filter(|room| !room.is_empty()) {
        match file.read(room) {
            Ok(0) => {
                chunk.truncate(filled);
                return Ok(false);
            }
            Ok(count) => filled += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(true)
}

/// `TYPE A` on its way out: LF becomes CR LF, a CR LF stays one.
#[derive(Debug, Default)]
pub(crate) struct ToNetwork {
    after_cr: bool,
}

impl ToNetwork {
    pub(crate) fn translate(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut out = Vec::with_capacity(bytes.len() + bytes.len() / 16 + 16);
        for byte in bytes {
            if *byte == b'\n' && !self.after_cr {
                out.push(b'\r');
            }
            self.after_cr = *byte == b'\r';
            out.push(*byte);
        }
        out
    }
}

/// What a client may know of an error.
pub(crate) fn file_error(error: &io::Error) -> FileError {
    use io::ErrorKind as Kind;
    match error.kind() {
        Kind::NotFound => FileError::NotFound,
        Kind::PermissionDenied | Kind::ReadOnlyFilesystem | Kind::CrossesDevices => {
            FileError::Denied
        }
        Kind::AlreadyExists => FileError::Exists,
        Kind::DirectoryNotEmpty => FileError::NotEmpty,
        Kind::NotADirectory => FileError::NotADirectory,
        Kind::IsADirectory => FileError::IsADirectory,
        Kind::StorageFull | Kind::QuotaExceeded => FileError::NoSpace,
        Kind::FileTooLarge => FileError::TooLarge,
        Kind::InvalidFilename | Kind::InvalidInput => FileError::BadName,
        _ => {
            // ELOOP has no stable kind of its own; a loop of links leads nowhere.
            if error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error()) {
                return FileError::NotFound;
            }
            tracing::warn!(%error, "a file operation failed");
            FileError::Other
        }
    }
}
