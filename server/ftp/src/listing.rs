//! Directory listings for `LIST`, `NLST` and `MLSD`, in chunks.

use std::ffi::OsStr;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use cap_std::fs::{Dir, DirEntry, Metadata, MetadataExt, ReadDir};

use crate::error::FileError;
use crate::facts::{EntryContext, push_facts};
use crate::file::modification_time;
use crate::integer_format::push_decimal;
use crate::path::{VirtualPath, is_hidden};
use crate::pattern::Pattern;
use crate::reply::printable;
use crate::session::ListStyle;
use crate::time::push_listing_time;

/// A chunk is complete when it has reached this size.
const CHUNK: usize = 256 * 1024;
/// Entries read for one chunk: a pattern that matches nothing must not occupy a thread for the
/// whole of a large folder.
const MAX_ENTRIES_PER_CHUNK: usize = 4096;

/// A line of `ls -l`. The owner is always `ftp`: clients must not learn the system's accounts.
fn push_long_line(line: &mut Vec<u8>, metadata: &Metadata, now: SystemTime) {
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

/// A listing in progress: the lines that are still to be sent.
pub(crate) struct Listing {
    style: ListStyle,
    now: SystemTime,
    rest: Rest,
}

enum Rest {
    Folder(Folder),
    /// One entry: `LIST` of a file.
    Line(Vec<u8>),
}

struct Folder {
    home: Dir,
    path: PathBuf,
    entries: ReadDir,
    /// The path from the client's working directory to this one, for `NLST`.
    prefix: Vec<u8>,
    /// Lists only the entries that match it.
    pattern: Option<Pattern>,
}

impl Listing {
    /// Lists a folder's entries, or one file. If nothing has that name and its last component is a
    /// pattern: the entries that match it; no match is not an error.
    pub(crate) fn open(
        home: &Dir,
        path: &VirtualPath,
        pattern: Option<&Pattern>,
        style: ListStyle,
    ) -> Result<Self, FileError> {
        let now = SystemTime::now();
        let rest = match (metadata_of(home, path), pattern) {
            (Err(FileError::NotFound | FileError::BadName), Some(pattern)) => {
                let prefix = style.prefix_of_siblings();
                let pattern = Some(pattern.clone());
                Rest::Folder(Folder::open(home, &path.parent(), prefix, pattern)?)
            }
            (Err(error), _) => return Err(error),
            (Ok(metadata), _) if metadata.is_dir() => {
                Rest::Folder(Folder::open(home, path, style.prefix_of_entries(), None)?)
            }
            (Ok(metadata), _) => Rest::Line(line_of_file(path, &metadata, &style, now)?),
        };
        Ok(Self { style, now, rest })
    }

    /// Appends the next complete lines to `chunk`. False at the end.
    pub(crate) fn fill(&mut self, chunk: &mut Vec<u8>) -> io::Result<bool> {
        match &mut self.rest {
            Rest::Line(line) => {
                chunk.append(line);
                Ok(false)
            }
            Rest::Folder(folder) => folder.fill(chunk, &self.style, self.now),
        }
    }
}

impl ListStyle {
    /// The prefix that `NLST name` puts before the entries of the folder `name`.
    fn prefix_of_entries(&self) -> Vec<u8> {
        match self {
            Self::Names { name } if name.is_empty() || name.ends_with(b"/") => name.clone(),
            Self::Names { name } => [name, &b"/"[..]].concat(),
            Self::Long | Self::Facts(_) => Vec::new(),
        }
    }

    /// The prefix that `NLST folder/pattern` puts before the entries of `folder`.
    fn prefix_of_siblings(&self) -> Vec<u8> {
        match self {
            Self::Names { name } => match name.iter().rposition(|b| *b == b'/') {
                Some(at) => name.get(..=at).unwrap_or_default().to_vec(),
                None => Vec::new(),
            },
            Self::Long | Self::Facts(_) => Vec::new(),
        }
    }
}

/// The metadata of what has that name. A symlink whose target is missing or outside of the home
/// is listed as a symlink.
fn metadata_of(home: &Dir, path: &VirtualPath) -> Result<Metadata, FileError> {
    let relative = path.relative();
    home.metadata(relative)
        .or_else(|error| match home.symlink_metadata(relative) {
            Ok(metadata) if metadata.is_symlink() => Ok(metadata),
            _ => Err(FileError::from(error)),
        })
}

fn line_of_file(
    path: &VirtualPath,
    metadata: &Metadata,
    style: &ListStyle,
    now: SystemTime,
) -> Result<Vec<u8>, FileError> {
    let mut line = Vec::new();
    match style {
        ListStyle::Long => {
            push_long_line(&mut line, metadata, now);
            push_name(&mut line, path.name().unwrap_or_default().as_bytes());
        }
        ListStyle::Names { name } => {
            push_name(&mut line, name.strip_suffix(b"/").unwrap_or(name));
        }
        // A link without a target that could be told of.
        ListStyle::Facts(_) if metadata.is_symlink() => return Err(FileError::NotADirectory),
        ListStyle::Facts(_) => return Err(FileError::MlsdOfFile),
    }
    line.extend_from_slice(b"\r\n");
    Ok(line)
}

impl Folder {
    fn open(
        home: &Dir,
        path: &VirtualPath,
        prefix: Vec<u8>,
        pattern: Option<Pattern>,
    ) -> Result<Self, FileError> {
        let path = path.relative().to_path_buf();
        let entries = home.read_dir(&path)?;
        let home = home.try_clone()?;
        Ok(Self {
            home,
            path,
            entries,
            prefix,
            pattern,
        })
    }

    fn fill(
        &mut self,
        chunk: &mut Vec<u8>,
        style: &ListStyle,
        now: SystemTime,
    ) -> io::Result<bool> {
        for _ in 0..MAX_ENTRIES_PER_CHUNK {
            let Some(entry) = self.entries.next() else {
                return Ok(false);
            };
            self.push(chunk, &entry?, style, now);
            if chunk.len() >= CHUNK {
                break;
            }
        }
        Ok(true)
    }

    /// Appends an entry's line, unless it is hidden or was removed in the meantime.
    fn push(&self, chunk: &mut Vec<u8>, entry: &DirEntry, style: &ListStyle, now: SystemTime) {
        let name = entry.file_name();
        if is_hidden(&name)
            || self
                .pattern
                .as_ref()
                .is_some_and(|p| !p.matches(name.as_bytes()))
        {
            return;
        }
        if let ListStyle::Names { .. } = style {
            push_name(chunk, &self.prefix);
            push_name(chunk, name.as_bytes());
        } else {
            let Ok(metadata) = entry.metadata() else {
                return;
            };
            match style {
                ListStyle::Facts(set) => {
                    let context = self.context_of(&metadata, &name);
                    push_facts(chunk, &metadata, context, *set);
                }
                _ => push_long_line(chunk, &metadata, now),
            }
            push_name(chunk, name.as_bytes());
            if metadata.is_symlink() && *style == ListStyle::Long {
                push_link_target(chunk, &self.home, &self.path.join(&name));
            }
        }
        chunk.extend_from_slice(b"\r\n");
    }

    fn context_of(&self, metadata: &Metadata, name: &OsStr) -> EntryContext {
        if metadata.is_symlink() && self.home.metadata(self.path.join(name)).is_err() {
            EntryContext::DanglingLink
        } else {
            EntryContext::Inside
        }
    }
}

/// Appends ` -> target`, as `ls` does, only if the target is inside the home: paths outside are not
/// disclosed.
fn push_link_target(line: &mut Vec<u8>, home: &Dir, link: &Path) {
    if home.metadata(link).is_ok()
        && let Ok(target) = home.read_link(link)
    {
        line.extend_from_slice(b" -> ");
        push_name(line, target.as_os_str().as_bytes());
    }
}

/// Replaces control characters: a line end in a name would forge an entry.
fn push_name(line: &mut Vec<u8>, name: &[u8]) {
    if name.iter().any(u8::is_ascii_control) {
        line.extend(name.iter().map(|b| printable(*b)));
    } else {
        line.extend_from_slice(name);
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;
    use crate::facts::FactSet;
    use cap_std::ambient_authority;

    fn home() -> (tempfile::TempDir, Dir) {
        let temp = tempfile::tempdir().unwrap();
        let dir = Dir::open_ambient_dir(temp.path(), ambient_authority()).unwrap();
        (temp, dir)
    }

    fn names(name: &str) -> ListStyle {
        ListStyle::Names { name: name.into() }
    }

    fn list(dir: &Dir, name: &str, style: ListStyle) -> Vec<String> {
        let path = VirtualPath::root().resolve(name.as_bytes()).unwrap();
        let pattern = path.name().and_then(|name| Pattern::of(name.as_bytes()));
        let mut listing = Listing::open(dir, &path, pattern.as_ref(), style).unwrap();
        let mut text = Vec::new();
        while listing.fill(&mut text).unwrap() {}
        let text = String::from_utf8(text).unwrap();
        assert!(text.is_empty() || text.ends_with("\r\n"));
        let mut lines: Vec<_> = text.split_terminator("\r\n").map(str::to_owned).collect();
        lines.sort();
        lines
    }

    #[test]
    fn shows_files_folders_and_links_but_no_uploads() {
        let (temp, dir) = home();
        dir.write("a.txt", "four").unwrap();
        dir.write(".hidden", "").unwrap();
        dir.write(".berth-upload-00", "half").unwrap();
        dir.create_dir("sub").unwrap();
        dir.symlink("a.txt", "in").unwrap();
        std::os::unix::fs::symlink("/etc/passwd", temp.path().join("out")).unwrap();
        let shown = list(&dir, "/", names(""));
        assert_eq!(shown, [".hidden", "a.txt", "in", "out", "sub"]);
        let long = list(&dir, "/", ListStyle::Long);
        let line = |end: &str| long.iter().find(|line| line.ends_with(end)).unwrap();
        assert!(line(" a.txt").starts_with("-rw"));
        assert!(line(" a.txt").contains("           4 "));
        assert!(line(" sub").starts_with("drwx"));
        assert!(line(" in -> a.txt").starts_with("lrwx"));
        assert!(line(" out").starts_with("lrwx"));
        let perm = list(&dir, "/", ListStyle::Facts(FactSet::choose(b"perm")));
        assert!(perm.contains(&"perm=df; out".into()) && perm.contains(&"perm=adfrw; in".into()));
        let facts = list(&dir, "/", ListStyle::Facts(FactSet::choose(b"Size;type;x")));
        assert_eq!(
            facts,
            [
                "type=OS.unix=symlink;size=11; out",
                "type=OS.unix=symlink;size=5; in",
                "type=dir; sub",
                "type=file;size=0; .hidden",
                "type=file;size=4; a.txt",
            ]
        );
    }

    #[test]
    fn lists_one_file() {
        let (_temp, dir) = home();
        dir.create_dir("sub").unwrap();
        dir.write("sub/a", "four").unwrap();
        let long = list(&dir, "sub/a", ListStyle::Long);
        assert!(long.len() == 1 && long[0].ends_with(" a"));
        assert_eq!(list(&dir, "sub/a", names("sub/a")), ["sub/a"]);
        assert_eq!(list(&dir, "sub", names("sub")), ["sub/a"]);
        let path = VirtualPath::root().resolve(b"sub/a").unwrap();
        let facts = Listing::open(&dir, &path, None, ListStyle::Facts(FactSet::default()));
        assert_eq!(facts.err(), Some(FileError::MlsdOfFile));
    }

    #[test]
    fn lists_what_a_pattern_matches() {
        let (_temp, dir) = home();
        dir.create_dir("sub").unwrap();
        for name in ["a.txt", "b.txt", "c.php", ".htaccess", "sub/d.txt"] {
            dir.write(name, "").unwrap();
        }
        dir.write(".berth-upload-00.txt", "half").unwrap();
        assert_eq!(list(&dir, "*.txt", names("*.txt")), ["a.txt", "b.txt"]);
        assert_eq!(list(&dir, "sub/*", names("./sub/*")), ["./sub/d.txt"]);
        assert_eq!(
            list(&dir, "*", names("*")),
            ["a.txt", "b.txt", "c.php", "sub"]
        );
        assert_eq!(list(&dir, ".*", names(".*")), [".htaccess"]);
        assert!(list(&dir, "*.none", ListStyle::Long).is_empty());
        let long = list(&dir, "?.php", ListStyle::Long);
        assert!(long.len() == 1 && long[0].ends_with(" c.php"));
        let path = VirtualPath::root().resolve(b"none/*").unwrap();
        let none = Listing::open(&dir, &path, Pattern::of(b"*").as_ref(), ListStyle::Long);
        assert_eq!(none.err(), Some(FileError::NotFound));
        // A name comes first, whatever it looks like.
        dir.write("*.txt", "").unwrap();
        assert_eq!(list(&dir, "*.txt", names("*.txt")), ["*.txt"]);
    }

    #[test]
    fn a_name_cannot_forge_an_entry() {
        let (_temp, dir) = home();
        dir.write("a\r\ntype=dir; b", "").unwrap();
        let shown = list(&dir, "/", names(""));
        assert_eq!(shown, ["a??type=dir; b"]);
    }

    #[test]
    fn a_big_folder_comes_in_chunks() {
        let (_temp, dir) = home();
        for n in 0..8000 {
            dir.write(format!("{n:0>100}"), "").unwrap();
        }
        let path = VirtualPath::root();
        let mut listing = Listing::open(&dir, &path, None, ListStyle::Long).unwrap();
        let (mut chunks, mut lines) = (0, 0);
        let mut more = true;
        while more {
            let mut chunk = Vec::new();
            more = listing.fill(&mut chunk).unwrap();
            assert!(chunk.len() < CHUNK + 1024);
            lines += chunk.iter().filter(|b| **b == b'\n').count();
            chunks += 1;
        }
        assert_eq!(lines, 8000);
        assert!(chunks > 3);
    }
}
