//! Accounts that are moved in from another server: where from, and what became of each.

use serde::{Deserialize, Serialize};

use super::{AccountName, Field, FieldError, HomeDirectory, PasswordError};

/// In what a file of accounts is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ImportFormat {
    /// Pure-FTPd's `pureftpd.passwd`.
    PureFtpd,
    /// ProFTPD's `AuthUserFile`.
    ProFtpd,
    /// The tables of ProFTPD's `mod_sql` and `mod_quotatab_sql`, as CSV with a heading.
    ProFtpdSql,
    /// vsftpd with `pam_userdb`: the list that the database is made from, names and passwords on
    /// lines of their own.
    Vsftpd,
    /// vsftpd with `pam_pwdfile`: a name and a hash in each line.
    VsftpdPwdfile,
    /// A system's `passwd`, with its `shadow` beside it.
    Passwd,
    /// SFTPGo's `dumpdata`, as JSON.
    Sftpgo,
    /// FileZilla Server 1.x, `users.xml`.
    FileZilla,
    /// cPanel: a `cpmove` archive, or the `proftpdpasswd` in it.
    Cpanel,
    /// Plesk: the XML of a backup.
    Plesk,
    /// ISPConfig's table `ftp_user`, as CSV with a heading.
    IspConfig,
    /// Froxlor's table `ftp_users`, as CSV with a heading.
    Froxlor,
    /// HestiaCP: a `web.conf`.
    HestiaCp,
    /// CSV with a heading that names Berth's own fields.
    Csv,
}

impl ImportFormat {
    /// Every format, in the order in which a person is offered them.
    pub const ALL: [Self; 14] = [
        Self::Plesk,
        Self::Cpanel,
        Self::Sftpgo,
        Self::FileZilla,
        Self::ProFtpd,
        Self::ProFtpdSql,
        Self::PureFtpd,
        Self::Vsftpd,
        Self::VsftpdPwdfile,
        Self::IspConfig,
        Self::Froxlor,
        Self::HestiaCp,
        Self::Passwd,
        Self::Csv,
    ];

    /// The format in forms and on the command line.
    pub fn key(self) -> &'static str {
        match self {
            Self::PureFtpd => "pure-ftpd",
            Self::ProFtpd => "proftpd",
            Self::ProFtpdSql => "proftpd-sql",
            Self::Vsftpd => "vsftpd",
            Self::VsftpdPwdfile => "vsftpd-pwdfile",
            Self::Passwd => "passwd",
            Self::Sftpgo => "sftpgo",
            Self::FileZilla => "filezilla",
            Self::Cpanel => "cpanel",
            Self::Plesk => "plesk",
            Self::IspConfig => "ispconfig",
            Self::Froxlor => "froxlor",
            Self::HestiaCp => "hestiacp",
            Self::Csv => "csv",
        }
    }

    /// The format of a key.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.key() == key)
    }

    /// Whether a second file belongs to it: the `shadow` of a `passwd`.
    pub fn has_shadow(self) -> bool {
        self == Self::Passwd
    }

    /// Whether its homes are written from the webspace root, as Berth's are, rather than as paths on
    /// another server.
    pub fn has_webspace_paths(self) -> bool {
        self == Self::Csv
    }
}

/// Why nothing of a file can be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ImportFileError {
    /// More than [`MAX_IMPORT_FILE_SIZE`] bytes, or more than that once unpacked; or more than
    /// [`MAX_IMPORT_RECORDS`] records.
    TooLarge,
    /// It holds no account.
    NoAccounts,
    /// It is not written in the format at all: no JSON, no XML, no archive, another version's.
    NotThisFormat {
        /// In which line that shows, from 1; none where there are no lines.
        line: Option<u64>,
    },
    /// The heading lacks a column.
    ColumnMissing {
        /// The column, as the format calls it.
        column: String,
    },
}

/// The greatest file of accounts, in bytes: 64 MiB.
pub const MAX_IMPORT_FILE_SIZE: u64 = 64 * 1024 * 1024;

/// The most records of such a file.
pub const MAX_IMPORT_RECORDS: usize = 200_000;

/// Why a record of a file is no account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RecordError {
    /// It has too few fields or too many.
    FieldCount {
        /// How many it has.
        found: u64,
    },
    /// A field is missing or empty that every account has.
    FieldMissing {
        /// The field, as the format calls it.
        field: String,
    },
    /// A field's value cannot be read.
    FieldUnreadable {
        /// The field, as the format calls it.
        field: String,
    },
    /// It is no text in UTF-8.
    NotUtf8,
    /// It is an account of the system: `root`, a daemon's, or one that may not sign in by design.
    SystemAccount,
}

