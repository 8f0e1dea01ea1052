//! Facts about files, as `MLSD` and `MLST` give them (RFC 3659, section 7).

use std::time::SystemTime;

use cap_std::fs::{Metadata, MetadataExt};

use crate::file::modification_time;
use crate::integer_format::{push_decimal, push_hexadecimal, push_octal};
use crate::policy::Permission;
use crate::time::{format_timestamp, push_timestamp};

/// The facts that a session has selected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FactSet {
    on: [bool; FACTS.len()],
    /// What the session may do, for `perm`.
    permission: Permission,
}

const FACTS: [&str; 6] = ["type", "size", "modify", "perm", "unique", "UNIX.mode"];

impl Default for FactSet {
    fn default() -> Self {
        Self {
            on: [true; FACTS.len()],
            permission: Permission::default(),
        }
    }
}

impl FactSet {
    /// The facts named in `OPTS MLST`, between semicolons. Unknown ones are left out.
    pub(crate) fn choose(names: &[u8]) -> Self {
        let is_named = |fact: &str| {
            names
                .split(|b| *b == b';')
                .any(|name| name.eq_ignore_ascii_case(fact.as_bytes()))
        };
        Self {
            on: FACTS.map(is_named),
            ..Self::default()
        }
    }

    /// The same facts, with `perm` restricted to what `permission` allows.
    pub(crate) fn with_permission(self, permission: Permission) -> Self {
        Self { permission, ..self }
    }

    /// The selected facts, for the reply to `OPTS MLST`: `type;size;`.
    pub(crate) fn chosen(self) -> Vec<u8> {
        self.render(|fact, chosen| {
            if chosen {
                format!("{fact};")
            } else {
                String::new()
            }
        })
    }

    /// All facts, for `FEAT`: `type*;size;`, with a star for the selected ones.
    pub(crate) fn feature(self) -> Vec<u8> {
        self.render(|fact, chosen| format!("{fact}{};", if chosen { "*" } else { "" }))
    }

    fn render(self, one: impl Fn(&str, bool) -> String) -> Vec<u8> {
        FACTS
            .iter()
            .zip(self.on)
            .map(|(fact, on)| one(fact, on))
            .collect::<String>()
            .into_bytes()
    }
}

/// Permissions as `chmod` takes them, without setuid, setgid and sticky: those are the
/// administrator's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FileMode(u32);

impl FileMode {
    /// Three or four octal digits. The first of four (setuid, setgid, sticky) is ignored.
    pub(crate) fn parse(digits: &[u8]) -> Option<Self> {
        if !(3..=4).contains(&digits.len()) {
            return None;
        }
        let digits = std::str::from_utf8(digits).ok()?;
        let octal = digits.bytes().all(|b| matches!(b, b'0'..=b'7'));
        octal.then_some(())?;
        Some(Self(u32::from_str_radix(digits, 8).ok()? & 0o777))
    }

    pub(crate) fn bits(self) -> u32 {
        self.0
    }
}

/// What `MFF` changes (draft-somers-ftp-mfxx-04, section 6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct FactChange {
    pub(crate) modify: Option<SystemTime>,
    pub(crate) mode: Option<FileMode>,
}

impl FactChange {
    /// The form that the reply repeats: `Modify=20240229000000;UNIX.mode=0644;`.
    pub(crate) fn render(self) -> String {
        let modify = self
            .modify
            .map(|time| format!("Modify={};", format_timestamp(time)));
        let mode = self.mode.map(|mode| format!("UNIX.mode=0{:03o};", mode.0));
        [modify, mode].into_iter().flatten().collect()
    }
}

/// Where an entry is, on which `perm` depends too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EntryContext {
    /// The session's `/`, which can be neither renamed nor removed.
    Root,
    Inside,
    /// Inside, but a symlink whose target is missing or outside of the home: it can be removed,
    /// not read.
    DanglingLink,
}

/// Appends facts and the space after them, where the name follows.
pub(crate) fn push_facts(
    line: &mut Vec<u8>,
    metadata: &Metadata,
    context: EntryContext,
    set: FactSet,
) {
    let [kind, size, modify, perm, unique, mode] = set.on;
    if kind {
        line.extend_from_slice(match (metadata.is_dir(), metadata.is_symlink()) {
            (true, _) => b"type=dir;",
            (_, true) => b"type=OS.unix=symlink;",
            _ => b"type=file;",
        });
    }
    if size && !metadata.is_dir() {
        line.extend_from_slice(b"size=");
        push_decimal(line, metadata.len(), 1, b'0');
        line.push(b';');
    }
    if modify {
        line.extend_from_slice(b"modify=");
        push_timestamp(line, modification_time(metadata));
        line.push(b';');
    }
    if perm {
        line.extend_from_slice(b"perm=");
        line.extend_from_slice(permissions(metadata, context, set.permission).as_bytes());
        line.push(b';');
    }
    if unique {
        // Two names of one file have the same (RFC 3659, section 7.5.2).
        line.extend_from_slice(b"unique=");
        push_hexadecimal(line, metadata.dev());
        line.push(b'g');
        push_hexadecimal(line, metadata.ino());
        line.push(b';');
    }
    if mode {
        line.extend_from_slice(b"UNIX.mode=0");
        push_octal(line, metadata.mode() & 0o7777, 3);
        line.push(b';');
    }
    line.push(b' ');
}

