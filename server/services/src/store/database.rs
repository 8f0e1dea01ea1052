//! Where the database is, and why it cannot be opened.

use std::io;
use std::path::PathBuf;

use sea_orm::DbErr;
use sea_orm::sqlx::sqlite::SqliteConnectOptions;
use thiserror::Error;

/// Where the database is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Database {
    /// A SQLite file; created if it is missing, readable by its owner alone.
    File(PathBuf),
    /// A database by URL: `sqlite:…` or `postgres://…`.
    Url(String),
}

/// Why the database cannot be opened. Each is one line that says what to do.
#[derive(Debug, Error)]
pub enum OpenError {
    /// The folder or file cannot be created or written.
    #[error(
        "cannot write to {path}: {source}. Give its folder to this user, or choose another with BERTH_DATA_DIR or BERTH_DATABASE_URL"
    )]
    NotWritable {
        /// The folder or file.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
    /// A newer Berth has used this database.
    #[error(
        "the database is newer than this program (it knows {migration}). Start a newer Berth, or choose another database"
    )]
    Newer {
        /// The first migration that this program does not know.
        migration: String,
    },
    /// A database that Berth does not know. Its URL is not repeated: it may hold a password.
    #[error("BERTH_DATABASE_URL begins with neither `sqlite:` nor `postgres://`")]
    UnknownScheme,
    /// The database cannot be reached, or is none.
    #[error("cannot open the database: {0}. Check BERTH_DATABASE_URL and BERTH_DATA_DIR")]
    Connect(DbErr),
    /// Another process does not finish what it does at its start.
    #[error(
        "another Berth has been opening this database for a minute. Wait until it has started, then try again"
    )]
    Locked,
    /// The database could not be brought up to date.
    #[error("cannot bring the database up to date: {0}")]
    Migrate(#[from] DbErr),
}

impl Database {
    /// The file that a SQLite database is in; none for PostgreSQL, and for what is in memory.
    pub fn file(&self) -> Option<PathBuf> {
        let url = match self {
            Self::File(path) => return Some(path.clone()),
            Self::Url(url) => url,
        };
        if !url.starts_with("sqlite:") || self.is_in_memory() {
            return None;
        }
        let options: SqliteConnectOptions = url.parse().ok()?;
        Some(options.get_filename().to_owned())
    }

    /// Whether it is a SQLite database that is gone with its last connection.
    pub(super) fn is_in_memory(&self) -> bool {
        match self {
            Self::File(_) => false,
            Self::Url(url) => {
                url.starts_with("sqlite:")
                    && (url.contains(":memory:") || url.contains("mode=memory"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_of_a_url_is_known() {
        let file = |url: &str| Database::Url(url.to_owned()).file();
        assert_eq!(file("sqlite:/srv/a%20b.db"), Some("/srv/a b.db".into()));
        assert_eq!(
            file("sqlite:///srv/b.db?mode=rwc"),
            Some("/srv/b.db".into())
        );
        assert_eq!(file("sqlite://b.db"), Some("b.db".into()));
        for none in [
            "sqlite::memory:",
            "sqlite://x?mode=memory",
            "postgres://h/b",
        ] {
            assert_eq!(file(none), None, "{none}");
        }
    }
}
