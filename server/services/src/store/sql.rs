//! SQL that is written by hand, where the query plan has to be chosen rather than hoped for.

use sea_orm::{DbBackend, Statement, Value};

/// A statement in the making, with its bound values.
pub(super) struct Sql {
    backend: DbBackend,
    text: String,
    values: Vec<Value>,
}

impl Sql {
    /// An empty statement.
    pub(super) fn new(backend: DbBackend) -> Self {
        Self {
            backend,
            text: String::with_capacity(512),
            values: Vec::new(),
        }
    }

    /// Adds SQL, which never contains submitted text.
    pub(super) fn push(&mut self, text: &str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    /// Adds a value.
    pub(super) fn bind(&mut self, value: impl Into<Value>) -> &mut Self {
        self.values.push(value.into());
        if self.backend == DbBackend::Postgres {
            self.text.push_str(&format!("${}", self.values.len()));
        } else {
            self.text.push('?');
        }
        self
    }

    /// Adds a hint for SQLite, which PostgreSQL does not have.
    pub(super) fn hint(&mut self, hint: &str) -> &mut Self {
        if self.backend == DbBackend::Sqlite {
            self.push(hint);
        }
        self
    }

    /// The finished statement.
    pub(super) fn statement(self) -> Statement {
        Statement::from_sql_and_values(self.backend, self.text, self.values)
    }
}
