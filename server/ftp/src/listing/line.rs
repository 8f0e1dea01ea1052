//! The lines of `LIST`, and names in any line.

use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::time::SystemTime;

use cap_std::fs::{Dir, Metadata, MetadataExt};

use crate::file::modification_time;
use crate::integer_format::push_decimal;
use crate::reply::printable;
use crate::time::push_listing_time;

/// A line of `ls -l`, up to the name. The owner is always `ftp`: clients must not learn the
/// system's accounts.
pub(super) fn push_long_line(line: &mut Vec<u8>, metadata: &Metadata, now: SystemTime) {
    let bits = metadata.mode();
    line.push(match (metadata.is_dir(), metadata.is_symlink()) {
        (true, _) => b'd',
        (_, true) => b'l',
        _ => b'-',
    });
    for (at, letter) in b"rwxrwxrwx".iter().enumerate() {
        line.push(if bits & (0o400 >> at) != 0 {
            *letter
        } else {
            b'-'
        });
    }
    line.push(b' ');
    push_decimal(line, metadata.nlink(), 3, b' ');
    line.extend_from_slice(b" ftp      ftp      ");
    push_decimal(line, metadata.len(), 12, b' ');
    line.push(b' ');
    push_listing_time(line, modification_time(metadata), now);
    line.push(b' ');
}

/// Appends ` -> target`, as `ls` does, only if the target is inside the home: paths outside are not
/// disclosed.
pub(super) fn push_link_target(line: &mut Vec<u8>, home: &Dir, link: &Path) {
    if home.metadata(link).is_ok()
        && let Ok(target) = home.read_link(link)
    {
        line.extend_from_slice(b" -> ");
        push_name(line, target.as_os_str().as_bytes());
    }
}

/// Replaces control characters: a line end in a name would forge an entry.
pub(super) fn push_name(line: &mut Vec<u8>, name: &[u8]) {
    if name.iter().any(u8::is_ascii_control) {
        line.extend(name.iter().map(|b| printable(*b)));
    } else {
        line.extend_from_slice(name);
    }
}
