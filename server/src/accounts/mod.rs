//! The use cases: what may be done, by whom, with which consequence.
//!
//! Every door, the browser's, FTP's and the command line's, ends here. Each use case takes the
//! acting person first and checks by itself what that person may do.

mod audit;
mod authorise;
mod backend;
mod default_settings;
mod demo;
mod first_start;
mod folder;
mod folder_look;
mod ftp_account;
mod ftp_activity;
mod ftp_session;
mod ftp_usage;
mod one_time_link;
mod panel_user;
mod password;
mod receipt;
mod session;
mod subscription;
mod throttle;
mod trash;
mod webspace;

pub use demo::Demo;
pub use first_start::FirstAdministrator;
pub use ftp_account::{FtpAccountsExport, FtpSignIn, FtpSignInError};
pub use ftp_activity::FtpEvent;
pub use ftp_session::{FtpSessionStatus, FtpSessions, FtpTransferStatus};
pub use session::ResumedSession;

use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use app::model::{Field, FieldError, FieldProblem, FtpEndpoint, Problem, PublicUrl};

use self::ftp_activity::ActivityLog;
use self::ftp_usage::FtpUsageBook;
use self::password::Hasher;
use self::throttle::Throttle;
use self::trash::FileRemoval;
use self::webspace::Lookout;
use crate::store::{FtpAccountId, Store, StoreError};

/// The use cases, over one database. Clones share everything.
#[derive(Clone)]
pub struct Accounts {
    inner: Arc<Inner>,
}

struct Inner {
    store: Store,
    data_dir: PathBuf,
    hasher: Hasher,
    panel_throttle: Throttle,
    ftp_throttle: Throttle,
    link_throttle: Throttle,
    addresses: RwLock<Option<Arc<PublicAddresses>>>,
    ftp_sessions: OnceLock<Arc<dyn FtpSessions>>,
    activity: ActivityLog,
    usage: FtpUsageBook,
    file_removal: Arc<FileRemoval>,
    lookout: Lookout,
}

/// Where people reach the server from outside.
#[derive(Clone, Debug)]
pub struct PublicAddresses {
    /// The FTP server.
    pub ftp: FtpEndpoint,
    /// The panel, for links; without it they are made with the address that the browser uses.
    pub panel: Option<PublicUrl>,
}

impl Accounts {
    /// The use cases over this database. `data_dir` is the panel's own folder, which no webspace
    /// may reach.
    pub fn new(store: Store, data_dir: &Path) -> Self {
        Self {
            inner: Arc::new(Inner {
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
                lookout: Lookout::new(),
                usage: FtpUsageBook::new(),
            }),
        }
    }

    /// Tells which FTP sessions there are: to list, and to end when an account is changed or
    /// removed. Without it there are none to be seen; the first call counts.
    pub fn watch_over(&self, sessions: Arc<dyn FtpSessions>) {
        if self.inner.ftp_sessions.set(sessions).is_err() {
            tracing::warn!("FTP sessions were given twice; the first are kept");
        }
    }

    /// Tells where the server is reached from outside, and by which certificate it is known. Without
    /// it nobody can be told how to connect; the last call counts.
    pub fn reached_at(&self, addresses: PublicAddresses) {
        let told = self.inner.addresses.write();
        // Nothing panics while it holds the lock.
        *told.unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(addresses));
    }

    /// Where the server is reached from outside.
    fn addresses(&self) -> Result<Arc<PublicAddresses>, Problem> {
        let told = self.inner.addresses.read();
        let told = told.unwrap_or_else(PoisonError::into_inner);
        told.clone().ok_or_else(|| {
            tracing::error!("the server's addresses were never told");
            Problem::Internal
        })
    }

    /// Closes the database. What is asked for afterwards fails, and files are removed no further.
    pub async fn close(&self) {
        self.inner
            .file_removal
            .is_over
            .store(true, Ordering::Relaxed);
        self.inner.store.close().await;
    }

    fn store(&self) -> &Store {
        &self.inner.store
    }

    fn hasher(&self) -> &Hasher {
        &self.inner.hasher
    }

    fn end_outdated(&self, account: FtpAccountId, version: i64, enabled: bool) {
        if let Some(sessions) = self.inner.ftp_sessions.get() {
            sessions.end_outdated(account, version, enabled);
        }
    }

    fn end_removed(&self, account: FtpAccountId) {
        if let Some(sessions) = self.inner.ftp_sessions.get() {
            sessions.end_removed(account);
        }
    }
}

impl From<StoreError> for Problem {
    /// A rule that the use case did not expect to be broken is a fault of ours like any other.
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy => Self::Busy,
            error => internal(&error),
        }
    }
}

/// Does what waits for the disk or computes for long, off the async threads.
async fn blocking<Answer: Send + 'static>(
    work: impl FnOnce() -> Answer + Send + 'static,
) -> Result<Answer, Problem> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| internal(&error))
}

/// A failure whose cause is for the log alone.
fn internal(error: &dyn std::error::Error) -> Problem {
    tracing::error!(%error, "a use case failed");
    Problem::Internal
}

/// What is wrong with a form, gathered so that the person sees all of it at once.
#[derive(Default)]
struct FieldProblems(Vec<FieldProblem>);

impl FieldProblems {
    /// Notes what is wrong with a field.
    fn add(&mut self, field: Field, error: impl Into<FieldError>) {
        self.0.push(FieldProblem {
            field,
            error: error.into(),
        });
    }

    /// Nothing, if nothing is wrong.
    fn none(self) -> Result<(), Problem> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(Problem::Invalid(self.0))
        }
    }
}
