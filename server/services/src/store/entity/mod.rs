//! The tables, as sea-orm sees them. Nothing outside the store does.

pub(super) mod audit_event;
pub(super) mod collaborator;
pub(super) mod default_settings;
pub(super) mod device_cookie;
pub(super) mod file_removal;
pub(super) mod ftp_account;
pub(super) mod ftp_account_alias;
pub(super) mod ftp_account_session;
pub(super) mod ftp_activity;
pub(super) mod ftp_activity_day;
pub(super) mod one_time_link;
pub(super) mod panel_user;
pub(super) mod panel_user_link;
pub(super) mod passkey;
pub(super) mod plan;
pub(super) mod recovery_code;
pub(super) mod second_factor_policy;
pub(super) mod session;
pub(super) mod sign_in_challenge;
pub(super) mod subscription;
pub(super) mod subscription_standing;
pub(super) mod totp;
