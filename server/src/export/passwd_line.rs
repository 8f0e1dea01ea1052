//! What the formats have in common whose lines are like those of `passwd`.

use model::{Field, is_control};

use super::account::{Account, ExportError, HashNote, Written};

/// How the hashes begin that crypt knows (crypt(5)).
const CRYPT: [&str; 9] = [
    "$1$", "$2a$", "$2b$", "$2y$", "$5$", "$6$", "$7$", "$y$", "$gy$",
];
/// How those begin that crypt knows on few systems.
const ARGON2: &str = "$argon2";

/// What separates fields.
const SEPARATOR: &str = ":";

/// What such a line has of an account, beside what is each format's own.
pub(super) struct PasswdLine<'a> {
    /// The hash, or what nobody's password has.
    pub(super) password: &'a str,
    /// The note, if it can be written.
    pub(super) gecos: &'a str,
    /// The home directory.
    pub(super) home: &'a str,
}

impl<'a> PasswdLine<'a> {
    /// Those of an account; `locked` is the password of one that cannot sign in.
    ///
    /// # Errors
    /// [`ExportError::Home`].
    pub(super) fn of(account: &Account<'a>, locked: &'a str) -> Result<Self, ExportError> {
        if !is_field(account.home) {
            return Err(ExportError::Home(account.home.to_owned()));
        }
        let hash = account.hash.filter(|_| !account.is_shut());
        let hash = hash.filter(|hash| note_of(hash) != HashNote::LeftOut);
        let note = account.row.settings.note.as_str();
        Ok(Self {
            password: hash.unwrap_or(locked),
            gecos: if is_field(note) { note } else { "" },
            home: account.home,
        })
    }
}

/// A line of these fields, and what is to be said of the account; `not_kept` are settings that the format
/// does not have.
pub(super) fn written(account: &Account<'_>, fields: &[&str], not_kept: &[Field]) -> Written {
    let mut not_kept = account.set_of(not_kept);
    let is_locked = account.is_shut();
    if !is_locked {
        not_kept.extend(account.set_of(&[Field::Expiry]));
    }
    if !is_field(&account.row.settings.note) {
        not_kept.push(Field::Note);
    }
    let hash = account.hash.filter(|_| !is_locked);
    let mut text = fields.join(SEPARATOR);
    text.push('\n');
    Written {
        text: text.into(),
        not_kept,
        is_locked,
        hash: hash.map(note_of).unwrap_or_default(),
    }
}

/// What crypt makes of a hash. One that would not stay in its field, as another server may have had it,
/// is left out.
fn note_of(hash: &str) -> HashNote {
    if !is_field(hash) {
        HashNote::LeftOut
    } else if CRYPT.iter().any(|start| hash.starts_with(start)) {
        HashNote::Fine
    } else if hash.starts_with(ARGON2) {
        HashNote::NeedsArgon2
    } else {
        HashNote::LeftOut
    }
}

/// A number, or nothing.
pub(super) fn number(number: Option<u64>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}

fn is_field(text: &str) -> bool {
    !text.contains(SEPARATOR) && !text.contains(is_control)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_hash_is_more_than_one_field() {
        for (hash, note) in [
            ("$6$salt$hash", HashNote::Fine),
            (
                "$argon2id$v=19$m=1,t=1,p=1$salt$hash",
                HashNote::NeedsArgon2,
            ),
            ("{SHA}hash", HashNote::LeftOut),
            ("$6$a:0:0::/:$hash", HashNote::LeftOut),
            ("$6$a\nroot:$hash", HashNote::LeftOut),
        ] {
            assert!(note_of(hash) == note, "{hash:?}");
        }
    }
}
