//! The REST API over HTTP: the whole program, on a free port, driven as programs drive it.

#[path = "../shared/config.rs"]
mod config;
#[path = "../shared/database.rs"]
mod database;
#[path = "../shared/site.rs"]
mod site;
mod support;

mod description;
mod errors;
mod ftp_account_parts;
mod ftp_accounts;
mod idempotency;
mod import_export;
mod management;
mod operations;
mod preconditions;
mod scopes;
mod subscription_parts;
mod webhooks;
