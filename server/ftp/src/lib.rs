//! Berth's FTP and FTPS engine.
//!
//! The engine is independent of the panel: an [`Authenticator`] checks credentials and provides the
//! account's home as a directory handle, which is the root directory of the session. The protocol
//! is a state machine without I/O (`session`); tokio and rustls are a thin layer around it
//! (`control`, `data`, `transfer`).

mod accepting;
mod ascii;
mod authenticator;
mod blocking;
mod command;
mod config;
mod context;
mod control;
mod data;
mod direction;
mod download;
mod error;
mod events;
mod facts;
mod file;
mod file_request;
mod flow;
mod hash;
mod integer_format;
mod ledger;
mod listener;
mod listing;
mod log_throttle;
pub mod metrics;
mod page_cache;
mod path;
mod pattern;
mod plaintext;
mod policy;
mod progress;
mod proxy_protocol;
mod rate_limit;
mod receive;
mod received;
mod registry;
mod reply;
mod resumption;
mod run_as;
mod session;
mod session_info;
mod socket;
mod storage;
mod stream;
mod time;
mod tls;
mod tls_version;
mod transfer;
mod transfer_file;
mod upload;

pub use accepting::Accepting;
pub use authenticator::{Authenticator, SignInAttempt, SignInRefusal, SignedIn};
pub use blocking::{FileThreads, WebspaceThreads};
pub use config::{Config, Limits};
pub use direction::Direction;
pub use events::{Event, EventKind, FilePath, TransferSummary};
pub use ledger::{
    CountProgress, Counted, Ledger, OpenHome, Quota, QuotaHolder, QuotaHome, Usage, count,
};
pub use listener::{BindError, Listener, Settings};
pub use log_throttle::LogThrottle;
pub use path::is_hidden;
pub use policy::{Permission, SessionPolicy, WebspaceLimits};
pub use progress::TransferStatus;
pub use proxy_protocol::{ProxyHeaderError, ProxyProtocol};
pub use registry::Sessions;
pub use run_as::{Credentials, HARMLESS, RunAs, RunAsError, can_act_as_others};
pub use session_info::{EndReason, SessionInfo, SessionStatus};
pub use socket::{bind_listener, is_connection_error};
pub use tls::TlsResumption;
pub use tls_version::TlsVersion;
pub use upload::{CloseNotify, remove_leftovers};
