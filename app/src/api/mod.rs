//! The server functions: the only door from the browser to the server.
//!
//! Each is a few lines: who asks, parse the form into a command of the model, call the use case,
//! say where to go next. With JavaScript off the same functions are the forms' addresses; the
//! web server makes a redirect of their answer then, and an error reaches the page that follows as
//! a [`RefusedForm`].

pub mod api_tokens;
pub mod audit;
pub mod bulk_actions;
pub mod collaborators;
pub mod connection;
pub mod default_settings;
mod error;
pub mod former_names;
pub mod ftp_account_summary;
pub mod ftp_accounts;
pub mod ftp_activity;
pub mod ftp_history;
pub mod ftp_sessions;
pub mod ftp_usage;
pub mod home_directory;
pub mod hosting;
pub mod imports;
pub mod limits;
pub mod mail_settings;
pub mod one_time_links;
pub mod overview;
pub mod own_account;
pub mod panel_sessions;
pub mod panel_user_links;
pub mod panel_users;
pub mod plans;
pub mod proof;
mod refused_form;
pub mod rest_api;
pub mod second_factor;
pub mod session;
pub mod sign_in;
pub mod subscription_settings;
pub mod subscription_trash;
pub mod subscriptions;
pub mod trash;
pub mod webhooks;

#[cfg(feature = "ssr")]
pub mod cookies;

#[cfg(feature = "ssr")]
pub mod error_status;

#[cfg(feature = "ssr")]
pub mod request_context;

#[cfg(feature = "ssr")]
mod path_params;

#[cfg(feature = "ssr")]
mod respond;

pub use error::ApiError;
pub use refused_form::RefusedForm;

/// Where the server functions' addresses begin.
pub const PREFIX: &str = "/api/";
