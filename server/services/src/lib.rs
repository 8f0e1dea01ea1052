//! The use cases: what may be done, by whom, with which consequence.
//!
//! Every entry point, the browser's, FTP's and the command line's, calls these. Each use case takes
//! the acting person first and checks by itself what that person may do. [`Services`] has a part
//! for each noun, and a part's folder has a file for each verb.

mod api_token;
mod audit;
mod authorization;
mod backup;
mod blocking;
mod certificate;
mod client_network;
mod collaborator;
mod config;
mod context;
mod defaults;
mod demo;
mod error;
mod event;
mod first_start;
#[cfg(test)]
mod flood_tests;
mod folder;
mod folder_lock;
mod ftp_account;
mod ftp_activity;
mod ftp_session;
mod ftp_usage;
mod home_directory;
mod hosting;
mod idempotency;
mod import;
mod import_upload;
mod limits;
pub mod local_time;
mod mail;
pub mod metrics;
mod new_folders;
mod one_time_link;
mod overview;
mod own_account;
mod panel_user;
mod part;
mod password;
mod person_limit;
mod plan;
mod random;
mod readiness;
mod receipt;
mod reminder;
mod second_factor;
mod secret;
mod services;
mod session;
pub mod store;
mod subscription;
mod system_user;
mod throttle;
mod transaction;
mod trash;
mod webhook;
mod webspace;
mod work_budget;

pub use self::import::{ImportDone, ImportRequest, ImportedLink, Imports};
pub use api_token::{ApiTokens, AuthenticatedToken};
pub use audit::{Audit, AuditExport, AuditRow};
pub use backup::{PrepareError, prepare_restored_database};
pub use certificate::Certificates;
pub use client_network::{ClientNetwork, own_network};
pub use collaborator::{Collaborators, Invitation};
pub use config::{ServicesConfig, WebspacePlaces};
pub use defaults::Defaults;
pub use demo::Demo;
pub use first_start::FirstAdministrator;
pub use folder_lock::FolderLock;
pub use ftp_account::{
    ExportedFtpAccount, FtpAccountCursor, FtpAccountPage, FtpAccounts, FtpAccountsExport,
    FtpAccountsFullExport, FtpSignIn, FtpSignInError,
};
pub use ftp_activity::{FtpActivity, FtpEvent};
pub use ftp_session::{
    FtpSessionRegistry, FtpSessionStatus, FtpSessions, FtpTransferStatus, OutdatedBy,
};
pub use ftp_usage::FtpUsageTracking;
pub use hosting::Hosting;
pub use idempotency::{IdempotencyKeys, IdempotentStart, KeptAnswer};
pub use import_upload::{ImportFiles, ImportUploads, NewImportUpload};
pub use limits::Limits;
pub use mail::{Mail, MailContent, MailError, MailSending, Mailer, Mails};
pub use new_folders::Owner;
pub use one_time_link::{OneTimeLinks, PasswordSetByLink};
pub use overview::Overviews;
pub use own_account::{AccountActor, OwnAccount};
pub use panel_user::PanelUsers;
pub use plan::Plans;
pub use receipt::Receipts;
pub use reminder::Reminders;
pub use second_factor::SecondFactors;
pub use secret::{
    AccountSessionToken, ApiTokenSecret, DeviceToken, OneTimeToken, SessionToken, SignInToken,
};
pub use services::Services;
pub use session::{
    BrowserTokens, FormerTokens, PasskeyRequest, Proof, Proven, ResumedSession, SessionLimits,
    Sessions, SignInStep,
};
pub use subscription::Subscriptions;
pub use system_user::{AllowedSystemUsers, AllowedSystemUsersError, SystemAccount};
pub use trash::{RemovedKey, Trash};
pub use webhook::{LaneCalls, Webhooks};
pub use webspace::{WebspaceExaminer, WebspaceState, Webspaces};
pub use work_budget::WorkSlot;
