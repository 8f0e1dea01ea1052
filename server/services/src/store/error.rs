//! Errors of the store, and which constraint was violated.

use sea_orm::sqlx::error::DatabaseError;
use sea_orm::{DbErr, RuntimeErr, SqlErr};
use thiserror::Error;

/// Why a query failed.
#[derive(Debug, Error)]
pub enum StoreError {
    /// A change violates a constraint of the database.
    #[error("constraint violated: {0:?}")]
    ConstraintViolated(Constraint),
    /// Other writers, or too many readers, kept the database from answering in time.
    #[error("the database is busy")]
    Busy,
    /// A stored value breaks the rules of its type.
    #[error("unreadable {column} in the database")]
    Unreadable {
        /// Table and column.
        column: &'static str,
    },
    /// The database failed.
    #[error("the database failed: {0}")]
    Failed(DbErr),
}

/// The rules that the database itself enforces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Constraint {
    /// Two FTP accounts never have one name.
    AccountName,
    /// A subscription never has two main accounts.
    OneMainAccount,
    /// A main account is not removed while its subscription lives.
    MainAccountStays,
    /// An account stays main or not, and stays with its subscription.
    AccountIsFixed,
    /// Two panel users never have one login.
    Login,
    /// Two subscriptions never have one domain name.
    Domain,
    /// Two subscriptions never have one webspace root.
    WebspaceRoot,
    /// The audit trail is only ever added to.
    AppendOnly,
    /// What is referred to exists.
    Reference,
}

/// Each constraint by the texts that SQLite (first) and PostgreSQL (last) name it by. A trigger's
/// text is the same in both.
const NAMES: [(Constraint, &[&str]); 8] = [
    (
        Constraint::AccountName,
        &[
            "ftp_account.name",
            "ftp_account_alias.name",
            "ftp_account_alias_key",
            "ftp_account_name_key",
        ],
    ),
    (
        Constraint::OneMainAccount,
        &["ftp_account.subscription_id", "ftp_account_one_main"],
    ),
    (Constraint::MainAccountStays, &["main_account_stays"]),
    (Constraint::AccountIsFixed, &["account_is_fixed"]),
    (
        Constraint::Login,
        &["panel_user.login", "panel_user_login_key"],
    ),
    (
        Constraint::Domain,
        &["subscription.domain", "subscription_domain_key"],
    ),
    (
        Constraint::WebspaceRoot,
        &[
            "subscription.webspace_root",
            "subscription_webspace_root_key",
        ],
    ),
    (Constraint::AppendOnly, &["audit_event_append_only"]),
];

impl From<DbErr> for StoreError {
    /// The one place where the database's errors are read.
    fn from(error: DbErr) -> Self {
        if matches!(
            error.sql_err(),
            Some(SqlErr::ForeignKeyConstraintViolation(_))
        ) {
            return Self::ConstraintViolated(Constraint::Reference);
        }
        if matches!(error, DbErr::ConnectionAcquire(_)) {
            return Self::Busy;
        }
        let Some(cause) = database_error(&error) else {
            return Self::Failed(error);
        };
        // SQLite's "database is locked", once its busy timeout has passed.
        if cause.code().is_some_and(|code| code == "5") {
            return Self::Busy;
        }
        let text = cause.message();
        NAMES
            .iter()
            .find(|(_, names)| names.iter().any(|name| text.contains(name)))
            .map_or(Self::Failed(error), |(constraint, _)| {
                Self::ConstraintViolated(*constraint)
            })
    }
}

/// The driver's own error, if that is what it is: `sql_err` knows no triggers.
fn database_error(error: &DbErr) -> Option<&dyn DatabaseError> {
    let (DbErr::Exec(RuntimeErr::SqlxError(cause)) | DbErr::Query(RuntimeErr::SqlxError(cause))) =
        error
    else {
        return None;
    };
    match &**cause {
        sea_orm::sqlx::Error::Database(cause) => Some(&**cause),
        _ => None,
    }
}
