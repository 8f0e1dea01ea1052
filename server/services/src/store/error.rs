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
    /// A deadlock or a serialisation failure: another transaction was in the way of this one, which
    /// can be begun again.
    #[error("another transaction was in the way")]
    Conflict,
    /// A subscription was removed since it was read.
    #[error("the subscription was removed")]
    SubscriptionGone,
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
    /// Two passkeys of a panel user never have one name.
    PasskeyName,
    /// A passkey is one person's.
    PasskeyCredential,
    /// Two API tokens of a panel user never have one name.
    ApiTokenName,
    /// Two plans of one maker never have one name.
    PlanName,
    /// Two webhooks of a subscription, or of the server, never have one name.
    WebhookName,
    /// Two subscriptions never have one domain name.
    Domain,
    /// Two subscriptions never have one webspace root.
    WebspaceRoot,
    /// The last administrator who may sign in stays one.
    LastAdministrator,
    /// The audit trail is only ever added to.
    AppendOnly,
    /// What is referred to exists.
    Reference,
}

/// Each constraint by the texts that SQLite (first) and PostgreSQL (last) name it by. A trigger's
/// text is the same in both.
const NAMES: [(Constraint, &[&str]); 14] = [
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
    (Constraint::PlanName, &["plan_name_key"]),
    (Constraint::WebhookName, &["webhook_name_key"]),
    (
        Constraint::PasskeyName,
        &["passkey.name", "passkey_name_key"],
    ),
    (
        Constraint::ApiTokenName,
        &["api_token.name", "api_token_name_key"],
    ),
    (
        Constraint::PasskeyCredential,
        &["passkey.credential_id", "passkey_pkey"],
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
    (Constraint::LastAdministrator, &["last_administrator_stays"]),
    (Constraint::AppendOnly, &["audit_event_append_only"]),
];

/// SQLite's "database is locked" and "table is locked", once its busy timeout has passed, and
/// PostgreSQL's `lock_not_available`.
const BUSY: [&str; 6] = ["5", "6", "261", "262", "773", "55P03"];
/// PostgreSQL's `serialization_failure` and `deadlock_detected`, and what SQLite calls a stale
/// snapshot.
const CONFLICTS: [&str; 3] = ["40001", "40P01", "517"];

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
        match cause.code().as_deref() {
            Some(code) if BUSY.contains(&code) => return Self::Busy,
            Some(code) if CONFLICTS.contains(&code) => return Self::Conflict,
            _ => {}
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

#[cfg(test)]
mod tests {
    use std::borrow::Cow;
    use std::error::Error;
    use std::fmt;
    use std::sync::Arc;

    use sea_orm::sqlx::error::ErrorKind;

    use super::*;

    /// What a database answers.
    #[derive(Debug)]
    struct Answer {
        code: &'static str,
        message: &'static str,
    }

    impl fmt::Display for Answer {
        fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str(self.message)
        }
    }

    impl Error for Answer {}

    impl DatabaseError for Answer {
        fn message(&self) -> &str {
            self.message
        }

        fn code(&self) -> Option<Cow<'_, str>> {
            Some(self.code.into())
        }

        fn as_error(&self) -> &(dyn Error + Send + Sync + 'static) {
            self
        }

        fn as_error_mut(&mut self) -> &mut (dyn Error + Send + Sync + 'static) {
            self
        }

        fn into_error(self: Box<Self>) -> Box<dyn Error + Send + Sync + 'static> {
            self
        }

        fn kind(&self) -> ErrorKind {
            ErrorKind::Other
        }
    }

    fn read(code: &'static str, message: &'static str) -> StoreError {
        let answer = sea_orm::sqlx::Error::Database(Box::new(Answer { code, message }));
        DbErr::Exec(RuntimeErr::SqlxError(Arc::new(answer))).into()
    }

    #[test]
    fn what_another_transaction_is_in_the_way_of_is_no_failure() {
        for code in ["40001", "40P01", "517"] {
            assert!(matches!(read(code, ""), StoreError::Conflict), "{code}");
        }
        for code in ["5", "6", "261", "262", "773", "55P03"] {
            assert!(matches!(read(code, ""), StoreError::Busy), "{code}");
        }
        // A full disk, a table that is missing.
        for code in ["13", "53100", "42P01", "22021"] {
            assert!(matches!(read(code, ""), StoreError::Failed(_)), "{code}");
        }
        let taken = read("23505", "duplicate key: ftp_account_name_key");
        let name = StoreError::ConstraintViolated(Constraint::AccountName);
        assert_eq!(format!("{taken:?}"), format!("{name:?}"));
    }
}
