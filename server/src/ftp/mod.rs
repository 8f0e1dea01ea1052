//! The panel's side of FTP: who may sign in, whose sessions end, and what they did.

mod activity;
mod authenticator;
mod convert;
mod public_host;
mod watcher;

pub use activity::forward_events;
pub use authenticator::AccountsAuthenticator;
pub use public_host::PublicHost;
pub use watcher::{OpenSessions, end_outdated_sessions, refresh_quotas};
