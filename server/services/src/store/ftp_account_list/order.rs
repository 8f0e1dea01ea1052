//! The orders that FTP accounts are listed in, each with the index that has it.

use model::FtpAccountColumn;

/// How much of its quota an account uses, in ten-thousandths; -1 without one. Capped at 100
/// times the quota, so that the number cannot overflow.
pub(in crate::store) const USAGE: &str = "(CASE WHEN {a}quota_bytes IS NULL AND {a}quota_files IS NULL THEN -1 \
    WHEN {a}used_bytes / coalesce({a}quota_bytes, 9223372036854775807) >= 100 \
    OR {a}used_files / coalesce({a}quota_files, 9223372036854775807) >= 100 THEN 1000000 \
    WHEN {a}used_bytes * 1.0 / coalesce({a}quota_bytes, 9223372036854775807) \
    >= {a}used_files * 1.0 / coalesce({a}quota_files, 9223372036854775807) \
    THEN CAST({a}used_bytes * 10000.0 / coalesce({a}quota_bytes, 9223372036854775807) AS BIGINT) \
    ELSE CAST({a}used_files * 10000.0 / coalesce({a}quota_files, 9223372036854775807) AS BIGINT) END)";
/// When an account last signed in; 0 if never.
pub(super) const LAST_SIGN_IN: &str = "coalesce({a}last_sign_in_at, 0)";
/// When an account expires; later than all times if never.
pub(in crate::store) const EXPIRY: &str = "coalesce({a}expires_at, 9223372036854775807)";

/// The type of an order's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum KeyKind {
    Flag,
    Number,
    Text,
}

/// An order, in one direction. Accounts that are equal in it are ordered by name. Texts are compared
/// by their [keys](crate::store::sort_keys).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Order {
    /// What is compared before the name; `{a}` stands for the table.
    key: &'static str,
    /// The index that has this order, in one direction or the other.
    pub(super) index: &'static str,
    /// What the key is.
    pub(super) kind: KeyKind,
    /// Whether the greatest comes first.
    descending: bool,
}

impl Order {
    /// The order of a column. In that of names the main account comes first both ways, so that it
    /// has an index for each.
    pub(super) fn of(sort: FtpAccountColumn, descending: bool) -> Self {
        use KeyKind::{Flag, Number, Text};
        let (key, index, kind) = match sort {
            FtpAccountColumn::Name if descending => {
                ("{a}is_main", "ftp_account_by_name_down", Flag)
            }
            FtpAccountColumn::Name => ("(NOT {a}is_main)", "ftp_account_by_name", Flag),
            FtpAccountColumn::HomeDirectory => ("{a}home_key", "ftp_account_by_home", Text),
            FtpAccountColumn::State => ("{a}enabled", "ftp_account_by_state", Flag),
            FtpAccountColumn::Permission => ("{a}permission", "ftp_account_by_permission", Text),
            FtpAccountColumn::Usage => (USAGE, "ftp_account_by_usage", Number),
            FtpAccountColumn::LastSignIn => (LAST_SIGN_IN, "ftp_account_by_last_sign_in", Number),
            FtpAccountColumn::Expiry => (EXPIRY, "ftp_account_by_expiry", Number),
            FtpAccountColumn::Note => ("{a}note_key", "ftp_account_by_note", Text),
            FtpAccountColumn::LastChanged => ("{a}changed_at", "ftp_account_by_change", Number),
        };
        Self {
            key,
            index,
            kind,
            descending,
        }
    }

    /// The same order from its end.
    pub(super) fn reversed(self) -> Self {
        Self {
            descending: !self.descending,
            ..self
        }
    }

    /// What is compared before the name, of a table.
    pub(super) fn key(self, table: &str) -> String {
        of_table(self.key, table)
    }

    /// How what comes later compares with what comes earlier.
    pub(super) fn later(self) -> &'static str {
        if self.descending { "<" } else { ">" }
    }

    /// `ORDER BY` for the table `a`.
    pub(super) fn clause(self) -> String {
        let (key, direction) = (self.key("a"), self.direction());
        format!(" ORDER BY {key} {direction}, a.name_key {direction}")
    }

    /// `ORDER BY` for accounts of the table `a` that are equal in it.
    pub(super) fn clause_of_equals(self) -> String {
        format!(" ORDER BY a.name_key {}", self.direction())
    }

    fn direction(self) -> &'static str {
        if self.descending { "DESC" } else { "ASC" }
    }
}

/// An expression on the columns of a table; without a name, as an index has it.
pub(in crate::store) fn of_table(expression: &str, table: &str) -> String {
    let prefix = if table.is_empty() {
        String::new()
    } else {
        format!("{table}.")
    };
    expression.replace("{a}", &prefix)
}
