//! Accounts as another server has them.

use std::fmt;

use model::{Field, FtpAccountSettings, MAX_IMPORT_RECORDS, RecordError, SettingNotKept};
use zeroize::Zeroizing;

use crate::text::one_line;

/// The most records of a file: each takes more memory than its bytes.
pub(crate) const MAX_RECORDS: usize = MAX_IMPORT_RECORDS;

/// The files to read.
#[derive(Clone, Copy)]
pub struct SourceFiles<'a> {
    /// The file of the accounts.
    pub main: &'a [u8],
    /// The `shadow` of a `passwd`; none for every other format.
    pub shadow: Option<&'a [u8]>,
}

/// What a file holds, in its order.
#[derive(Debug, Default)]
pub struct Source {
    /// Its records.
    pub records: Vec<SourceRecord>,
}

/// A record of a file.
#[derive(Debug)]
pub struct SourceRecord {
    /// Its line in the file, from 1; its number where a file has no lines.
    pub line: u64,
    /// The name in it; empty if it has none.
    pub name: String,
    /// The account, or why the record is none.
    pub account: Result<SourceAccount, RecordError>,
}

/// An account as another server has it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct SourceAccount {
    /// The folder that it sees as `/`, as a path on the other server; empty where the file has none,
    /// which stands for a folder of the account's name.
    pub home: String,
    /// How it signs in.
    pub password: SourcePassword,
    /// Those of [`FtpAccountSettings::FIELDS`](model::FtpAccountSettings::FIELDS) of which the other
    /// server says something, as texts that
    /// [`FtpAccountSettings::set`](model::FtpAccountSettings::set) reads, empty for no limit; each
    /// once. What is not among them is as the subscription has it.
    pub settings: Vec<(Field, String)>,
    /// What Berth does not have: settings that hold, not those that are off or empty.
    pub not_kept: Vec<SettingNotKept>,
}

/// How an account signs in on the other server.
#[derive(Default, PartialEq, Eq)]
pub enum SourcePassword {
    /// Not at all: locked, or nothing is there.
    #[default]
    None,
    /// By a hash, as `crypt` writes them (`$6$...`) or as a PHC string; a format that writes hashes in
    /// a way of its own turns them into one of these.
    Hash(String),
    /// By a password that stands there as plain text.
    Plain(Zeroizing<String>),
}

impl fmt::Debug for SourcePassword {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::None => "None",
            Self::Hash(_) => "Hash(…)",
            Self::Plain(_) => "Plain(…)",
        })
    }
}

/// The most settings of an account that are named as not kept. A table of many columns would
/// otherwise take more memory than its file many times over.
const MAX_NOT_KEPT: usize = 100;
/// What is shown of the value of one, in characters.
const MAX_SHOWN_VALUE: usize = 500;
/// What stands for all that is beyond [`MAX_NOT_KEPT`] or [`MAX_SHOWN_VALUE`].
const MORE: &str = "…";

impl SourceAccount {
    /// Sets a setting.
    pub(crate) fn set(&mut self, field: Field, text: impl Into<String>) {
        self.settings.push((field, text.into()));
    }

    /// Sets the note to a text of one or more lines. Of one that is longer than Berth's notes may be,
    /// the rest is named as not kept.
    pub(crate) fn set_note(&mut self, setting: &str, text: &str) {
        let note = one_line(text);
        let length = FtpAccountSettings::MAX_NOTE_LENGTH;
        match note.char_indices().nth(length) {
            Some((end, _)) => {
                self.not_kept(setting, note[end..].trim());
                self.set(Field::Note, note[..end].trim_end());
            }
            None => self.set(Field::Note, note),
        }
    }

    /// Names a setting that Berth does not have.
    pub(crate) fn not_kept(&mut self, setting: &str, value: impl Into<String>) {
        let (setting, value) = match self.not_kept.len() {
            MAX_NOT_KEPT => (MORE.to_owned(), String::new()),
            number if number > MAX_NOT_KEPT => return,
            _ => (setting.to_owned(), shown(value.into())),
        };
        self.not_kept.push(SettingNotKept { setting, value });
    }
}

/// The beginning of a value, so that nobody has to read all of it.
fn shown(mut value: String) -> String {
    if let Some((end, _)) = value.char_indices().nth(MAX_SHOWN_VALUE) {
        value.truncate(end);
        value.push_str(MORE);
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_note_that_is_too_long_the_rest_is_named() {
        let mut account = SourceAccount::default();
        account.set_note(
            "gecos",
            &format!("{}\n  é {}", "é ".repeat(249), "b".repeat(9)),
        );
        let (note, rest) = (&account.settings[0].1, &account.not_kept[0]);
        assert_eq!(
            note.chars().count(),
            FtpAccountSettings::MAX_NOTE_LENGTH - 1
        );
        assert_eq!(
            (rest.setting.as_str(), rest.value.as_str()),
            ("gecos", "bbbbbbbbb")
        );
    }

    #[test]
    fn what_is_named_of_an_account_is_bounded_and_says_so() {
        let mut account = SourceAccount::default();
        for number in 0..MAX_NOT_KEPT * 2 {
            account.not_kept(&number.to_string(), "é".repeat(MAX_SHOWN_VALUE + number));
        }
        assert_eq!(account.not_kept.len(), MAX_NOT_KEPT + 1);
        assert_eq!(account.not_kept[0].value, "é".repeat(MAX_SHOWN_VALUE));
        assert!(account.not_kept[1].value.ends_with("é…"));
        assert_eq!(account.not_kept[MAX_NOT_KEPT].setting, MORE);
    }
}
