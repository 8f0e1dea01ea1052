//! Folders as `LIST`, `NLST` and `MLSD` show them, in chunks.

use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use cap_std::fs::{Dir, Metadata, MetadataExt, ReadDir};

use crate::path::{UPLOAD_PREFIX, VirtualPath};
use crate::reply::printable;
use crate::session::{FileError, ListStyle};
use crate::storage::file_error;
use crate::time::{format_listing, format_stamp};

/// A chunk is handed on when it has grown to this size.
const CHUNK: usize = 64 * 1024;

/// Which facts `MLSD` and `MLST` give (RFC 3659, section 7).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FactSet([bool; FACTS.len()]);

const FACTS: [&str; 5] = ["type", "size", "modify", "perm", "UNIX.mode"];

impl Default for FactSet {
    fn default() -> Self {
        Self([true; FACTS.len()])
    }
}

impl FactSet {
    /// The facts named in `OPTS MLST`, between semicolons. Unknown ones are left out.
    pub(crate) fn choose(names: &[u8]) -> Self {
        Self(FACTS.map(|fact| {
            names
                .split(|b| *b == b';')
                .any(|name| name.eq_ignore_ascii_case(fact.as_bytes()))
        }))
    }

    /// As `OPTS MLST` is answered: `type;size;`.
    pub(crate) fn chosen(self) -> Vec<u8> {
        self.render(|fact, chosen| {
            if chosen {
                format!("{fact};")
            } else {
                String::new()
            }
        })
    }

    /// As `FEAT` shows them: `type*;size;`, the star for those that are on.
    pub(crate) fn feature(self) -> Vec<u8> {
        self.render(|fact, chosen| format!("{fact}{};", if chosen { "*" } else { "" }))
    }

    fn render(self, one: impl Fn(&str, bool) -> String) -> Vec<u8> {
        FACTS
            .iter()
            .zip(self.0)
            .map(|(fact, on)| one(fact, on))
            .collect::<String>()
            .into_bytes()
    }
}

/// Facts and the space after them, where the name follows.
pub(crate) fn facts(metadata: &Metadata, set: FactSet) -> Vec<u8> {
    let [kind, size, modify, perm, mode] = set.0;
    let mut line = String::new();
    let bits = metadata.mode();
    let (is_dir, is_link) = (metadata.is_dir(), metadata.is_symlink());
    if kind {
        line += match (is_dir, is_link) {
            (true, _) => "type=dir;",
            (_, true) => "type=OS.unix=symlink;",
            _ => "type=file;",
        };
    }
    if size && !is_dir {
        line += &format!("size={};", metadata.len());
    }
    if modify {
        line += &format!("modify={};", format_stamp(modified(metadata)));
    }
    if perm {
        let readable = bits & 0o400 != 0;
        let writable = bits & 0o200 != 0;
        line += "perm=";
        line += match (is_dir, readable, writable) {
            (true, true, true) => "cdeflmp",
            (true, true, false) => "el",
            (true, false, _) => "e",
            (false, true, true) => "adfrw",
            (false, true, false) => "dfr",
            (false, false, true) => "adfw",
            (false, false, false) => "df",
        };
        line.push(';');
    }
    if mode {
        line += &format!("UNIX.mode=0{:03o};", bits & 0o7777);
    }
    line.push(' ');
    line.into_bytes()
}

pub(crate) fn modified(metadata: &Metadata) -> SystemTime {
    metadata
        .modified()
        .map_or(UNIX_EPOCH, cap_std::time::SystemTime::into_std)
}

/// A line of `ls -l`. Owners are not told: the accounts of the machine are nobody's business.
fn long(line: &mut Vec<u8>, metadata: &Metadata, now: SystemTime) {
    let bits = metadata.mode();
    let kind = match (metadata.is_dir(), metadata.is_symlink()) {
        (true, _) => 'd',
        (_, true) => 'l',
        _ => '-',
    };
    let mut mode = String::with_capacity(10);
    mode.push(kind);
    for (at, letter) in "rwxrwxrwx".chars().enumerate() {
        mode.push(if bits & (0o400 >> at) != 0 {
            letter
        } else {
            '-'
        });
    }
    let time = format_listing(modified(metadata), now);
    let (links, size) = (metadata.nlink(), metadata.len());
    line.extend_from_slice(
        format!("{mode} {links:3} ftp      ftp      {size:12} {time} ").as_bytes(),
    );
}

/// The rest of a folder's listing.
pub(crate) struct Listing {
    style: ListStyle,
    now: SystemTime,
    rest: Rest,
}

enum Rest {
    Folder {
        home: Dir,
        place: PathBuf,
        entries: ReadDir,
    },
    /// One entry: `LIST` of a file.
    Line(Vec<u8>),
}

impl Listing {
    pub(crate) fn open(
        home: &Dir,
        path: &VirtualPath,
        style: ListStyle,
    ) -> Result<Self, FileError> {
        let now = SystemTime::now();
        let relative = path.relative();
        // A link that leads nowhere, or out of the home, is still an entry to show.
        let metadata = match home.metadata(relative) {
            Ok(metadata) => metadata,
            Err(error) => match home.symlink_metadata(relative) {
                Ok(metadata) if metadata.is_symlink() => metadata,
                _ => return Err(file_error(&error)),
            },
        };
        let rest = if metadata.is_dir() {
            let entries = home.read_dir(relative).map_err(|e| file_error(&e))?;
            let home = home.try_clone().map_err(|e| file_error(&e))?;
            Rest::Folder {
                home,
                place: relative.to_path_buf(),
                entries,
            }
        } else {
            let name = path.name().unwrap_or_default();
            let mut line = Vec::new();
            match &style {
                ListStyle::Long => long(&mut line, &metadata, now),
                ListStyle::Facts(_) => return Err(FileError::NotADirectory),
                ListStyle::Names { .. } => {}
            }
            match &style {
                ListStyle::Names { prefix } => {
                    push_name(&mut line, prefix.strip_suffix(b"/").unwrap_or(prefix));
                }
                _ => push_name(&mut line, name.as_bytes()),
            }
            line.extend_from_slice(b"\r\n");
            Rest::Line(line)
        };
        Ok(Self { style, now, rest })
    }

