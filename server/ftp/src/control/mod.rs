//! Drives one session: the control connection, and what the state machine asks for.

mod sign_in;
mod tell;
mod work;

use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use cap_std::fs::Dir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep, sleep_until, timeout};

use crate::context::ServerContext;
use crate::data::{Active, Opening};
use crate::error::{FileError, TransferError};
use crate::ledger::Ledger;
use crate::pace::Pace;
use crate::registry::Admission;
use crate::session::{Action, FileHash, Policy, Session};
use crate::session_info::EndReason;
use crate::stream::Stream;
use crate::tls::SessionTls;

/// How long a closed connection's client has to take the last reply.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// Serves one control connection until it ends.
pub(crate) async fn serve(
    tcp: TcpStream,
    local: SocketAddr,
    implicit_tls: bool,
    admission: Admission,
    context: Arc<ServerContext>,
) {
    let end = admission.end_token();
    let mut control = Control::new(tcp, local, implicit_tls, admission, context);
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
    context: Arc<ServerContext>,
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
    ledger: Option<Arc<Ledger>>,
    expires_at: Option<SystemTime>,
    /// How fast its uploads may be.
    upload: Option<Arc<Pace>>,
    /// How fast its downloads may be.
    download: Option<Arc<Pace>>,
}

/// Waits for a point in time by the wall clock, which may be set meanwhile.
async fn until(at: Option<SystemTime>) {
    const LOOK_AGAIN: Duration = Duration::from_secs(60);
    let Some(at) = at else {
        return std::future::pending().await;
    };
    while let Ok(left) = at.duration_since(SystemTime::now())
        && left > Duration::ZERO
    {
        sleep(left.min(LOOK_AGAIN)).await;
    }
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
    Expired,
}

impl Control {
    fn new(
        tcp: TcpStream,
        local: SocketAddr,
        implicit_tls: bool,
        admission: Admission,
        context: Arc<ServerContext>,
    ) -> Self {
        let session = Session::new(Policy {
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
            tls: context.tls.as_ref().map(|tls| {
                if context.require_tls_resumption {
                    tls.bound(admission.id())
                } else {
                    tls.clone()
                }
            }),
            implicit_tls,
            admission,
            deadline: Instant::now() + context.limits.sign_in_timeout,
            context,
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
                self.deadline = Instant::now() + self.context.limits.idle_timeout;
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
                Event::Expired => {
                    self.session.end(EndReason::AccountExpired.sentence());
                    continue;
                }
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
            account,
            ..
        } = self;
        let expires_at = account.as_ref().and_then(|account| account.expires_at);
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
            () = until(expires_at) => Event::Expired,
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
        timeout(self.context.limits.stall_timeout, write)
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
