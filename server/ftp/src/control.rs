//! Drives one session: the control connection, and what the state machine asks for.

use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use cap_std::fs::Dir;
use socket2::SockRef;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::spawn_blocking;
use tokio::time::{Instant, sleep, sleep_until, timeout, timeout_at};
use tokio_rustls::TlsAcceptor;

use crate::activity::{Activity, Deed, Transferred, tell};
use crate::authenticator::{SignInAttempt, SignInRefusal};
use crate::command::Password;
use crate::data::{Active, Opening, Passive};
use crate::hash::hash;
use crate::path::VirtualPath;
use crate::progress::{Direction, Progress, TransferStatus};
use crate::registry::{Admission, NotEntered, SessionInfo};
use crate::server::Shared;
use crate::session::{
    Action, FileError, FileHash, FileRequest, PassiveAddress, Policy, Session, TransferError,
    TransferProgress, TransferRequest, TransferStart, What,
};
use crate::storage::perform;
use crate::stream::Stream;
use crate::tls::SessionTls;
use crate::transfer::{self, Patience};

/// How often a sign-in is checked again because sessions were ended meanwhile.
const SIGN_IN_CHECKS: usize = 3;
/// How long a closed connection's client has to take the last reply.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// Serves one control connection until it ends.
pub(crate) async fn serve(
    tcp: TcpStream,
    local: SocketAddr,
    implicit_tls: bool,
    admission: Admission,
    shared: Arc<Shared>,
) {
    let end = admission.end_token();
    let mut control = Control::new(tcp, local, implicit_tls, admission, shared);
    let ended = tokio::select! {
        biased;
        () = end.cancelled() => None,
        result = Box::pin(control.drive()) => Some(result),
    };
    // What is still being moved ends here, whatever the reason.
    control.transfer = None;
    control.hashing = None;
    control.tell_transfer(false);
    control.opening = None;
    let reason = match ended {
        None => {
            let reason = control.admission.end_reason();
            control.session.end(reason.sentence());
            let _ = timeout(LAST_WORDS, control.flush()).await;
            format!("{reason:?}")
        }
        Some(Ok(())) => "closed".to_owned(),
        Some(Err(error)) => error.to_string(),
    };
    if let Some(account) = &control.account {
        tracing::info!(
            account = account.name, peer = %control.admission.peer(), reason, "session ended"
        );
    }
    control.close().await;
}

struct Control {
    stream: Stream,
    local: SocketAddr,
    session: Session,
    /// The connection begins with TLS.
    implicit_tls: bool,
    admission: Admission,
    shared: Arc<Shared>,
    account: Option<Account>,
    opening: Option<Opening>,
    tls: Option<SessionTls>,
    transfer: Option<Running>,
    hashing: Option<Hashing>,
    /// When the client will have been silent, or a stranger, for too long.
    deadline: Instant,
}

struct Account {
    id: i64,
    name: String,
    home: Arc<Dir>,
}

/// A transfer under way. Dropping it breaks the transfer off.
type Running = Pin<Box<dyn Future<Output = Result<(), TransferError>> + Send>>;

/// A file that is being hashed. Dropping it ends that.
type Hashing = Pin<Box<dyn Future<Output = Result<FileHash, FileError>> + Send>>;

enum Event {
    Received(io::Result<usize>),
    Transferred(Result<(), TransferError>),
    Hashed(Result<FileHash, FileError>),
    Silent,
}

impl Control {
    fn new(
        tcp: TcpStream,
        local: SocketAddr,
        implicit_tls: bool,
        admission: Admission,
        shared: Arc<Shared>,
    ) -> Self {
        let session = Session::new(Policy {
            tls_offered: shared.tls.is_some(),
            require_tls: shared.require_tls,
            active_mode: shared.active_mode,
            implicit_tls,
            max_sign_in_failures: shared.limits.max_sign_in_failures,
            peer: admission.peer(),
        });
        Self {
            stream: Stream::Urgent(tcp),
            // A data connection to an IPv4 client is IPv4, on whichever socket it came.
            local: match local.ip().to_canonical() {
                ip @ IpAddr::V4(_) => SocketAddr::new(ip, local.port()),
                IpAddr::V6(_) => local,
            },
            session,
            tls: shared.tls.as_ref().map(|tls| {
                if shared.require_tls_resumption {
                    tls.bound(admission.id())
                } else {
                    tls.clone()
                }
            }),
            implicit_tls,
            admission,
            deadline: Instant::now() + shared.limits.sign_in_timeout,
            shared,
            account: None,
            opening: None,
            transfer: None,
            hashing: None,
        }
    }

