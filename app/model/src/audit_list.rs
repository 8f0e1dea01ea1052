//! Rows of the audit log, as a person may see them.

use serde::{Deserialize, Serialize};

use super::{AuditAction, AuditKey, Change, DomainName, UtcTime};

/// A page of the audit log, the latest row first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditList {
    /// The subscription that it is of; none for all that the person may see.
    pub domain: Option<DomainName>,
    /// The rows.
    pub entries: Vec<AuditEntry>,
    /// The row after which newer ones are, if there are any.
    pub newer: Option<AuditKey>,
    /// The row before which older ones are, if there are any.
    pub older: Option<AuditKey>,
    /// For how many days rows are kept, if that is known; 0 for ever.
    pub kept_days: Option<u16>,
}

impl AuditList {
    /// Rows on a full page.
    pub const PAGE: u16 = 50;
}

/// A row of the audit log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEntry {
    /// Its key, with the time.
    pub key: AuditKey,
    /// What was done, by the key that it is stored under: a newer program may have done it.
    pub action: String,
    /// Who did it, by the name under which the audit log keeps them.
    pub actor: String,
    /// Whether that is who it was, and not what the person is told instead.
    pub is_known: bool,
    /// The system user who ran the command line.
    pub system_user: Option<String>,
    /// The API token by which a program acted for them, by its name then.
    pub token: Option<String>,
    /// From which address.
    pub address: Option<String>,
    /// What it was done to, by its name then.
    pub subject: Option<String>,
    /// The subscription that it belongs to.
    pub domain: Option<DomainName>,
    /// Old and new values.
    pub detail: AuditDetail,
    /// How many times: the row stands for all of them.
    pub repeats: u64,
}

impl AuditEntry {
    /// What was done; none if this program does not know it.
    pub fn action(&self) -> Option<AuditAction> {
        AuditAction::parse(&self.action)
    }
}

/// What a row of the audit log says beside who, what and when.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditDetail {
    /// Why something was refused, by the key that it is stored under.
    pub reason: Option<String>,
    /// What of an FTP account, or of the defaults of new ones, was changed.
    pub changes: Vec<Change>,
    /// Values of anything else.
    pub values: Vec<AuditValues>,
}

impl AuditDetail {
    /// Whether there are old and new values.
    pub fn has_values(&self) -> bool {
        !(self.changes.is_empty() && self.values.is_empty())
    }
}

/// A value before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditValues {
    /// Which one, by its key.
    pub key: String,
    /// The value before; none if there was none.
    pub before: Option<AuditValue>,
    /// The value after; none if there is none.
    pub after: Option<AuditValue>,
}

/// A value as the audit log keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AuditValue {
    /// A text or a number.
    Text(String),
    /// A point in time.
    Time(UtcTime),
    /// Whether something is so.
    Flag(bool),
}
