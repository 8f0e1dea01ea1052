//! What the use cases share: the database, passwords, rate limits, and what the program remembers.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use ftp::{FileThreads, WebspaceThreads};
use model::{Actor, AppError, CertificateValidity, FtpEndpoint, PublicUrl};
use tokio::sync::watch;
use tokio::time::timeout;

use crate::audit::{RepeatLog, RowLimit};
use crate::config::ServicesConfig;
use crate::error::InternalError;
use crate::folder::{Webspace, WebspacePolicy};
use crate::ftp_activity::ActivityLog;
use crate::ftp_session::{FtpSessionRegistry, OutdatedBy};
use crate::ftp_usage::FtpUsageTracker;
use crate::import_upload::WaitingUploads;
use crate::mail::Mailer;
use crate::password::Hasher;
use crate::person_limit::PersonLimit;
use crate::reminder::LockedAccounts;
use crate::second_factor::PasskeyCeremonies;
use crate::session::{LastSeenWrites, SessionLimits};
use crate::store::{FtpAccountId, Store, SubscriptionId, WebspaceRecord};
use crate::system_user::SystemUsers;
use crate::throttle::Throttle;
use crate::trash::FileRemoval;
use crate::work_budget::{HeavyWork, WorkBudget, WorkFor, WorkSlot};

/// How long a use case waits for the files of a webspace. Storage that hangs may take for ever.
const WEBSPACE_TIMEOUT: Duration = Duration::from_secs(10);

/// Different refusals that are remembered at once.
const MAX_REFUSALS: usize = 1024;
/// Different sign-ins and sign-outs that are remembered at once: one for each person and address.
const MAX_SIGN_INS: usize = 16 * 1024;

/// What all parts of the use cases share.
pub(crate) struct Context {
    store: Store,
    /// The heavy work that may be done at once.
    pub(crate) work_budget: Arc<WorkBudget>,
    hasher: Hasher,
    ftp_endpoint: Option<watch::Receiver<FtpEndpoint>>,
    /// Where people reach the panel, as the settings say; none if they do not.
    pub(crate) panel_url: Option<PublicUrl>,
    certificates: Option<watch::Receiver<Vec<CertificateValidity>>>,
    pub(crate) data_dir: PathBuf,
    pub(crate) webspace_policy: Arc<WebspacePolicy>,
    pub(crate) system_users: SystemUsers,
    pub(crate) panel_throttle: Throttle,
    pub(crate) ftp_throttle: Throttle,
    pub(crate) link_throttle: Throttle,
    pub(crate) invitations: PersonLimit,
    /// One-time links that were mailed.
    pub(crate) link_mails: PersonLimit,
    /// What sends mail, if anything does.
    pub(crate) mailer: Option<Arc<dyn Mailer>>,
    /// Told whenever a mail is queued.
    pub(crate) mail_queued: watch::Sender<()>,
    pub(crate) locked_accounts: LockedAccounts,
    pub(crate) passkey_ceremonies: PasskeyCeremonies,
    /// Files that were uploaded to be imported.
    pub(crate) import_uploads: WaitingUploads,
    pub(crate) ftp_sessions: Option<Arc<dyn FtpSessionRegistry>>,
    pub(crate) activity: ActivityLog,
    pub(crate) usage: FtpUsageTracker,
    pub(crate) file_removal: Arc<FileRemoval>,
    pub(crate) refusals: RepeatLog,
    /// Sign-ins and sign-outs, each apart from refusals: strangers can flood those.
    pub(crate) sign_ins: Arc<RepeatLog>,
    /// For how many days audit rows are kept, once that is known; 0 for ever.
    pub(crate) audit_days: Mutex<Option<u16>>,
    pub(crate) audit_rows: Arc<RowLimit>,
    /// Audit rows that FTP accounts cause at the pages of their own.
    pub(crate) own_page_rows: RowLimit<FtpAccountId>,
    webspace_threads: WebspaceThreads,
    pub(crate) session_limits: Option<watch::Receiver<SessionLimits>>,
    pub(crate) last_seen_writes: LastSeenWrites,
    /// As those, when API tokens are used.
    pub(crate) token_uses: LastSeenWrites,
    /// Told whenever sessions of the panel end.
    pub(crate) session_ends: watch::Sender<()>,
}

