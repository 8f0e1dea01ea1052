//! The screens, one file or folder each.

mod account;
mod ftp_access;
mod ftp_sessions;
mod login;
mod not_found;
mod subscriptions;

pub(crate) use account::AccountScreen;
pub(crate) use ftp_access::{AddFtpAccount, EditFtpAccount, FtpAccess};
#[cfg(feature = "ssr")]
pub(crate) use ftp_access::{
    Breadcrumb, FtpNavigation, FtpSection, SettingsFields, account_path, activity_path,
    defaults_path, domain_param, history_path, list_path, trash_path,
};
pub(crate) use ftp_sessions::FtpSessions;
pub(crate) use login::LoginScreen;
pub(crate) use not_found::NotFound;
pub(crate) use subscriptions::{AddSubscription, Subscriptions};
