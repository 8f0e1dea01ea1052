//! The panel's side of FTP: who may sign in, with which certificate, and whose sessions end.

mod authenticator;
mod certificate;
mod watcher;

pub use authenticator::AccountsAuthenticator;
pub use certificate::{Certificate, CertificateError};
pub use watcher::{EndSessions, watch};