    async fn drive(&mut self) -> io::Result<()> {
        // Small: it is held while the session idles.
        let mut buffer = [0; 1024];
        let mut lines_read = 0;
        if self.implicit_tls {
            self.start_tls().await?;
        }
        loop {
            while let Some(action) = self.session.poll() {
                self.flush().await?;
                if action == Action::Close {
                    return Ok(());
                }
                self.act(action).await?;
            }
            self.flush().await?;
            if self.session.has_input() {
                continue;
            }
            // Whole commands keep a session alive; single bytes do not.
            if self.session.is_signed_in() && self.session.lines_read() != lines_read {
                lines_read = self.session.lines_read();
                self.admission.live().sign();
                self.deadline = Instant::now() + self.shared.limits.idle_timeout;
            }
            match self.event(&mut buffer).await {
                Event::Received(Ok(0)) => return Ok(()),
                Event::Received(Ok(count)) => {
                    self.session
                        .receive(buffer.get(..count).unwrap_or_default());
                }
                Event::Received(Err(error)) => return Err(error),
                Event::Transferred(result) => self.transferred(result),
                Event::Hashed(result) => self.hashed(Some(result)),
                Event::Silent => {
                    self.session.end(if self.session.is_signed_in() {
                        "You were silent for too long."
                    } else {
                        "You did not sign in in time."
                    });
                    continue;
                }
            }
        }
    }

