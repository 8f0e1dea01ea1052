//! What became of the accounts of a file, as `berth import --json` and the REST API write it down.

use app::i18n::Texts;
use model::{
    AccountName, Field, FieldError, HashNotKept, HomeDirectory, ImportCounts as Counts,
    ImportOutcome as Outcome, ImportPreview, ImportRefusal as Refusal, ImportRow,
    ImportedPassword as Password, RecordError, SettingNotKept as NotKept,
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::field_code::{field_error_code, field_name};

/// What became of the accounts of a file, or would become of them.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ImportReport {
    /// Whether accounts were added or changed.
    written: bool,
    /// How many accounts became what.
    counts: ImportCounts,
    /// Every record of the file, in its order.
    records: Vec<ImportedRecord>,
    /// The links of the accounts whose passwords could not be kept. They are shown this once.
    links: Vec<ImportedAccountLink>,
}

/// How many accounts became what.
#[derive(Debug, Serialize, ToSchema)]
struct ImportCounts {
    /// New ones.
    added: u64,
    /// Changed ones.
    changed: u64,
    /// Those that were there just so.
    unchanged: u64,
    /// Refused ones.
    refused: u64,
    /// Of the added ones, those that get a one-time link.
    links: u64,
}

/// A record of the file, and what becomes of it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct ImportedRecord {
    /// Its line in the file, from 1; its number where a file has no lines.
    #[schema(minimum = 1)]
    line: u64,
    /// The account's name as the other server has it; empty if it has none.
    source_name: String,
    /// Its name in Berth. Of an account that is refused for its name, one that is proposed: by the rule
    /// `source_name=name` it is taken.
    #[schema(value_type = String, required, nullable)]
    name: Option<AccountName>,
    /// Its home directory in Berth; null if it can have none.
    #[schema(value_type = String, required, nullable)]
    home_directory: Option<HomeDirectory>,
    /// What becomes of the account.
    outcome: ImportOutcome,
    /// The fields that change, of an account that is changed.
    changed: Vec<&'static str>,
    /// All reasons why it is refused.
    refusals: Vec<ImportRefusal>,
    /// What becomes of its password; null of an account that is refused.
    #[schema(required)]
    password: Option<ImportedPassword>,
    /// The settings that Berth does not have.
    not_kept: Vec<SettingNotKept>,
}

/// What becomes of an account.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum ImportOutcome {
    /// It is new.
    Added,
    /// It was there, and is another now.
    Changed,
    /// It was there just so.
    Unchanged,
    /// It is not taken.
    Refused,
}

/// Why a record is refused.
#[derive(Clone, Debug, Serialize, ToSchema)]
struct ImportRefusal {
    /// The field of the account that is to blame; null if the record itself is.
    #[schema(value_type = String, required, nullable)]
    field: Option<&'static str>,
    /// The rule that it breaks. A code never changes its meaning; new ones may come.
    #[schema(examples("reserved", "home_not_mapped", "name_twice"))]
    code: &'static str,
    /// What to do about it, in the language of the caller.
    detail: String,
}

/// What becomes of an account's password.
#[derive(Clone, Debug, Serialize, ToSchema)]
struct ImportedPassword {
    /// What becomes of it.
    outcome: PasswordOutcome,
    /// Why it cannot be kept; null if it can. A code never changes its meaning; new ones may come.
    #[schema(value_type = String, required, nullable, examples("unknown_scheme"))]
    code: Option<&'static str>,
    /// The same as a sentence, in the language of the caller.
    detail: String,
}

/// What becomes of a password.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum PasswordOutcome {
    /// It goes on working: its hash is kept until the first sign-in.
    HashKept,
    /// It goes on working: it was there as plain text, and is hashed.
    Hashed,
    /// The account was there: an import never changes its password.
    Unchanged,
    /// It cannot be kept: the account gets a one-time link.
    OneTimeLink,
}

/// A setting of an account that Berth does not have.
#[derive(Clone, Debug, Serialize, ToSchema)]
struct SettingNotKept {
    /// The setting, as the other server calls it.
    setting: String,
    /// Its value there.
    value: String,
}

/// The link by which the recipient of an imported account chooses its password.
#[derive(Debug, Serialize, ToSchema)]
struct ImportedAccountLink {
    /// The account.
    name: String,
    /// The link itself: whoever has it can choose the account's password, once.
    #[schema(format = "uri-reference")]
    link: String,
}