/// The `perm` fact (RFC 3659, section 7.5.5), as far as the mode bits of the entry determine it.
/// `d` and `f` (remove and rename the entry) depend on its folder; `c`, `m` and `p` are about
/// creating files and folders in it, and removing them.
fn permissions(metadata: &Metadata, context: EntryContext, may: Permission) -> String {
    let changes = may.can_modify();
    if context == EntryContext::DanglingLink {
        return if changes {
            "df".to_owned()
        } else {
            String::new()
        };
    }
    let allowed = |bit| metadata.mode() & bit != 0;
    let (readable, writable) = (allowed(0o400), allowed(0o200));
    let letters: &[(char, bool)] = if metadata.is_dir() {
        &[
            ('c', writable && may.can_create()),
            ('d', changes && context == EntryContext::Inside),
            ('e', allowed(0o100)),
            ('f', changes && context == EntryContext::Inside),
            ('l', readable),
            ('m', writable && may.can_create()),
            ('p', writable && changes),
        ]
    } else {
        &[
            ('a', writable && changes),
            ('d', changes),
            ('f', changes),
            ('r', readable && may.can_read()),
            ('w', writable && changes),
        ]
    };
    letters
        .iter()
        .filter(|(_, allowed)| *allowed)
        .map(|(letter, _)| letter)
        .collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;
    use cap_std::ambient_authority;
    use cap_std::fs::{Dir, Permissions, PermissionsExt};

    fn all(dir: &Dir, name: &str, context: EntryContext) -> String {
        let mut line = Vec::new();
        let metadata = dir.metadata(name).unwrap();
        push_facts(&mut line, &metadata, context, FactSet::default());
        String::from_utf8(line).unwrap()
    }

    #[test]
    fn says_what_may_be_done() {
        let temp = tempfile::tempdir().unwrap();
        let dir = Dir::open_ambient_dir(temp.path(), ambient_authority()).unwrap();
        dir.create_dir("folder").unwrap();
        dir.write("file", "four").unwrap();
        for (name, mode, perm) in [
            ("file", 0o644, "adfrw"),
            ("file", 0o444, "dfr"),
            ("file", 0o200, "adfw"),
            ("folder", 0o755, "cdeflmp"),
            ("folder", 0o555, "defl"),
            ("folder", 0o000, "df"),
        ] {
            dir.set_permissions(name, Permissions::from_mode(mode))
                .unwrap();
            let line = all(&dir, name, EntryContext::Inside);
            assert!(line.contains(&format!(";perm={perm};")), "{line}");
        }
        let root = all(&dir, ".", EntryContext::Root);
        assert!(root.contains(";perm=celmp;"), "{root}");
    }

    #[test]
    fn two_names_of_one_file_have_one_unique_fact() {
        let temp = tempfile::tempdir().unwrap();
        let dir = Dir::open_ambient_dir(temp.path(), ambient_authority()).unwrap();
        dir.write("a", "four").unwrap();
        dir.write("b", "four").unwrap();
        dir.hard_link("a", &dir, "c").unwrap();
        let unique = |name: &str| {
            let line = all(&dir, name, EntryContext::Inside);
            let fact = line.split(';').find(|fact| fact.starts_with("unique="));
            fact.unwrap().to_owned()
        };
        assert_eq!(unique("a"), unique("c"));
        assert_ne!(unique("a"), unique("b"));
    }

    #[test]
    fn modes_are_octal_and_never_special() {
        for (text, bits) in [("644", 0o644), ("0755", 0o755), ("4755", 0o755), ("000", 0)] {
            let mode = FileMode::parse(text.as_bytes()).map(FileMode::bits);
            assert_eq!(mode, Some(bits), "{text}");
        }
        for text in ["", "64", "00644", "648", "+64", "u+x", "0x1"] {
            assert_eq!(FileMode::parse(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn fact_sets_are_named() {
        assert_eq!(
            FactSet::default().feature(),
            b"type*;size*;modify*;perm*;unique*;UNIX.mode*;"
        );
        let set = FactSet::choose(b"MODIFY;unix.mode;nonsense;");
        assert_eq!(set.chosen(), b"modify;UNIX.mode;");
        assert_eq!(set.feature(), b"type;size;modify*;perm;unique;UNIX.mode*;");
    }
}
