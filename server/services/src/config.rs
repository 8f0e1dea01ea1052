//! What the use cases are given beside the database.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use model::{FtpEndpoint, PublicUrl};
use tokio::sync::watch;

use crate::ftp_session::FtpSessionRegistry;

/// What [`Services`](crate::Services) are built with. A server has all of it, a command of the
/// command line only the folder.
pub struct ServicesConfig {
    /// The panel's own folder, which no webspace may reach.
    pub data_dir: PathBuf,
    /// The open FTP sessions of this process: listed, and ended when an account is changed or
    /// removed. None in a process without an FTP server.
    pub ftp_sessions: Option<Arc<dyn FtpSessionRegistry>>,
    /// Where the server is reached, with the current certificate. Without it no use case can show
    /// how to connect.
    pub addresses: Option<watch::Receiver<PublicAddresses>>,
}

impl ServicesConfig {
    /// For a process without a server.
    pub fn new(data_dir: &Path) -> Self {
        Self {
            data_dir: data_dir.to_owned(),
            ftp_sessions: None,
            addresses: None,
        }
    }
}

/// Where people reach the server from outside.
#[derive(Clone, Debug)]
pub struct PublicAddresses {
    /// The FTP server, and the fingerprints of its own certificate.
    pub ftp: FtpEndpoint,
    /// The panel, for links; without it they are made with the address that the browser uses.
    pub panel: Option<PublicUrl>,
}
