//! Accounts as another server has them.

use std::fmt;

use model::{Field, RecordError, SettingNotKept};
use zeroize::Zeroizing;

/// The most records of a file: each takes more memory than its bytes.
pub(crate) const MAX_RECORDS: usize = 200_000;

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

impl SourceAccount {
    /// Sets a setting.
    pub(crate) fn set(&mut self, field: Field, text: impl Into<String>) {
        self.settings.push((field, text.into()));
    }

    /// Names a setting that Berth does not have.
    pub(crate) fn not_kept(&mut self, setting: &str, value: impl Into<String>) {
        self.not_kept.push(SettingNotKept {
            setting: setting.to_owned(),
            value: value.into(),
        });
    }
}