impl Context {
    pub(crate) fn new(store: Store, config: ServicesConfig) -> Self {
        let work_budget = WorkBudget::new();
        Self {
            store,
            hasher: Hasher::new(Arc::clone(&work_budget)),
            work_budget,
            ftp_endpoint: config.ftp_endpoint,
            panel_url: config.panel_url,
            certificates: config.certificates,
            webspace_policy: Arc::new(WebspacePolicy::new(&config.data_dir, config.webspaces)),
            system_users: SystemUsers::new(config.system_users, &config.data_dir),
            data_dir: config.data_dir,
            panel_throttle: Throttle::new(),
            ftp_throttle: Throttle::new(),
            link_throttle: Throttle::new(),
            invitations: PersonLimit::default(),
            link_mails: PersonLimit::default(),
            mailer: config.mailer,
            mail_queued: watch::Sender::new(()),
            locked_accounts: LockedAccounts::default(),
            passkey_ceremonies: PasskeyCeremonies::default(),
            import_uploads: WaitingUploads::default(),
            ftp_sessions: config.ftp_sessions,
            activity: ActivityLog::new(),
            usage: FtpUsageTracker::new(),
            file_removal: Arc::new(FileRemoval::new()),
            refusals: RepeatLog::new(MAX_REFUSALS),
            sign_ins: Arc::new(RepeatLog::new(MAX_SIGN_INS)),
            audit_days: Mutex::default(),
            audit_rows: Arc::default(),
            own_page_rows: RowLimit::default(),
            webspace_threads: WebspaceThreads::default(),
            session_limits: config.session_limits,
            last_seen_writes: LastSeenWrites::default(),
            token_uses: LastSeenWrites::default(),
            session_ends: watch::Sender::new(()),
        }
    }

    pub(crate) fn store(&self) -> &Store {
        &self.store
    }

    pub(crate) fn hasher(&self) -> &Hasher {
        &self.hasher
    }

    /// A subscription's webspace on disk, in which work is done as whom its files belong to.
    ///
    /// # Errors
    /// [`AppError::SystemUserUnavailable`] if Berth cannot act as that user, which the log says;
    /// [`AppError::Busy`] if the system takes too long to say who that is.
    pub(crate) async fn webspace(&self, record: &WebspaceRecord) -> Result<Webspace, AppError> {
        let (subscription, hosting) = (record.subscription, &record.hosting);
        let run_as = self.system_users.run_as(subscription, hosting).await?;
        let policy = Arc::clone(&self.webspace_policy);
        Ok(Webspace::new(record.root.clone(), policy, run_as))
    }

    /// The threads that access the files of a subscription's webspace, as whom they belong to.
    pub(crate) fn webspace_threads(
        &self,
        subscription: SubscriptionId,
        webspace: &Webspace,
    ) -> FileThreads {
        let run_as = webspace.run_as().clone();
        self.webspace_threads.of(subscription.0, run_as)
    }

    /// Waits for the slot in which somebody removes, restores or changes accounts.
    ///
    /// # Errors
    /// [`AppError::Busy`] if too much of such work waits already.
    pub(crate) async fn bulk_change_slot(&self, actor: &Actor) -> Result<WorkSlot, AppError> {
        self.work_budget
            .acquire(HeavyWork::BulkChange, actor.into())
            .await
    }

    /// Waits for the slot in which is counted what a list finds, and its page is read.
    ///
    /// # Errors
    /// [`AppError::Busy`] if too much of such work waits already.
    pub(crate) async fn list_count_slot(&self, actor: &Actor) -> Result<WorkSlot, AppError> {
        self.work_budget
            .acquire(HeavyWork::ListCount, actor.into())
            .await
    }

