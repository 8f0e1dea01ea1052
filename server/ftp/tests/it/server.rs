//! A server for one test, with a home in a temporary folder.

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use cap_std::ambient_authority;
use cap_std::fs::Dir;
use ftp::{
    Authenticator, Config, CountProgress, Direction, Ledger, Limits, Listener, Quota, QuotaHolder,
    QuotaHome, RunAs, SessionPolicy, Sessions, Settings, SignInAttempt, SignInRefusal, SignedIn,
    Usage, WebspaceLimits,
};
use tokio_util::sync::CancellationToken;

pub(crate) const NAME: &str = "anna";
/// Another account, whose home is the folder of its name in the first one's.
pub(crate) const OTHER_NAME: &str = "bert";
/// The first account, as a ledger knows it.
pub(crate) const ACCOUNT: QuotaHolder = QuotaHolder::Account(7);
pub(crate) const PASSWORD: &str = "pâss word;'$x";

pub(crate) struct TestServer {
    pub(crate) addr: SocketAddr,
    pub(crate) implicit: Option<SocketAddr>,
    pub(crate) sessions: Sessions,
    /// What whoever signs in from now on may do.
    pub(crate) policy: Arc<Mutex<SessionPolicy>>,
    /// What all of them may together.
    pub(crate) webspace: Arc<Mutex<Option<WebspaceLimits>>>,
    /// Where what they upload counts.
    pub(crate) ledger: Arc<Mutex<Option<Arc<Ledger>>>>,
    /// As whom they work.
    pub(crate) run_as: Arc<Mutex<RunAs>>,
    /// How often the authenticator was asked.
    pub(crate) asked: Arc<AtomicUsize>,
    /// From which addresses, in turn.
    pub(crate) peers: Arc<Mutex<Vec<IpAddr>>>,
    /// The certificate, to trust.
    pub(crate) certificate: rustls::pki_types::CertificateDer<'static>,
    /// Ends sessions once they transfer nothing.
    pub(crate) drain: CancellationToken,
    /// Ends them all.
    pub(crate) shutdown: CancellationToken,
    pub(crate) settings: Settings,
    /// What it was started with.
    pub(crate) config: Config,
    folder: tempfile::TempDir,
    runtime: Option<tokio::runtime::Runtime>,
}

struct OneAccount {
    policy: Arc<Mutex<SessionPolicy>>,
    webspace: Arc<Mutex<Option<WebspaceLimits>>>,
    ledger: Arc<Mutex<Option<Arc<Ledger>>>>,
    run_as: Arc<Mutex<RunAs>>,
    home: PathBuf,
    asked: Arc<AtomicUsize>,
    peers: Arc<Mutex<Vec<IpAddr>>>,
}

#[async_trait::async_trait]
impl Authenticator for OneAccount {
    async fn sign_in(&self, attempt: SignInAttempt<'_>) -> Result<SignedIn, SignInRefusal> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        self.peers.lock().unwrap().push(attempt.peer);
        assert!(!format!("{attempt:?}").contains(attempt.password));
        let name = match attempt.name.strip_prefix("slow-") {
            Some(name) => {
                tokio::time::sleep(Duration::from_millis(300)).await;
                name
            }
            None => attempt.name,
        };
        match name {
            "throttled" => {
                return Err(SignInRefusal::Throttled {
                    retry_after: Duration::from_secs(7),
                });
            }
            "homeless" => return Err(SignInRefusal::HomeUnavailable),
            "broken" => return Err(SignInRefusal::Unavailable),
            NAME | OTHER_NAME if attempt.password == PASSWORD => {}
            _ => return Err(SignInRefusal::Denied),
        }
        let (account_id, home) = match name {
            OTHER_NAME => (8, self.home.join(OTHER_NAME)),
            _ => (7, self.home.clone()),
        };
        let home = Dir::open_ambient_dir(home, ambient_authority()).unwrap();
        Ok(SignedIn {
            account_id,
            account_version: 3,
            account_name: name.into(),
            home,
            policy: *self.policy.lock().unwrap(),
            webspace: *self.webspace.lock().unwrap(),
            ledger: self.ledger.lock().unwrap().clone(),
            threads: ftp::WebspaceThreads::default().of(1, self.run_as.lock().unwrap().clone()),
        })
    }
}

impl TestServer {
    pub(crate) fn start() -> Self {
        Self::with(|_| {})
    }

    /// One whose data connections have to resume their control connection's TLS session, or not.
    pub(crate) fn with_resumption(resumption: ftp::TlsResumption) -> Self {
        Self::with(|config| {
            let tls = Arc::get_mut(config.tls.as_mut().unwrap()).unwrap();
            tls.ticketer = rustls::crypto::aws_lc_rs::Ticketer::new().unwrap();
            config.tls_resumption = resumption;
        })
    }

