//! The panel over HTTP: the whole program, on a free port, driven as browsers drive it.

#[path = "../shared/authenticator.rs"]
mod authenticator;
#[path = "../shared/config.rs"]
mod config;
#[path = "../shared/database.rs"]
mod database;
#[path = "../shared/site.rs"]
mod site;
#[path = "../shared/smtp.rs"]
mod smtp;
mod support;

mod account_form;
mod answers;
mod api_tokens;
mod audit_log;
mod ended_sessions;
mod endpoints;
mod files;
mod first_sign_in;
mod ftp_account_lists;
mod ftp_sessions;
mod functions;
mod handover;
mod hosting;
mod https;
mod imports;
mod limits;
mod mail;
mod malformed;
mod metrics;
mod other_sites;
mod overview;
mod own_account;
mod panel_sessions;
mod panel_users;
mod people;
mod permissions;
mod proof;
mod proxy_protocol;
mod redirects;
mod refused_forms;
mod roles;
mod second_factor;
mod secret_paths;
mod sessions;
mod shown_texts;
mod slow_clients;
mod slow_http2_clients;
mod stopping;
mod subscription_settings;
mod trash;
mod webhook_pages;
mod webhooks;
mod without_scripts;
