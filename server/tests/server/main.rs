//! The store, the use cases, the command line and FTP's sign-in, against a real database.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may fail by panicking"
)]

mod accounts_over_ftp;
mod api_tokens;
mod audit;
mod audit_log;
#[path = "../shared/authenticator.rs"]
mod authenticator;
mod backup;
mod collaborators;
mod command_line;
mod concurrent_changes;
#[path = "../shared/database.rs"]
mod database;
mod database_rules;
mod default_settings;
mod device_cookies;
mod doctor;
mod export;
mod first_sign_in;
mod former_names;
mod ftp_account_lists;
mod ftp_account_settings;
mod ftp_accounts;
mod ftp_activity;
mod ftp_client;
mod ftp_history;
mod ftp_sessions;
mod ftp_usage;
mod handover;
mod import;
mod import_command;
mod limits;
mod limits_over_ftp;
mod mail;
mod managed_users;
mod old_hashes;
mod opening;
mod overview;
mod own_account;
mod panel_sessions;
mod panel_users;
mod process;
mod proof;
mod second_factors;
mod settings;
#[path = "../shared/site.rs"]
mod site;
#[path = "../shared/smtp.rs"]
mod smtp;
mod subscription_life;
mod subscription_life_over_ftp;
mod subscriptions;
mod support;
mod system_users;
mod token_commands;
mod transfer_log;
mod trash;
mod undo_over_ftp;
mod upgrades;
mod user_commands;
mod webhooks;
mod webspace;
