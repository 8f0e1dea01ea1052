//! What the use cases work with: the database, passwords, limits, and what the program remembers.

use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use model::{AppError, Field, FieldError, FtpEndpoint, InvalidField, PublicUrl};

use crate::ftp_activity::ActivityLog;
use crate::ftp_session::FtpSessionRegistry;
use crate::ftp_usage::FtpUsageTracker;
use crate::password::Hasher;
use crate::store::{FtpAccountId, Store, StoreError};
use crate::throttle::Throttle;
use crate::trash::FileRemoval;
use crate::webspace::FolderReader;

/// What all parts of the use cases share.
pub(crate) struct Context {
    pub(crate) store: Store,
    pub(crate) data_dir: PathBuf,
    pub(crate) hasher: Hasher,
    pub(crate) panel_throttle: Throttle,
    pub(crate) ftp_throttle: Throttle,
    pub(crate) link_throttle: Throttle,
    pub(crate) addresses: RwLock<Option<Arc<PublicAddresses>>>,
    pub(crate) ftp_sessions: OnceLock<Arc<dyn FtpSessionRegistry>>,
    pub(crate) activity: ActivityLog,
    pub(crate) usage: FtpUsageTracker,
    pub(crate) file_removal: Arc<FileRemoval>,
    pub(crate) folder_reader: FolderReader,
}

/// Where people reach the server from outside.
#[derive(Clone, Debug)]
pub struct PublicAddresses {
    /// The FTP server.
    pub ftp: FtpEndpoint,
    /// The panel, for links; without it they are made with the address that the browser uses.
    pub panel: Option<PublicUrl>,
}

impl Context {
    pub(crate) fn new(store: Store, data_dir: &Path) -> Self {
        Self {
            store,
            data_dir: data_dir.to_owned(),
            hasher: Hasher::new(),
            panel_throttle: Throttle::new(),
            ftp_throttle: Throttle::new(),
            link_throttle: Throttle::new(),
            addresses: RwLock::default(),
            ftp_sessions: OnceLock::new(),
            activity: ActivityLog::new(),
            file_removal: Arc::new(FileRemoval::new()),
            folder_reader: FolderReader::new(),
            usage: FtpUsageTracker::new(),
        }
    }

    /// Tells which FTP sessions there are: to list, and to end when an account is changed or
    /// removed. Without it there are none to be seen; the first call counts.
    pub(crate) fn watch_over(&self, sessions: Arc<dyn FtpSessionRegistry>) {
        if self.ftp_sessions.set(sessions).is_err() {
            tracing::warn!("FTP sessions were given twice; the first are kept");
        }
    }

    /// Tells where the server is reached from outside, and by which certificate it is known. Without
    /// it nobody can be told how to connect; the last call counts.
    pub(crate) fn reached_at(&self, addresses: PublicAddresses) {
        let told = self.addresses.write();
        // Nothing panics while it holds the lock.
        *told.unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(addresses));
    }

    /// Where the server is reached from outside.
    pub(crate) fn addresses(&self) -> Result<Arc<PublicAddresses>, AppError> {
        let told = self.addresses.read();
        let told = told.unwrap_or_else(PoisonError::into_inner);
        told.clone().ok_or_else(|| {
            tracing::error!("the server's addresses were never told");
            AppError::Internal
        })
    }

    /// Closes the database. What is asked for afterwards fails, and files are removed no further.
    pub(crate) async fn close(&self) {
        self.file_removal.is_over.store(true, Ordering::Relaxed);
        self.store.close().await;
    }

    pub(crate) fn store(&self) -> &Store {
        &self.store
    }

    pub(crate) fn hasher(&self) -> &Hasher {
        &self.hasher
    }

    pub(crate) fn end_outdated(&self, account: FtpAccountId, version: i64, enabled: bool) {
        if let Some(sessions) = self.ftp_sessions.get() {
            sessions.end_outdated(account, version, enabled);
        }
    }

    pub(crate) fn end_removed(&self, account: FtpAccountId) {
        if let Some(sessions) = self.ftp_sessions.get() {
            sessions.end_removed(account);
        }
    }
}

impl From<StoreError> for AppError {
    /// A rule that the use case did not expect to be broken is a fault of ours like any other.
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy => Self::Busy,
            error => internal(&error),
        }
    }
}

/// Does what waits for the disk or computes for long, off the async threads.
pub(crate) async fn blocking<Answer: Send + 'static>(
    work: impl FnOnce() -> Answer + Send + 'static,
) -> Result<Answer, AppError> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| internal(&error))
}

/// A failure whose cause is for the log alone.
pub(crate) fn internal(error: &dyn std::error::Error) -> AppError {
    tracing::error!(%error, "a use case failed");
    AppError::Internal
}

/// What is wrong with a form, gathered so that the person sees all of it at once.
#[derive(Default)]
pub(crate) struct FieldErrors(Vec<InvalidField>);

impl FieldErrors {
    /// Notes what is wrong with a field.
    pub(crate) fn add(&mut self, field: Field, error: impl Into<FieldError>) {
        self.0.push(InvalidField {
            field,
            error: error.into(),
        });
    }

    /// Nothing, if nothing is wrong.
    pub(crate) fn none(self) -> Result<(), AppError> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(AppError::Invalid(self.0))
        }
    }
}
