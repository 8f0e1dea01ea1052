//! Berth's FTP and FTPS engine.
//!
//! The engine knows nothing of the panel: an [`Authenticator`] decides who may sign in and
//! hands over the account's home as a directory handle, which is the whole world of that
//! session. The protocol is a state machine without sockets (`session`); tokio and rustls
//! are a thin layer around it (`control`, `data`, `transfer`).

mod activity;
mod ascii;
mod authenticator;
mod blocking;
mod cached;
mod clear;
mod command;
mod config;
mod context;
mod control;
mod data;
mod digits;
mod download;
mod error;
mod facts;
mod file;
mod hash;
mod ledger;
mod listener;
mod listing;
mod pace;
mod path;
mod pattern;
mod progress;
mod registry;
mod reply;
mod session;
mod session_info;
mod socket;
mod storage;
mod stream;
mod temporary;
mod terms;
mod time;
mod tls;
mod transfer;
mod transfer_file;
mod upload;

pub use activity::{Activity, Deed, Transferred};
pub use authenticator::{Authenticator, SignInAttempt, SignInRefusal, SignedIn};
pub use config::{Config, Limits};
pub use ledger::{Counting, Holder, Ledger, OpenHome, Quota, Usage, count};
pub use listener::{BindError, Listener};
pub use path::is_hidden;
pub use progress::{Direction, TransferStatus};
pub use registry::Sessions;
pub use session_info::{EndReason, SessionInfo, SessionStatus};
pub use terms::{Permission, Terms};
pub use tls::TlsVersion;
