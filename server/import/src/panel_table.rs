//! What the tables of panels have in common.

use model::{Field, ImportFileError, RecordError};

use crate::source::{SourceAccount, SourcePassword};
use crate::table::{Column, Row, Table};

/// The columns that a panel's table has of an account, and those that nobody knows.
pub(crate) struct PanelColumns {
    pub(crate) name: Column,
    pub(crate) password: Column,
    pub(crate) home: Column,
    /// Whether it may sign in: `y` or `n`.
    pub(crate) enabled: Option<Column>,
    unknown: Vec<Column>,
}

impl PanelColumns {
    /// Finds `username`, `password` and these in a table. What is none of `known` is unknown.
    ///
    /// # Errors
    /// One is missing without which nothing can be read.
    pub(crate) fn find(
        table: &Table<'_>,
        home: &str,
        enabled: &str,
        known: &[&str],
    ) -> Result<Self, ImportFileError> {
        let (name, password) = (table.column("username")?, table.column("password")?);
        let home = table.column(home)?;
        let enabled = table.find(enabled);
        let mut read: Vec<Column> = known.iter().filter_map(|known| table.find(known)).collect();
        read.extend([name, password, home]);
        read.extend(enabled);
        let unknown = table.columns().filter(|column| !read.contains(column));
        Ok(Self {
            name,
            password,
            home,
            enabled,
            unknown: unknown.collect(),
        })
    }

    /// An account with its home, its hash and its state, and with what of it is unknown.
    ///
    /// # Errors
    /// Its state cannot be read.
    pub(crate) fn account(&self, row: &Row<'_>) -> Result<SourceAccount, RecordError> {
        let mut account = SourceAccount {
            home: row.value(self.home).to_owned(),
            password: match row.value(self.password) {
                "" => SourcePassword::None,
                hash => SourcePassword::Hash(hash.to_owned()),
            },
            ..SourceAccount::default()
        };
        if let Some(column) = self.enabled {
            let state = match row.value(column) {
                "y" | "Y" => "enabled",
                "n" | "N" => "disabled",
                _ => return Err(unreadable(row, column)),
            };
            account.set(Field::State, state);
        }
        for column in &self.unknown {
            let value = row.value(*column);
            if !value.is_empty() {
                account.not_kept(row.heading(*column), value);
            }
        }
        Ok(account)
    }
}

/// That a field of a row cannot be read.
pub(crate) fn unreadable(row: &Row<'_>, column: Column) -> RecordError {
    RecordError::FieldUnreadable {
        field: row.heading(column).to_owned(),
    }
}
