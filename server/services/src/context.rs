//! What the use cases share: the database, passwords, rate limits, and what the program remembers.

use std::path::PathBuf;
use std::sync::Arc;

use model::AppError;
use tokio::sync::watch;

use crate::config::{PublicAddresses, ServicesConfig};
use crate::error::InternalError;
use crate::ftp_activity::ActivityLog;
use crate::ftp_session::FtpSessionRegistry;
use crate::ftp_usage::FtpUsageTracker;
use crate::password::Hasher;
use crate::store::{FtpAccountId, Store};
use crate::throttle::Throttle;
use crate::trash::FileRemoval;
use crate::webspace::FolderReader;

/// What all parts of the use cases share.
pub(crate) struct Context {
    store: Store,
    hasher: Hasher,
    addresses: Option<watch::Receiver<PublicAddresses>>,
    pub(crate) data_dir: PathBuf,
    pub(crate) panel_throttle: Throttle,
    pub(crate) ftp_throttle: Throttle,
    pub(crate) link_throttle: Throttle,
    pub(crate) ftp_sessions: Option<Arc<dyn FtpSessionRegistry>>,
    pub(crate) activity: ActivityLog,
    pub(crate) usage: FtpUsageTracker,
    pub(crate) file_removal: Arc<FileRemoval>,
    pub(crate) folder_reader: FolderReader,
}

impl Context {
    pub(crate) fn new(store: Store, config: ServicesConfig) -> Self {
        Self {
            store,
            hasher: Hasher::new(),
            addresses: config.addresses,
            data_dir: config.data_dir,
            panel_throttle: Throttle::new(),
            ftp_throttle: Throttle::new(),
            link_throttle: Throttle::new(),
            ftp_sessions: config.ftp_sessions,
            activity: ActivityLog::new(),
            usage: FtpUsageTracker::new(),
            file_removal: Arc::new(FileRemoval::new()),
            folder_reader: FolderReader::new(),
        }
    }

    pub(crate) fn store(&self) -> &Store {
        &self.store
    }

    pub(crate) fn hasher(&self) -> &Hasher {
        &self.hasher
    }

    /// Where the server is reached from outside, as of now.
    ///
    /// # Errors
    /// [`AppError::Internal`] in a process without a server.
    pub(crate) fn addresses(&self) -> Result<PublicAddresses, AppError> {
        let addresses = self.addresses.as_ref();
        let addresses = addresses.ok_or(InternalError::NoPublicAddresses)?;
        Ok(addresses.borrow().clone())
    }

    /// Ends the FTP sessions of an account that signed in before it had this access version.
    pub(crate) fn end_outdated(&self, account: FtpAccountId, version: i64, enabled: bool) {
        if let Some(sessions) = &self.ftp_sessions {
            sessions.end_outdated(account, version, enabled);
        }
    }

    /// Ends the FTP sessions of an account that is gone.
    pub(crate) fn end_removed(&self, account: FtpAccountId) {
        if let Some(sessions) = &self.ftp_sessions {
            sessions.end_removed(account);
        }
    }

    /// Closes the database. Use cases fail from then on, and files are removed no further.
    pub(crate) async fn close(&self) {
        self.file_removal.stop();
        self.store.close().await;
    }
}
