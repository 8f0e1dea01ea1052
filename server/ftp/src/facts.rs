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
