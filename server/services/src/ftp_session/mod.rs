//! Open FTP sessions.

mod end;
mod follow;
mod list;
mod registry;
mod visible;

use crate::part::part;

pub(crate) use list::session_row;
pub use registry::{FtpSessionRegistry, FtpSessionStatus, FtpTransferStatus, OutdatedBy};

part! {
    /// FTP sessions that are open now.
    FtpSessions
}
