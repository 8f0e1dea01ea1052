//! What Berth remembers: the database, its tables and its queries. Knows no HTTP and no FTP.
//!
//! Reading goes through [`Store`]; writing through a [`Transaction`]. Both
//! speak in the model's types: a stored value that breaks the model's rules is an error here and
//! goes no further.

mod api_tokens;
mod audit_events;
mod audit_log;
mod collaborators;
mod connect;
mod convert;
mod database;
mod database_copy;
mod database_file;
mod default_settings;
mod device_cookies;
mod entity;
mod error;
mod file_removals;
mod former_names;
mod ftp_account_list;
mod ftp_account_record;
mod ftp_account_sessions;
mod ftp_account_words;
mod ftp_accounts;
mod ftp_accounts_lock;
mod ftp_activity;
mod ftp_activity_days;
mod ftp_sign_in;
mod ftp_usage;
mod hosting;
mod idempotency_keys;
mod inspect;
mod keys;
mod limits;
mod mail_settings;
mod managed_panel_users;
mod migration;
mod names_in_use;
mod new_ftp_accounts;
mod one_time_links;
mod outgoing_mails;
mod panel_user_links;
mod panel_user_list;
mod panel_users;
mod passkeys;
mod plans;
mod pool;
mod postgres_tls;
mod reminders;
mod reseller_usage;
mod restored;
mod second_factor_policy;
mod second_factors;
mod sessions;
mod sign_in_challenges;
mod sort_keys;
mod sql;
mod standing;
mod subscription_settings;
mod subscription_trash;
mod subscriptions;
mod transaction;
mod trash;
mod webhook_deliveries;
mod webhook_queue;
mod webhook_turns;
mod webhooks;

pub use model::AuditAction;

pub use api_tokens::{ApiTokenRecord, NewApiTokenRecord};
pub use audit_events::{AccountEvent, AuditEvent, NewAuditEvent, Subject};
pub use audit_log::{AuditQuery, AuditRecord, AuditScope};
pub use database::{Database, OpenError};
pub use database_copy::{CopyError, check_database, copy_database, settle_database};
pub use database_file::{folder_of, make_private_folder};
pub use device_cookies::NewDeviceCookieRecord;
pub use error::{Constraint, StoreError};
pub use file_removals::FileRemovalRecord;
pub use former_names::{NameOwner, NameStatus};
pub use ftp_account_list::{
    FtpAccountCursor, FtpAccountQuery, FtpAccountsFound, FtpAccountsPage, FtpAccountsStart, Notable,
};
pub use ftp_account_record::{
    CURRENT_HASH, FtpAccountRecord, NO_PASSWORD, NewFtpAccountRecord, is_old_hash,
};
pub use ftp_account_sessions::{FtpAccountSessionRecord, NewFtpAccountSessionRecord};
pub use ftp_accounts::FtpAccountVersion;
pub use ftp_accounts_lock::{FtpAccountsLock, OutdatedAccount};
pub use ftp_activity::{ActivityOf, FtpActivityQuery, NewFtpActivity};
pub use ftp_activity_days::SumsByDay;
pub use ftp_sign_in::FtpSignInRecord;
pub use ftp_usage::{FtpCountRecord, FtpQuotaRecord, FtpQuotasRecord};
pub use hosting::WebspaceRecord;
pub use idempotency_keys::{IdempotencyKeyRecord, KeptAnswer};
pub use inspect::{DatabaseInspection, InspectedWebspace, inspect_database};
pub use keys::{CountedHome, FtpAccountId, SubscriptionId};
pub use limits::{LimitsOf, LimitsRecord};
pub use mail_settings::MailRecipient;
pub use managed_panel_users::{ManagedPanelUserRecord, is_working_administrator};
pub use migration::{is_known_migration, migrate_to, migration_names};
pub use one_time_links::{NewOneTimeLinkRecord, OneTimeLinkRecord};
pub use outgoing_mails::OutgoingMailRecord;
pub use panel_user_links::PanelUserLinkRecord;
pub use panel_user_list::PanelUserQuery;
pub use panel_users::{NewPanelUserRecord, PanelUserRecord};
pub use passkeys::{PasskeyRecord, StoredPasskey};
pub use plans::{PlanRecord, PlansOf};
pub use pool::Store;
pub use reminders::RemindedAccount;
pub use second_factors::{SecondFactorsRecord, TotpRecord};
pub use sessions::{ListedSession, NewSessionRecord, SessionBounds, SessionRecord, TokenHash};
pub use sign_in_challenges::{NewSignInChallengeRecord, SignInChallengeRecord};
pub use standing::Visible;
pub use subscription_settings::SubscriptionSettingsRecord;
pub use subscription_trash::{RemovedSubscriptionRecord, TrashOf};
pub use subscriptions::{NewSubscriptionRecord, ReservedRoot, SubscriptionRecord};
pub use transaction::{Attempts, Transaction};
pub use trash::{AccountsRevision, RemovedFtpAccountRecord, RemovedKey};
pub use webhook_queue::{NewDeliveryRecord, WantingWebhook};
pub use webhook_turns::{DeliveryOutcome, DueDelivery, LaneTurn, TurnEnd};
pub use webhooks::{NewWebhookRecord, WebhookRecord, WebhookSecrets, WebhooksOf};