    pub(crate) fn with(change: impl FnOnce(&mut Config)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let home = folder.path().join("home");
        std::fs::create_dir(&home).unwrap();

        let names = [
            "localhost".to_owned(),
            "127.0.0.1".to_owned(),
            "::1".to_owned(),
        ];
        let certified = rcgen::generate_simple_self_signed(names).unwrap();
        let certificate = certified.cert.der().clone();
        let key =
            rustls::pki_types::PrivateKeyDer::Pkcs8(certified.signing_key.serialize_der().into());
        let tls = rustls::ServerConfig::builder()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.clone()], key)
            .unwrap();

        let mut config = Config {
            listen: "[::]:0".parse().unwrap(),
            listen_implicit: None,
            passive_ports: 0..=0,
            active_mode: true,
            public_host: None,
            proxy_protocol: Vec::new(),
            banner: Config::DEFAULT_BANNER.to_owned(),
            tls: Some(Arc::new(tls)),
            require_tls: false,
            tls_resumption: ftp::TlsResumption::default(),
            close_notify: ftp::CloseNotify::default(),
            sync_uploads: false,
            limits: Limits {
                sign_in_failure_delay: Duration::from_millis(10),
                ..Limits::default()
            },
            events: None,
        };
        change(&mut config);

        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        let asked = Arc::new(AtomicUsize::new(0));
        let peers = Arc::default();
        let policy = Arc::new(Mutex::new(SessionPolicy::default()));
        let webspace = Arc::default();
        let ledger = Arc::new(Mutex::new(None));
        let run_as = Arc::new(Mutex::new(RunAs::program()));
        let account = OneAccount {
            policy: Arc::clone(&policy),
            webspace: Arc::clone(&webspace),
            ledger: Arc::clone(&ledger),
            run_as: Arc::clone(&run_as),
            home,
            asked: Arc::clone(&asked),
            peers: Arc::clone(&peers),
        };
        let started_with = config.clone();
        let listener = runtime.block_on(async { Listener::bind(config) }).unwrap();
        let (addr, sessions) = (listener.local_addr(), listener.sessions());
        let implicit = listener.implicit_addr();
        let shutdown = CancellationToken::new();
        let settings = listener.settings();
        let drain = CancellationToken::new();
        runtime.spawn(listener.serve(Arc::new(account), drain.clone(), shutdown.clone()));
        Self {
            addr,
            implicit,
            sessions,
            policy,
            webspace,
            ledger,
            run_as,
            asked,
            peers,
            certificate,
            drain,
            shutdown,
            settings,
            config: started_with,
            folder,
            runtime: Some(runtime),
        }
    }

    pub(crate) fn at(&self, ip: impl Into<IpAddr>) -> SocketAddr {
        SocketAddr::new(ip.into(), self.addr.port())
    }

    pub(crate) fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    /// A folder that no session may reach.
    pub(crate) fn outside(&self) -> PathBuf {
        let outside = self.folder.path().join("outside");
        std::fs::create_dir_all(&outside).unwrap();
        outside
    }

    pub(crate) fn put(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.home().join(name), bytes).unwrap();
    }

    pub(crate) fn get(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.home().join(name)).unwrap()
    }

    /// Whether bytes of an upload have come.
    pub(crate) fn is_uploading(&self) -> bool {
        self.sessions.status().into_iter().any(|session| {
            session.transfer.is_some_and(|transfer| {
                transfer.direction == Direction::Upload && transfer.bytes > 0
            })
        })
    }

    /// Gives the home a quota of so many bytes from now on; sessions that sign in then have it.
    pub(crate) fn limit(&self, bytes: u64) -> Arc<Ledger> {
        let ledger = Arc::new(Ledger::new(|_| {}));
        self.limit_again(&ledger, bytes);
        ledger.count(ACCOUNT, &CountProgress::new()).unwrap();
        *self.ledger.lock().unwrap() = Some(Arc::clone(&ledger));
        ledger
    }

    /// Gives the webspace, which is the home, a quota of so many bytes, for sessions from now on.
    pub(crate) fn limit_webspace(&self, bytes: u64) -> Arc<Ledger> {
        let ledger = Arc::new(Ledger::new(|_| {}));
        ledger.replace(vec![self.quota_home(QuotaHolder::Webspace, bytes)]);
        let counted = ledger.count(QuotaHolder::Webspace, &CountProgress::new());
        counted.unwrap();
        *self.ledger.lock().unwrap() = Some(Arc::clone(&ledger));
        ledger
    }

    /// Gives it another quota; nothing is known of what it holds unless that was counted.
    pub(crate) fn limit_again(&self, ledger: &Ledger, bytes: u64) {
        ledger.replace(vec![self.quota_home(ACCOUNT, bytes)]);
    }

    fn quota_home(&self, holder: QuotaHolder, bytes: u64) -> QuotaHome {
        let home = self.home();
        QuotaHome {
            holder,
            quota: Quota {
                bytes: Some(bytes),
                files: None,
            },
            used: None,
            at_least: Usage::default(),
            home: Arc::new(move || Dir::open_ambient_dir(&home, ambient_authority())),
        }
    }

    /// The names in a folder of the home, uploads in progress too.
    pub(crate) fn names(&self, folder: impl AsRef<Path>) -> Vec<String> {
        let mut names: Vec<_> = std::fs::read_dir(self.home().join(folder))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        self.shutdown.cancel();
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_timeout(Duration::from_secs(5));
        }
    }
}

/// Waits until `true`, for at most twenty seconds.
pub(crate) fn eventually(what: &str, check: impl Fn() -> bool) {
    let end = Instant::now() + Duration::from_secs(20);
    while !check() {
        assert!(Instant::now() < end, "never so: {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Bytes without a pattern that a mistake could keep.
pub(crate) fn noise(len: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut bytes = Vec::with_capacity(len + 8);
    while bytes.len() < len {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes.extend_from_slice(&state.to_le_bytes());
    }
    bytes.truncate(len);
    bytes
}