    /// Looks at the folders of a subscription's webspace for somebody, or makes some.
    ///
    /// # Errors
    /// As for [`Context::in_webspace`]; [`AppError::Busy`] if too much of such work waits already.
    pub(crate) async fn look_in_webspace<Output: Send + 'static>(
        &self,
        client: WorkFor,
        record: &WebspaceRecord,
        work: impl FnOnce(&Webspace) -> Output + Send + 'static,
    ) -> Result<Output, AppError> {
        let webspace = self.webspace(record).await?;
        let threads = self.webspace_threads(record.subscription, &webspace);
        let slot = self
            .work_budget
            .acquire(HeavyWork::FolderLook, client)
            .await?;
        let work = run_in_webspace(threads, move || work(&webspace));
        // In a task of its own: a caller that is cancelled does not free the slot, but storage that
        // hangs does in the end.
        let look = tokio::spawn(async move {
            let done = work.await;
            drop(slot);
            done
        });
        look.await.map_err(InternalError::from)?
    }

    /// Runs work on the files of a subscription's webspace, off the async threads. Storage that
    /// hangs keeps threads of that webspace only.
    ///
    /// For FTP and for what ends something that was begun; whatever somebody asks for in the panel
    /// is for [`Context::look_in_webspace`].
    ///
    /// # Errors
    /// [`AppError::Busy`] if it takes too long, or what was begun before does. The work goes on.
    /// As for [`Context::webspace`].
    pub(crate) async fn in_webspace<Output: Send + 'static>(
        &self,
        record: &WebspaceRecord,
        work: impl FnOnce(&Webspace) -> Output + Send + 'static,
    ) -> Result<Output, AppError> {
        let webspace = self.webspace(record).await?;
        let threads = self.webspace_threads(record.subscription, &webspace);
        run_in_webspace(threads, move || work(&webspace)).await
    }

    /// Where the FTP server is reached from outside, as of now.
    ///
    /// # Errors
    /// [`AppError::Internal`] in a process without one.
    pub(crate) fn ftp_endpoint(&self) -> Result<FtpEndpoint, AppError> {
        let endpoint = self.ftp_endpoint.as_ref();
        let endpoint = endpoint.ok_or(InternalError::NoFtpEndpoint)?;
        Ok(endpoint.borrow().clone())
    }

    /// Until when the certificates are valid that the server shows, as of now.
    pub(crate) fn certificates(&self) -> Vec<CertificateValidity> {
        let certificates = self.certificates.as_ref();
        certificates.map_or_else(Vec::new, |certificates| certificates.borrow().clone())
    }

    /// Ends the FTP sessions of an account that signed in before it had this access version, by a
    /// change after which it is enabled, or not.
    pub(crate) fn end_outdated(&self, account: FtpAccountId, version: i64, enabled: bool) {
        if let Some(sessions) = &self.ftp_sessions {
            sessions.end_outdated(account, version, OutdatedBy::change(enabled));
        }
    }

    /// As [`Self::end_outdated`], by the suspension of the account's subscription.
    pub(crate) fn end_suspended(&self, account: FtpAccountId, version: i64) {
        if let Some(sessions) = &self.ftp_sessions {
            sessions.end_outdated(account, version, OutdatedBy::Suspension);
        }
    }

    /// Ends the FTP sessions of an account that is gone.
    pub(crate) fn end_removed(&self, account: FtpAccountId) {
        if let Some(sessions) = &self.ftp_sessions {
            sessions.end_removed(account);
        }
    }

    /// Tells what goes on for longer than a request that sessions of the panel have ended.
    pub(crate) fn sessions_have_ended(&self) {
        self.session_ends.send_replace(());
    }

    /// Closes the database. Use cases fail from then on, and files are removed no further.
    pub(crate) async fn close(&self) {
        self.file_removal.stop();
        self.store.close().await;
    }
}

/// Runs work on the threads of a webspace.
///
/// # Errors
/// As for [`Context::in_webspace`].
pub(crate) async fn run_in_webspace<Output: Send + 'static>(
    threads: FileThreads,
    work: impl FnOnce() -> Output + Send + 'static,
) -> Result<Output, AppError> {
    let done = async move { threads.start(work).await.await };
    match timeout(WEBSPACE_TIMEOUT, done).await {
        Ok(done) => {
            let done = done.map_err(InternalError::from)?;
            Ok(done.map_err(InternalError::from)?)
        }
        Err(_) => Err(AppError::Busy),
    }
}
