//! Drives one session: reads the control connection and performs the actions of the state machine.

mod events;
mod operations;
mod sign_in;

use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use cap_std::fs::Dir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::time::{Instant, sleep, sleep_until, timeout};

use crate::context::ServerContext;
use crate::data::{ActiveConnector, DataConnector};
use crate::error::{FileError, TransferError};
use crate::ledger::Ledger;
use crate::rate_limit::RateLimiter;
use crate::registry::Admission;
use crate::session::{Action, FileHash, Session, SessionConfig};
use crate::session_info::EndReason;
use crate::stream::Stream;
use crate::tls::SessionTls;

/// How long sending the last reply and closing the connection may take.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(1);

/// Serves one control connection until it ends.
pub(crate) async fn serve(
    tcp: TcpStream,
    local: SocketAddr,
    implicit_tls: bool,
    admission: Admission,
    context: Arc<ServerContext>,
) {
    let end = admission.end_token();
    let mut control = ControlConnection::new(tcp, local, implicit_tls, admission, context);
    let ended = tokio::select! {
        biased;
        () = end.cancelled() => None,
        result = Box::pin(control.run()) => Some(result),
    };
    // Dropping these aborts what is still in progress, whatever the reason.
    control.transfer = None;
    control.hashing = None;
    control.record_transfer(false);
    control.connector = None;
    let reason = match ended {
        None => {
            let reason = control.admission.end_reason();
            control.session.end(reason.message());
            let _ = timeout(CLOSE_TIMEOUT, control.flush()).await;
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

struct ControlConnection {
    stream: Stream,
    local: SocketAddr,
    session: Session,
    /// Implicit FTPS: the connection begins with TLS.
    implicit_tls: bool,
    admission: Admission,
    context: Arc<ServerContext>,
    account: Option<Account>,
    connector: Option<DataConnector>,
    tls: Option<SessionTls>,
    transfer: Option<TransferFuture>,
    /// Completes when the upload of the transfer has released what it reserved.
    upload_released: Option<oneshot::Receiver<()>>,
    hashing: Option<HashFuture>,
    /// When the idle timeout, or the sign-in timeout, expires.
    deadline: Instant,
}

struct Account {
    id: i64,
    name: String,
    home: Arc<Dir>,
    ledger: Option<Arc<Ledger>>,
    expires_at: Option<SystemTime>,
    /// Limits the rate of its uploads.
    upload: Option<Arc<RateLimiter>>,
    /// Limits the rate of its downloads.
    download: Option<Arc<RateLimiter>>,
}

/// Sleeps until a point in time by the wall clock, which may be adjusted in the meantime.
async fn sleep_until_wall_clock(at: Option<SystemTime>) {
    const RECHECK_INTERVAL: Duration = Duration::from_secs(60);
    let Some(at) = at else {
        return std::future::pending().await;
    };
    while let Ok(left) = at.duration_since(SystemTime::now())
        && left > Duration::ZERO
    {
        sleep(left.min(RECHECK_INTERVAL)).await;
    }
}

/// A transfer in progress. Dropping it aborts the transfer.
type TransferFuture = Pin<Box<dyn Future<Output = Result<(), TransferError>> + Send>>;

/// A hash in progress. Dropping it cancels the hash.
type HashFuture = Pin<Box<dyn Future<Output = Result<FileHash, FileError>> + Send>>;

enum ControlEvent {
    Received(io::Result<usize>),
    TransferEnded(Result<(), TransferError>),
    HashEnded(Result<FileHash, FileError>),
    DataConnected,
    TimedOut,
    Expired,
}

impl ControlConnection {
    fn new(
        tcp: TcpStream,
        local: SocketAddr,
        implicit_tls: bool,
        admission: Admission,
        context: Arc<ServerContext>,
    ) -> Self {
        let session = Session::new(SessionConfig {
            tls_offered: context.tls.is_some(),
            require_tls: context.require_tls,
            active_mode: context.active_mode,
            implicit_tls,
            max_sign_in_failures: context.limits.max_sign_in_failures,
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
            tls: context.tls.clone(),
            implicit_tls,
            admission,
            deadline: Instant::now() + context.limits.sign_in_timeout,
            context,
            account: None,
            connector: None,
            transfer: None,
            upload_released: None,
            hashing: None,
        }
    }

    async fn run(&mut self) -> io::Result<()> {
        // Small: it stays allocated while the session idles.
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
                self.perform(action).await?;
            }
            self.flush().await?;
            if self.session.has_input() {
                continue;
            }
            // Whole commands keep a session alive; single bytes do not.
            if self.session.is_signed_in() && self.session.lines_read() != lines_read {
                lines_read = self.session.lines_read();
                self.admission.activity().touch();
                self.deadline = Instant::now() + self.context.limits.idle_timeout;
            }
            match self.next_event(&mut buffer).await {
                ControlEvent::Received(Ok(0)) => return Ok(()),
                ControlEvent::Received(Ok(count)) => {
                    self.session
                        .receive(buffer.get(..count).unwrap_or_default());
                }
                ControlEvent::Received(Err(error)) => return Err(error),
                ControlEvent::TransferEnded(result) => self.finish_transfer(result).await,
                ControlEvent::HashEnded(result) => self.finish_hash(Some(result)),
                ControlEvent::DataConnected => {}
                ControlEvent::Expired => {
                    self.session.end(EndReason::AccountExpired.message());
                    continue;
                }
                ControlEvent::TimedOut => {
                    self.session.end(if self.session.is_signed_in() {
                        "Idle timeout."
                    } else {
                        "Sign-in timeout."
                    });
                    continue;
                }
            }
        }
    }

    /// Waits for the next event. Input on the control connection has priority over results.
    async fn next_event(&mut self, buffer: &mut [u8]) -> ControlEvent {
        let Self {
            stream,
            transfer,
            hashing,
            session,
            deadline,
            account,
            connector,
            ..
        } = self;
        let expires_at = account.as_ref().and_then(|account| account.expires_at);
        let is_busy = transfer.is_some() || hashing.is_some();
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
        let connected = async {
            match connector {
                Some(connector) => connector.accept_early().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            biased;
            () = sleep_until_wall_clock(expires_at) => ControlEvent::Expired,
            result = stream.read(buffer), if session.wants_input() => ControlEvent::Received(result),
            result = transferred => ControlEvent::TransferEnded(result),
            result = hashed => ControlEvent::HashEnded(result),
            () = connected => ControlEvent::DataConnected,
            () = sleep_until(*deadline), if !is_busy => ControlEvent::TimedOut,
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
        timeout(self.context.limits.stall_timeout, write)
            .await
            .map_err(|_| io::Error::from(io::ErrorKind::TimedOut))?
    }

    async fn perform(&mut self, action: Action) -> io::Result<()> {
        match action {
            Action::SignIn { name, password } => self.sign_in(&name, &password).await,
            Action::SignOut => self.sign_out(),
            Action::StartTls => self.start_tls().await?,
            Action::OpenPassive => self.open_passive(),
            Action::UseActive(address) => {
                self.connector = Some(DataConnector::Active(ActiveConnector::new(
                    self.local, address,
                )));
                self.session.active_ready();
            }
            Action::File(request) => self.perform_file_request(request).await,
            Action::Transfer(request) => self.start_transfer(request).await,
            Action::Hash(path) => self.start_hash(path),
            Action::ReportProgress => self.report_progress(),
            Action::Abort if self.hashing.is_some() => self.finish_hash(None),
            Action::Abort => self.finish_transfer(Err(TransferError::Aborted)).await,
            Action::Close => {}
        }
        Ok(())
    }

    /// Ends the connection so that the last reply arrives: with bytes of the client unread,
    /// closing at once would reset the connection and discard it.
    async fn close(mut self) {
        let drain = async {
            self.stream.shutdown().await?;
            let mut rest = [0; 1024];
            for _ in 0..64 {
                if self.stream.read(&mut rest).await? == 0 {
                    break;
                }
            }
            io::Result::Ok(())
        };
        let _ = timeout(CLOSE_TIMEOUT, drain).await;
    }
}
