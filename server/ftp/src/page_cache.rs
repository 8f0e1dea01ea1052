//! Opens and reads files that are in the page cache, without a blocking task.
//!
//! Most small files that clients fetch in a row are cached. For others the kernel returns an error
//! instead of waiting for the disk (`RESOLVE_CACHED`, `RWF_NOWAIT`); they are opened as usual.

use std::fs::File;
use std::io::IoSliceMut;

use cap_std::fs::Dir;
use rustix::fs::{FsWord, Mode, OFlags, ResolveFlags, fstatfs, openat2};
use rustix::io::{Errno, ReadWriteFlags, preadv2, read};

use crate::download::Source;
use crate::path::VirtualPath;

/// The magic number of tmpfs, `statfs(2)`.
const TMPFS: FsWord = 0x0102_1994;
/// File systems on local disks, whose calls wait for no network and for no other program: ext2 to
/// ext4, XFS, Btrfs, F2FS, ZFS.
const ON_LOCAL_DISKS: [FsWord; 5] = [0xef53, 0x5846_5342, 0x9123_683e, 0xf2f5_2010, 0x2fc1_2fc1];

/// Whether files in this home may be opened on an async thread, if they are in memory. Blocks.
///
/// A network file system, or one that a program provides (FUSE), may wait in any call.
pub(crate) fn is_quick(home: &Dir) -> bool {
    fstatfs(home)
        .is_ok_and(|storage| storage.f_type == TMPFS || ON_LOCAL_DISKS.contains(&storage.f_type))
}

/// Opens a file to send from its beginning, and reads up to `size` bytes of it; also gives its
/// length. None if the disk is needed, or for anything but a regular file.
pub(crate) fn open(home: &Dir, path: &VirtualPath, size: usize) -> Option<(Source, Vec<u8>, u64)> {
    // The flags that confine the path to the home are those of cap-std.
    // Nothing that is mounted below it was looked at by `is_quick`.
    let resolve = ResolveFlags::BENEATH
        | ResolveFlags::NO_MAGICLINKS
        | ResolveFlags::NO_XDEV
        | ResolveFlags::CACHED;
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let file = openat2(home, path.relative(), flags, Mode::empty(), resolve).ok()?;
    let file = File::from(file);
    let metadata = file.metadata().ok().filter(std::fs::Metadata::is_file)?;
    let wanted = usize::try_from(metadata.len()).unwrap_or(size).min(size);
    let mut chunk = vec![0; wanted];
    if read_at_once(&file, &mut chunk).ok()? != wanted {
        return None;
    }
    let source = Source::File {
        file,
        left: metadata.len().saturating_sub(wanted as u64),
        ascii: None,
    };
    Some((source, chunk, metadata.len()))
}

fn read_at_once(file: &File, chunk: &mut [u8]) -> Result<usize, Errno> {
    // An offset of -1 reads from the current position, and advances it.
    let here = u64::MAX;
    match preadv2(
        file,
        &mut [IoSliceMut::new(chunk)],
        here,
        ReadWriteFlags::NOWAIT,
    ) {
        // tmpfs does not support RWF_NOWAIT, and never waits for a disk.
        Err(Errno::OPNOTSUPP) if fstatfs(file)?.f_type == TMPFS => read(file, chunk),
        outcome => outcome,
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;
    use cap_std::ambient_authority;

    fn open_in(home: &Dir, name: &str, size: usize) -> Option<(Vec<u8>, u64)> {
        let path = VirtualPath::root().resolve(name.as_bytes()).unwrap();
        open(home, &path, size).map(|(_, chunk, length)| (chunk, length))
    }

    #[test]
    fn a_file_in_memory_is_read_at_once_and_nothing_else() {
        let temp = tempfile::tempdir().unwrap();
        let home = Dir::open_ambient_dir(temp.path(), ambient_authority()).unwrap();
        home.create_dir("sub").unwrap();
        home.write("sub/a", "four").unwrap();
        home.symlink("sub/a", "in").unwrap();
        std::os::unix::fs::symlink("/etc/passwd", temp.path().join("out")).unwrap();
        // The kernel writes down that a link was followed, and waits for that, unless it just did.
        home.read("in").unwrap();
        // Not every file system can read without waiting, and the kernel may say at any time that
        // it would have to: what is read has to be right.
        for (name, size, right) in [("sub/a", 100, "four"), ("in", 3, "fou")] {
            let read = (0..100).find_map(|_| open_in(&home, name, size));
            assert!(
                read.is_none() || read == Some((right.into(), 4)),
                "{name}: {read:?}"
            );
        }
        for name in ["sub", "out", "none", "/"] {
            assert_eq!(open_in(&home, name, 100), None, "{name}");
        }
    }
}