impl ImportReport {
    /// What there is to say of an import, in one language; `links` are the addresses of the one-time
    /// links.
    pub(crate) fn new(
        records: &ImportPreview,
        is_written: bool,
        links: Vec<(AccountName, String)>,
        texts: &Texts,
    ) -> Self {
        let links = links.into_iter().map(|(name, link)| ImportedAccountLink {
            name: name.into(),
            link,
        });
        let rows = records.rows.iter();
        Self {
            written: is_written,
            counts: records.counts.into(),
            records: rows.map(|row| ImportedRecord::of(row, texts)).collect(),
            links: links.collect(),
        }
    }

    /// Whether it holds secrets, which are shown this once.
    pub(crate) fn has_links(&self) -> bool {
        !self.links.is_empty()
    }
}

impl From<Counts> for ImportCounts {
    fn from(counts: Counts) -> Self {
        Self {
            added: counts.added,
            changed: counts.changed,
            unchanged: counts.unchanged,
            refused: counts.refused,
            links: counts.links,
        }
    }
}

impl ImportedRecord {
    /// A record in one language.
    pub(crate) fn of(row: &ImportRow, texts: &Texts) -> Self {
        let (outcome, changed, refusals) = match &row.outcome {
            Outcome::Added => (ImportOutcome::Added, &[][..], &[][..]),
            Outcome::Changed(fields) => (ImportOutcome::Changed, &fields[..], &[][..]),
            Outcome::Unchanged => (ImportOutcome::Unchanged, &[][..], &[][..]),
            Outcome::Refused(refusals) => (ImportOutcome::Refused, &[][..], &refusals[..]),
        };
        let refusals = refusals.iter();
        Self {
            line: row.line,
            source_name: row.source_name.clone(),
            name: row.name.clone(),
            home_directory: row.home_directory.clone(),
            outcome,
            changed: changed.iter().copied().map(field_name).collect(),
            refusals: refusals.map(|why| ImportRefusal::of(why, texts)).collect(),
            password: row.password.map(|what| ImportedPassword::of(what, texts)),
            not_kept: row.not_kept.iter().map(Into::into).collect(),
        }
    }
}

impl ImportRefusal {
    fn of(refusal: &Refusal, texts: &Texts) -> Self {
        let (field, code) = match refusal {
            Refusal::Record(error) => (None, record_error_code(error)),
            Refusal::Field { field, error } => (Some(*field), field_error_code(*error)),
            Refusal::NameTwice { .. } => (Some(Field::AccountName), "name_twice"),
            Refusal::HomeNotMapped { .. } => (Some(Field::HomeDirectory), "home_not_mapped"),
            Refusal::TooManyFtpAccounts => (None, "too_many_ftp_accounts"),
        };
        Self {
            field: field.map(field_name),
            code,
            detail: texts.import_refusal(refusal),
        }
    }
}

impl ImportedPassword {
    fn of(password: Password, texts: &Texts) -> Self {
        let (outcome, code) = match password {
            Password::HashKept => (PasswordOutcome::HashKept, None),
            Password::Hashed => (PasswordOutcome::Hashed, None),
            Password::Unchanged => (PasswordOutcome::Unchanged, None),
            Password::Link(why) => (PasswordOutcome::OneTimeLink, Some(hash_code(why))),
        };
        Self {
            outcome,
            code,
            detail: texts.imported_password(password),
        }
    }
}

impl From<&NotKept> for SettingNotKept {
    fn from(not_kept: &NotKept) -> Self {
        Self {
            setting: not_kept.setting.clone(),
            value: not_kept.value.clone(),
        }
    }
}

/// The stable name of a reason why a record is no account. It never changes.
fn record_error_code(error: &RecordError) -> &'static str {
    match error {
        RecordError::FieldCount { .. } => "field_count",
        RecordError::FieldMissing { .. } => "field_missing",
        RecordError::FieldUnreadable { .. } => "field_unreadable",
        RecordError::NotUtf8 => "not_utf8",
        RecordError::SystemAccount => "system_account",
    }
}

/// The stable name of a reason why a password cannot be kept. It never changes.
fn hash_code(why: HashNotKept) -> &'static str {
    match why {
        HashNotKept::NoPassword => "no_password",
        HashNotKept::UnknownScheme => "unknown_scheme",
        HashNotKept::TooCostly => "too_costly",
        HashNotKept::Malformed => "malformed",
        HashNotKept::Password(error) => field_error_code(FieldError::Password(error)),
    }
}
