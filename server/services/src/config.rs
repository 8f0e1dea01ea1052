//! What the use cases are given beside the database.

use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use model::{CertificateValidity, FtpEndpoint, PublicUrl};
use rustix::process::geteuid;
use tokio::sync::watch;

use crate::ftp_session::FtpSessionRegistry;
use crate::mail::Mailer;
use crate::session::SessionLimits;
use crate::system_user::{AllowedSystemUsers, home_of_user};

/// What [`Services`](crate::Services) are built with. A server has all of it, a command of the
/// command line only the folder.
pub struct ServicesConfig {
    /// Berth's data folder, which no webspace may reach.
    pub data_dir: PathBuf,
    /// Where webspaces may be.
    pub webspaces: WebspacePlaces,
    /// Which system users the files of subscriptions may belong to.
    pub system_users: AllowedSystemUsers,
    /// The open FTP sessions of this process: listed, and ended when an account is changed or
    /// removed. None in a process without an FTP server.
    pub ftp_sessions: Option<Arc<dyn FtpSessionRegistry>>,
    /// Where the FTP server is reached, with the current certificate. Without it no use case can show
    /// how to connect.
    pub ftp_endpoint: Option<watch::Receiver<FtpEndpoint>>,
    /// Where people reach the panel, for links. Without it none is mailed, and those that are shown have the
    /// address that the browser uses.
    pub panel_url: Option<PublicUrl>,
    /// Until when the certificates are valid that the server shows. None in a process without one.
    pub certificates: Option<watch::Receiver<Vec<CertificateValidity>>>,
    /// What sends mail. Without it none is sent, and none is queued.
    pub mailer: Option<Arc<dyn Mailer>>,
    /// For how long sessions of the panel go on; the usual limits without.
    pub session_limits: Option<watch::Receiver<SessionLimits>>,
}

impl ServicesConfig {
    /// For a process without a server.
    pub fn new(data_dir: &Path) -> Self {
        Self {
            data_dir: data_dir.to_owned(),
            webspaces: WebspacePlaces::new(data_dir),
            system_users: AllowedSystemUsers::default(),
            ftp_sessions: None,
            ftp_endpoint: None,
            panel_url: None,
            certificates: None,
            mailer: None,
            session_limits: None,
        }
    }
}

/// Where webspaces may be. No use case changes that, whoever calls it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebspacePlaces {
    /// Folders below which webspaces may be. None of them is one itself.
    pub bases: Vec<PathBuf>,
    /// Berth's own folders, beside the data folder: no webspace contains one or lies in one.
    pub own_folders: Vec<PathBuf>,
    /// Berth's own files: no webspace contains one.
    pub own_files: Vec<PathBuf>,
    /// The home of the user that Berth runs as: no new webspace contains it, and none lies in a
    /// folder of it that begins with a dot, such as `.ssh`.
    pub user_home: Option<PathBuf>,
}

impl WebspacePlaces {
    /// The folder of the data folder in which webspaces may be.
    pub const IN_DATA_DIR: &str = "webspaces";

    /// The bases of an installation whose settings name none; only the program itself is its own.
    pub fn new(data_dir: &Path) -> Self {
        let common = ["/var/www", "/srv", "/home"].map(PathBuf::from);
        let mut bases = vec![data_dir.join(Self::IN_DATA_DIR)];
        bases.extend(common);
        Self {
            bases,
            own_folders: Vec::new(),
            own_files: std::env::current_exe().into_iter().collect(),
            user_home: own_home(),
        }
    }
}

/// The home of the user that Berth runs as: what the environment says, unless it is somebody else's,
/// such as root's after a start as root.
fn own_home() -> Option<PathBuf> {
    let (said, uid) = (std::env::home_dir(), geteuid().as_raw());
    let is_own = |home: &PathBuf| home.metadata().is_ok_and(|found| found.uid() == uid);
    match said {
        Some(home) if is_own(&home) => Some(home),
        said => home_of_user(uid).or(said),
    }
}
