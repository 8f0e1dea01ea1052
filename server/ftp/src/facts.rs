//! Facts about files, as `MLSD` and `MLST` give them (RFC 3659, section 7).

use std::time::{SystemTime, UNIX_EPOCH};

use cap_std::fs::{Metadata, MetadataExt};

use crate::time::format_stamp;

/// Which facts are given.
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

/// Permissions as `chmod` takes them, without setuid, setgid and sticky: those are the
/// administrator's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FileMode(u32);

impl FileMode {
    /// Three or four octal digits. What the first of four asks for is left out.
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
    /// As the reply repeats it: `Modify=20240229000000;UNIX.mode=0644;`.
    pub(crate) fn render(self) -> String {
        let modify = self
            .modify
            .map(|time| format!("Modify={};", format_stamp(time)));
        let mode = self.mode.map(|mode| format!("UNIX.mode=0{:03o};", mode.0));
        [modify, mode].into_iter().flatten().collect()
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

#[cfg(test)]
mod tests {
    use super::*;

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
            b"type*;size*;modify*;perm*;UNIX.mode*;"
        );
        let set = FactSet::choose(b"MODIFY;unix.mode;nonsense;");
        assert_eq!(set.chosen(), b"modify;UNIX.mode;");
        assert_eq!(set.feature(), b"type;size;modify*;perm;UNIX.mode*;");
    }
}