    /// Whatever happens first; of what happened at once, the control connection's news.
    async fn event(&mut self, buffer: &mut [u8]) -> Event {
        let Self {
            stream,
            transfer,
            hashing,
            session,
            deadline,
            ..
        } = self;
        let working = transfer.is_some() || hashing.is_some();
        let transferred = async {
            match transfer {
                Some(running) => running.as_mut().await,
                None => std::future::pending().await,
            }
        };
        let hashed = async {
            match hashing {
                Some(hashing) => hashing.as_mut().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            biased;
            result = stream.read(buffer), if session.wants_input() => Event::Received(result),
            result = transferred => Event::Transferred(result),
            result = hashed => Event::Hashed(result),
            () = sleep_until(*deadline), if !working => Event::Silent,
        }
    }

    async fn flush(&mut self) -> io::Result<()> {
        let replies = self.session.take_replies();
        if replies.is_empty() {
            return Ok(());
        }
        let write = async {
            self.stream.write_all(&replies).await?;
            self.stream.flush().await
        };
        timeout(self.shared.limits.stall_timeout, write)
            .await
            .map_err(|_| io::Error::from(io::ErrorKind::TimedOut))?
    }

    async fn act(&mut self, action: Action) -> io::Result<()> {
        match action {
            Action::SignIn { name, password } => self.sign_in(&name, &password).await,
            Action::SignOut => self.sign_out(),
            Action::StartTls => self.start_tls().await?,
            Action::OpenPassive => self.open_passive(),
            Action::UseActive(address) => {
                self.opening = Some(Opening::Active(Active::new(self.local, address)));
                self.session.active_ready();
            }
            Action::File(request) => self.file(request).await,
            Action::Transfer(request) => self.start_transfer(request).await,
            Action::Hash(path) => self.start_hash(path),
            Action::TellProgress => self.tell_progress(),
            Action::Abort if self.hashing.is_some() => self.hashed(None),
            Action::Abort => self.transferred(Err(TransferError::Aborted)),
            Action::Close => {}
        }
        Ok(())
    }

    async fn sign_in(&mut self, name: &str, password: &Password) {
        let peer = self.admission.peer();
        let tls = self.stream.tls_version();
        for _ in 0..SIGN_IN_CHECKS {
            let epoch = self.admission.epoch();
            let attempt = SignInAttempt {
                name,
                password: &password.0,
                peer,
                tls: tls.is_some(),
            };
            let answer =
                timeout_at(self.deadline, self.shared.authenticator.sign_in(attempt)).await;
            match answer {
                Ok(Ok(granted)) => {
                    let info = SessionInfo {
                        id: self.admission.id(),
                        account_id: granted.account_id,
                        account_version: granted.account_version,
                        name: granted.account_name.clone(),
                        peer,
                        since: SystemTime::now(),
                        tls,
                    };
                    let max = self.shared.limits.max_sessions_per_account;
                    match self.admission.sign_in(epoch, max, info) {
                        Ok(()) => {}
                        Err(NotEntered::Outdated) => continue,
                        Err(NotEntered::TooMany) => {
                            tracing::info!(account = granted.account_name, %peer, "too many sessions");
                            let refusal = SignInRefusal::TooManySessions;
                            return self.session.sign_in_refused(refusal);
                        }
                    }
                    tracing::info!(account = granted.account_name, %peer, ?tls, "signed in");
                    self.session.signed_in(granted.account_name.clone());
                    self.account = Some(Account {
                        id: granted.account_id,
                        name: granted.account_name,
                        home: Arc::new(granted.home),
                    });
                    self.tell(Deed::SignedIn);
                    return;
                }
                Ok(Err(refusal)) => {
                    // Not the name: people type their password there.
                    tracing::info!(%peer, ?tls, ?refusal, "sign-in refused");
                    sleep(self.shared.limits.sign_in_failure_delay).await;
                    self.session.sign_in_refused(refusal);
                    return;
                }
                Err(_) => {
                    tracing::warn!(%peer, "a sign-in was not answered in time");
                    break;
                }
            }
        }
        self.session.sign_in_refused(SignInRefusal::Unavailable);
    }

    fn sign_out(&mut self) {
        self.admission.sign_out();
        if let Some(account) = self.account.take() {
            let peer = self.admission.peer();
            tracing::info!(account = account.name, %peer, "signed out");
        }
        self.opening = None;
        self.deadline = Instant::now() + self.shared.limits.sign_in_timeout;
        self.session.signed_out();
    }

    async fn start_tls(&mut self) -> io::Result<()> {
        let plain = std::mem::replace(&mut self.stream, Stream::Closed);
        let (Stream::Urgent(tcp), Some(tls)) = (plain, &self.tls) else {
            return Err(io::ErrorKind::Unsupported.into());
        };
        let acceptor = TlsAcceptor::from(Arc::clone(&tls.common));
        let wait = self.shared.limits.tls_handshake_timeout;
        self.stream = timeout(wait, Stream::secure(tcp, &acceptor))
            .await
            .map_err(|_| io::Error::from(io::ErrorKind::TimedOut))??;
        self.session.tls_started();
        Ok(())
    }

    fn open_passive(&mut self) {
        // The one before is closed first: its port may be the last that was free.
        self.opening = None;
        let peer = self.admission.peer();
        let passive = Passive::open(self.local, peer, &self.shared.passive_ports);
        self.session
            .passive_opened(passive.as_ref().map(|passive| PassiveAddress {
                ipv4: match self.local.ip() {
                    IpAddr::V4(local) if peer.is_loopback() => Some(local),
                    IpAddr::V4(local) => Some(self.shared.public_host.unwrap_or(local)),
                    IpAddr::V6(_) => None,
                },
                port: passive.port(),
            }));
        self.opening = passive.map(Opening::Passive);
    }

    async fn file(&mut self, request: FileRequest) {
        let Some(account) = &self.account else {
            self.session.file_done(Err(FileError::Other));
            return;
        };
        let home = Arc::clone(&account.home);
        let (request, outcome) = match spawn_blocking(move || {
            let outcome = perform(&home, &request);
            (request, outcome)
        })
        .await
        {
            Ok(done) => done,
            Err(error) => {
                tracing::error!(%error, "a file operation did not end");
                self.session.file_done(Err(FileError::Other));
                return;
            }
        };
        if outcome.is_ok() {
            self.tell_done(&request);
        }
        self.session.file_done(outcome);
    }

    async fn start_transfer(&mut self, request: TransferRequest) {
        let (Some(account), Some(opening)) = (&self.account, self.opening.take()) else {
            self.session.transfer_opened(Err(FileError::Other));
            return;
        };
        // The second handle shares the first one's mode: it does not block.
        let control = self.stream.tcp().map(|tcp| SockRef::from(tcp).try_clone());
        let Some(Ok(control)) = control else {
            self.session.transfer_opened(Err(FileError::Other));
            return;
        };
        let home = Arc::clone(&account.home);
        let tls = self.tls.clone().filter(|_| request.protect);
        let opened = spawn_blocking(move || {
            let opened = transfer::open(&home, &request, control.into());
            (request.what, opened)
        })
        .await;
        match opened {
            Ok((what, Ok((local, start)))) => {
                let limits = &self.shared.limits;
                let patience = Patience {
                    connect: limits.data_connect_timeout,
                    handshake: limits.tls_handshake_timeout,
                    stall: limits.stall_timeout,
                };
                let progress = progress_of(&what, &start);
                self.admission.live().begin(progress.clone());
                let running = transfer::run(local, opening, tls, patience, progress);
                self.transfer = Some(Box::pin(running));
                self.session.transfer_opened(Ok(start));
            }
            Ok((_, Err(error))) => self.session.transfer_opened(Err(error)),
            Err(error) => {
                tracing::error!(%error, "a file operation did not end");
                self.session.transfer_opened(Err(FileError::Other));
            }
        }
    }

    fn transferred(&mut self, result: Result<(), TransferError>) {
        self.transfer = None;
        if let Err(error) = &result {
            tracing::debug!(?error, "transfer failed");
        }
        self.tell_transfer(result.is_ok());
        self.session.transfer_finished(result);
        self.deadline = Instant::now() + self.shared.limits.idle_timeout;
    }

    fn start_hash(&mut self, path: VirtualPath) {
        match &self.account {
            Some(account) => {
                let home = Arc::clone(&account.home);
                self.hashing = Some(Box::pin(hash(home, path, Arc::clone(&self.shared.hashing))));
            }
            None => self.session.hashed(Some(Err(FileError::Other))),
        }
    }

    fn hashed(&mut self, outcome: Option<Result<FileHash, FileError>>) {
        self.hashing = None;
        self.session.hashed(outcome);
        self.deadline = Instant::now() + self.shared.limits.idle_timeout;
    }

    fn tell_progress(&mut self) {
        let status = self.admission.live().transfer();
        self.session.progressed(status.map_or_else(
            TransferProgress::default,
            |TransferStatus { bytes, size, .. }| TransferProgress { bytes, size },
        ));
    }

    /// Logs the transfer that is over, and hands it on.
    fn tell_transfer(&self, complete: bool) {
        let (Some(status), Some(account)) = (self.admission.live().finish(), &self.account) else {
            return;
        };
        let account = &account.name;
        let TransferStatus {
            direction,
            path,
            bytes,
            elapsed,
            ..
        } = status;
        if direction != Direction::Listing {
            tracing::info!(account, path, bytes, complete, ?direction, "transfer");
        }
        let transferred = Transferred {
            path,
            bytes,
            took: elapsed,
            complete,
        };
        match direction {
            Direction::Upload => self.tell(Deed::Uploaded(transferred)),
            Direction::Download => self.tell(Deed::Downloaded(transferred)),
            Direction::Listing => {}
        }
    }

    /// Logs a change of the file system, and hands it on.
    fn tell_done(&self, request: &FileRequest) {
        let text = |path: &VirtualPath| path.to_string();
        let deed = match request {
            FileRequest::MakeDir(path) => Deed::FolderMade { path: text(path) },
            FileRequest::RemoveDir(path) => Deed::FolderRemoved { path: text(path) },
            FileRequest::Delete(path) => Deed::FileRemoved { path: text(path) },
            FileRequest::Rename { from, to } => Deed::Renamed {
                from: text(from),
                to: text(to),
            },
            _ => return,
        };
        if let Some(account) = &self.account {
            tracing::info!(account = account.name, ?deed, "done");
        }
        self.tell(deed);
    }

    fn tell(&self, deed: Deed) {
        if let Some(account) = &self.account {
            let activity = Activity {
                at: SystemTime::now(),
                account_id: account.id,
                account_name: account.name.clone(),
                peer: self.admission.peer(),
                tls: self.stream.tls_version(),
                deed,
            };
            tell(self.shared.activity.as_ref(), activity);
        }
    }

    /// Ends the connection so that the last reply arrives: with bytes of the client unread,
    /// closing at once would make the system throw it away.
    async fn close(mut self) {
        let farewell = async {
            self.stream.shutdown().await?;
            let mut rest = [0; 1024];
            for _ in 0..64 {
                if self.stream.read(&mut rest).await? == 0 {
                    break;
                }
            }
            io::Result::Ok(())
        };
        let _ = timeout(LAST_WORDS, farewell).await;
    }
}

/// What lists show of a transfer that begins.
fn progress_of(what: &What, start: &TransferStart) -> Progress {
    let (direction, path) = match what {
        What::Retrieve { path, .. } => (Direction::Download, path),
        What::Store { path, .. } => (Direction::Upload, path),
        What::List { path, .. } => (Direction::Listing, path),
    };
    let unique = start
        .unique_name
        .as_ref()
        .and_then(|name| path.resolve(name).ok());
    Progress::new(
        direction,
        unique.as_ref().unwrap_or(path).to_string(),
        start.size,
    )
}
