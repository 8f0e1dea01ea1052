//! What Berth remembers: the database, its tables and its queries. Knows no HTTP and no FTP.
//!
//! Reading goes through [`Store`]; writing through a [`Transaction`], which is one transaction. Both
//! speak in the model's types: a stored value that breaks the model's rules is an error here and
//! goes no further.

mod audit_events;
mod connect;
mod convert;
mod default_settings;
mod entity;
mod error;
mod former_names;
mod ftp_account_listing;
mod ftp_account_order;
mod ftp_account_words;
mod ftp_accounts;
mod ftp_activity;
mod ftp_usage;
mod migration;
mod one_time_links;
mod panel_users;
mod sessions;
mod sql;
mod subscriptions;
mod transaction;
mod trash;

pub use audit_events::{AccountEvent, AuditAction, AuditEvent, NewAuditEvent, Subject};
pub use connect::make_private_folder;
pub use connect::{Database, OpenError};
pub use error::{Constraint, StoreError};
pub use former_names::{HeldAs, NameHolder};
pub use ftp_account_listing::{
    FtpAccountEdge, FtpAccountsFound, FtpAccountsPage, FtpAccountsStart, FtpAccountsWanted,
};
pub use ftp_accounts::{FtpAccountRecord, FtpSignInRecord, NO_PASSWORD, NewFtpAccountRecord};
pub use ftp_activity::{ActivityOf, ActivityWanted, NewFtpActivity};
pub use ftp_usage::{FtpCountRecord, FtpQuotaRecord, FtpQuotasRecord};
pub use one_time_links::{NewOneTimeLinkRecord, OneTimeLinkRecord};
pub use panel_users::{NewPanelUserRecord, PanelUserRecord};
pub use sessions::{NewSessionRecord, TokenHash};
pub use subscriptions::{NewSubscriptionRecord, SubscriptionRecord, Visible};
pub use transaction::Transaction;
pub use trash::{AccountsState, RemovedFtpAccountRecord};

use sea_orm::DatabaseConnection;

/// The database, open and with all migrations applied. Clones share one pool.
#[derive(Clone, Debug)]
pub struct Store {
    connection: DatabaseConnection,
}

/// A subscription's key in the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SubscriptionId(pub i64);

/// An FTP account's key in the database. Never given to another account again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FtpAccountId(pub i64);