    /// Appends the next lines to `chunk`, complete ones. False when there are no more.
    pub(crate) fn fill(&mut self, chunk: &mut Vec<u8>) -> io::Result<bool> {
        match &mut self.rest {
            Rest::Line(line) => {
                chunk.append(line);
                Ok(false)
            }
            Rest::Folder {
                home,
                place,
                entries,
            } => {
                for entry in entries {
                    let entry = entry?;
                    let name = entry.file_name();
                    if name.as_bytes().starts_with(UPLOAD_PREFIX) {
                        continue;
                    }
                    if let ListStyle::Names { prefix } = &self.style {
                        push_name(chunk, prefix);
                        push_name(chunk, name.as_bytes());
                        chunk.extend_from_slice(b"\r\n");
                    } else if let Ok(metadata) = entry.metadata() {
                        match &self.style {
                            ListStyle::Facts(set) => {
                                chunk.extend_from_slice(&facts(&metadata, *set));
                            }
                            _ => long(chunk, &metadata, self.now),
                        }
                        push_name(chunk, name.as_bytes());
                        if metadata.is_symlink() && self.style == ListStyle::Long {
                            push_target(chunk, home, &place.join(&name));
                        }
                        chunk.extend_from_slice(b"\r\n");
                    }
                    // An entry without metadata was removed meanwhile.
                    if chunk.len() >= CHUNK {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
        }
    }
}

/// ` -> target`, as `ls` writes it; only if the target is within the home. What the folders
/// outside are called is nobody's business either.
fn push_target(line: &mut Vec<u8>, home: &Dir, link: &Path) {
    if home.metadata(link).is_ok()
        && let Ok(target) = home.read_link(link)
    {
        line.extend_from_slice(b" -> ");
        push_name(line, target.as_os_str().as_bytes());
    }
}

/// A line end within a name would forge an entry.
fn push_name(line: &mut Vec<u8>, name: &[u8]) {
    line.extend(name.iter().map(|b| printable(*b)));
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;
    use cap_std::ambient_authority;

    fn home() -> (tempfile::TempDir, Dir) {
        let temp = tempfile::tempdir().unwrap();
        let dir = Dir::open_ambient_dir(temp.path(), ambient_authority()).unwrap();
        (temp, dir)
    }

    fn list(dir: &Dir, name: &str, style: ListStyle) -> Vec<String> {
        let path = VirtualPath::root().resolve(name.as_bytes()).unwrap();
        let mut listing = Listing::open(dir, &path, style).unwrap();
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
        let names = list(&dir, "/", ListStyle::Names { prefix: Vec::new() });
        assert_eq!(names, [".hidden", "a.txt", "in", "out", "sub"]);
        let long = list(&dir, "/", ListStyle::Long);
        let line = |end: &str| long.iter().find(|line| line.ends_with(end)).unwrap();
        assert!(line(" a.txt").starts_with("-rw"));
        assert!(line(" a.txt").contains("           4 "));
        assert!(line(" sub").starts_with("drwx"));
        assert!(line(" in -> a.txt").starts_with("lrwx"));
        assert!(line(" out").starts_with("lrwx"));
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
        assert_eq!(
            list(
                &dir,
                "sub/a",
                ListStyle::Names {
                    prefix: b"sub/a/".to_vec()
                }
            ),
            ["sub/a"]
        );
        assert_eq!(
            list(
                &dir,
                "sub",
                ListStyle::Names {
                    prefix: b"sub/".to_vec()
                }
            ),
            ["sub/a"]
        );
        let path = VirtualPath::root().resolve(b"sub/a").unwrap();
        let facts = Listing::open(&dir, &path, ListStyle::Facts(FactSet::default()));
        assert_eq!(facts.err(), Some(FileError::NotADirectory));
    }

    #[test]
    fn a_name_cannot_forge_an_entry() {
        let (_temp, dir) = home();
        dir.write("a\r\ntype=dir; b", "").unwrap();
        let names = list(&dir, "/", ListStyle::Names { prefix: Vec::new() });
        assert_eq!(names, ["a??type=dir; b"]);
    }

    #[test]
    fn a_big_folder_comes_in_chunks() {
        let (_temp, dir) = home();
        for n in 0..2000 {
            dir.write(format!("{n:0>100}"), "").unwrap();
        }
        let path = VirtualPath::root();
        let mut listing = Listing::open(&dir, &path, ListStyle::Long).unwrap();
        let (mut chunks, mut lines) = (0, 0);
        let mut more = true;
        while more {
            let mut chunk = Vec::new();
            more = listing.fill(&mut chunk).unwrap();
            assert!(chunk.len() < CHUNK + 1024);
            lines += chunk.iter().filter(|b| **b == b'\n').count();
            chunks += 1;
        }
        assert_eq!(lines, 2000);
        assert!(chunks > 3);
    }

    #[test]
    fn fact_sets_are_named() {
        assert_eq!(
            FactSet::default().feature(),
            b"type*;size*;modify*;perm*;UNIX.mode*;"
        );
        let set = FactSet::choose(b"MODIFY;unix.mode;nonsense;");
        assert_eq!(set.chosen(), b"modify;UNIX.mode;");
        assert_eq!(set.feature(), b"type;size;modify*;perm;UNIX.mode*;");
    }
}