/// A setting of an account that Berth does not have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingNotKept {
    /// The setting, as the other server calls it.
    pub setting: String,
    /// Its value there.
    pub value: String,
}

/// Why a hash of another server cannot be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum HashNotKept {
    /// Nobody can sign in with it there either: locked, or no hash at all.
    NoPassword,
    /// A scheme that Berth does not verify.
    UnknownScheme,
    /// To verify it would cost too much memory or time.
    TooCostly,
    /// Its scheme is known, but it is written in no way that can be verified.
    Malformed,
    /// It is no hash: a plain password, which breaks this rule.
    Password(PasswordError),
}

/// What becomes of an account's password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ImportedPassword {
    /// It goes on working: its hash is kept until the first sign-in.
    HashKept,
    /// It goes on working: it was there as plain text, and is hashed.
    Hashed,
    /// The account was there: an import never changes its password.
    Unchanged,
    /// It cannot be kept: the account gets a one-time link.
    Link(HashNotKept),
}

/// Why an account is not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ImportRefusal {
    /// Its record is none.
    Record(RecordError),
    /// A field of it breaks a rule of Berth's.
    Field {
        /// Which.
        field: Field,
        /// The rule.
        error: FieldError,
    },
    /// An earlier record of the file has the same name.
    NameTwice {
        /// The line of the earlier record.
        line: u64,
    },
    /// Its home lies outside of every folder that is mapped into the webspace.
    HomeNotMapped {
        /// The home, as the other server has it.
        home: String,
    },
    /// The subscription may not have so many accounts.
    TooManyFtpAccounts,
}

/// What becomes of an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ImportOutcome {
    /// It is new.
    Added,
    /// It was there, and differs now in these.
    Changed(Vec<Field>),
    /// It was there just so.
    Unchanged,
    /// It is not taken, for all of these reasons.
    Refused(Vec<ImportRefusal>),
}

/// A record of the file, and what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportRow {
    /// Its line in the file, from 1; its number where a file has no lines.
    pub line: u64,
    /// The account's name as the other server has it; empty if it has none.
    pub source_name: String,
    /// Its name in Berth. Of an account that is refused for its name, one that is proposed: once it is
    /// [given](super::Rename), the account is taken.
    pub name: Option<AccountName>,
    /// Its home directory in Berth, if it can have one.
    pub home_directory: Option<HomeDirectory>,
    /// What becomes of the account.
    pub outcome: ImportOutcome,
    /// What becomes of its password; none of an account that is refused.
    pub password: Option<ImportedPassword>,
    /// What Berth does not have.
    pub not_kept: Vec<SettingNotKept>,
}

impl ImportRow {
    /// Whether it is refused, among others, for its name: then another name may mend it.
    pub fn is_refused_for_its_name(&self) -> bool {
        let of_name = |refusal: &ImportRefusal| match refusal {
            ImportRefusal::Field { field, .. } => *field == Field::AccountName,
            _ => false,
        };
        matches!(&self.outcome, ImportOutcome::Refused(refusals) if refusals.iter().any(of_name))
    }
}

/// What an import does, or would do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportPreview {
    /// How many accounts become what.
    pub counts: ImportCounts,
    /// Every record, in the order of the file.
    pub rows: Vec<ImportRow>,
}

impl ImportPreview {
    /// That of these rows.
    pub fn new(rows: Vec<ImportRow>) -> Self {
        Self {
            counts: ImportCounts::of(&rows),
            rows,
        }
    }
}

/// How many accounts become what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportCounts {
    /// New ones.
    pub added: u64,
    /// Changed ones.
    pub changed: u64,
    /// Those that were there just so.
    pub unchanged: u64,
    /// Refused ones.
    pub refused: u64,
    /// Of the added ones, those that get a one-time link.
    pub links: u64,
}

impl ImportCounts {
    /// Counts rows.
    pub fn of<'a>(rows: impl IntoIterator<Item = &'a ImportRow>) -> Self {
        let mut counts = Self::default();
        for row in rows {
            match row.outcome {
                ImportOutcome::Added => counts.added += 1,
                ImportOutcome::Changed(_) => counts.changed += 1,
                ImportOutcome::Unchanged => counts.unchanged += 1,
                ImportOutcome::Refused(_) => counts.refused += 1,
            }
            if matches!(row.password, Some(ImportedPassword::Link(_))) {
                counts.links += 1;
            }
        }
        counts
    }
}
