//! Drives one session: reads the control connection and performs the actions of the state machine.

mod events;
mod operations;
mod sign_in;
mod task;
mod uploads;

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use cap_std::fs::Dir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep, sleep_until, timeout, timeout_at};

use task::{Task, TaskEvent};

use crate::blocking::FileThreads;
use crate::context::ServerContext;
use crate::data::{ActiveConnector, DataConnector};
use crate::ledger::Ledger;
use crate::metrics::{self, Limit};
use crate::rate_limit::RateLimits;
use crate::registry::Admission;
use crate::session::{Action, Session, SessionConfig};
use crate::session_info::EndReason;
use crate::stream::Stream;
use crate::tls::SessionTls;
use crate::transfer::TransferEnd;

/// How long sending the last reply and closing the connection may take.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(1);

/// Bytes that are read and written before the sign-in. A client needs a few hundred of them.
const MAX_UNAUTHENTICATED_BYTES: usize = 64 * 1024;

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
    let is_complete = control.end_task().await;
    control.record_transfer(is_complete);
    control.connector = None;
    let reason = match ended {
        None => {
            let reason = control.admission.end_reason();
            control.session.end(reason.message());
            if reason == EndReason::Evicted {
                // The place is taken: what cannot be sent without waiting is not sent.
                let _ = timeout(Duration::ZERO, control.flush()).await;
                return;
            }
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
    let was_ended = end.is_cancelled();
    tokio::select! {
        () = control.close() => {}
        // Evicted in the meantime, for instance.
        () = end.cancelled(), if !was_ended => {}
    }
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
    /// When a passive listener that no transfer has used is closed.
    connector_deadline: Instant,
    tls: Option<SessionTls>,
    task: Option<Task>,
    /// The client has sent `ABOR` during this transfer.
    is_aborted: bool,
    /// The client has closed its side: nothing more will come.
    is_closed: bool,
    /// Replies do not reach the client any more.
    is_deaf: bool,
    /// When the idle timeout, or the sign-in timeout, expires.
    deadline: Instant,
    /// What was read and written before the sign-in.
    unauthenticated_bytes: usize,
}

struct Account {
    id: i64,
    name: String,
    home: Arc<Dir>,
    ledger: Option<Arc<Ledger>>,
    threads: FileThreads,
    /// Whether files that are in memory may be opened on an async thread.
    has_quick_storage: bool,
    expires_at: Option<SystemTime>,
    /// Limits the rate of its uploads.
    upload: RateLimits,
    /// Limits the rate of its downloads.
    download: RateLimits,
}

/// Waits until the client has hung up.
async fn wait_for_hang_up(stream: &Stream) {
    loop {
        sleep(HANG_UP_CHECK_INTERVAL).await;
        if stream.is_hung_up() {
            return;
        }
    }
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

/// How often it is looked whether a client that waits for a slow operation is still there.
const HANG_UP_CHECK_INTERVAL: Duration = Duration::from_secs(1);

enum ControlEvent {
    Received(io::Result<usize>),
    Task(TaskEvent),
    HungUp,
    DataConnected,
    TimedOut,
    PassiveUnused,
    Expired,
    /// The server ends, and nothing is being transferred.
    Draining,
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
            banner: Arc::clone(&context.banner),
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
            unauthenticated_bytes: 0,
            connector_deadline: Instant::now(),
            context,
            account: None,
            connector: None,
            task: None,
            is_aborted: false,
            is_closed: false,
            is_deaf: false,
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
            if self.unauthenticated_bytes > MAX_UNAUTHENTICATED_BYTES {
                self.unauthenticated_bytes = 0;
                self.session.end("Too many commands before a sign-in.");
                continue;
            }
            if self.session.has_input() {
                continue;
            }
            self.decide_upload();
            if self.is_closed && self.task.is_none() {
                return Ok(());
            }
            // Whole commands keep a session alive; single bytes do not.
            if self.session.is_signed_in() && self.session.lines_read() != lines_read {
                lines_read = self.session.lines_read();
                self.admission.activity().touch();
                self.deadline = Instant::now() + self.context.limits.idle_timeout;
            }
            match self.next_event(&mut buffer).await {
                ControlEvent::Received(Ok(count)) if count > 0 => {
                    self.count_unauthenticated(count);
                    self.session
                        .receive(buffer.get(..count).unwrap_or_default());
                }
                ControlEvent::Received(_) if self.outlives_control() => self.is_closed = true,
                ControlEvent::Received(end) => return end.map(drop),
                ControlEvent::Task(event) => self.task_event(event),
                ControlEvent::HungUp => return Ok(()),
                ControlEvent::DataConnected => {}
                ControlEvent::PassiveUnused => {
                    self.connector = None;
                    self.session.passive_closed();
                }
                ControlEvent::Expired => {
                    self.session.end(EndReason::AccountExpired.message());
                    continue;
                }
                ControlEvent::Draining => {
                    self.session.end(EndReason::ShuttingDown.message());
                    continue;
                }
                ControlEvent::TimedOut => {
                    if !self.session.is_signed_in() {
                        metrics::limit_reached(Limit::SignInTime);
                    }
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

    /// Whether what is in progress goes on when the client closes the control connection: an upload
    /// ends as its data connection says; and after `QUIT`, a download too (RFC 959, section 4.1.1).
    fn outlives_control(&self) -> bool {
        match &self.task {
            Some(task) if task.is_upload() => true,
            Some(Task::Download(_)) => self.session.quit_is_queued(),
            Some(_) | None => false,
        }
    }

    /// Waits for the next event. Input on the control connection has priority over results, but not
    /// over the sign-in timeout, nor over that of a passive port: a client could send without end.
    async fn next_event(&mut self, buffer: &mut [u8]) -> ControlEvent {
        let Self {
            stream,
            task,
            session,
            deadline,
            account,
            is_closed,
            connector,
            connector_deadline,
            context,
            ..
        } = self;
        let is_signed_in = session.is_signed_in();
        let is_passive = matches!(connector, Some(DataConnector::Passive(_)));
        let expires_at = account.as_ref().and_then(|account| account.expires_at);
        let is_idle = task.is_none();
        let blocks_commands = task.as_ref().is_some_and(Task::blocks_commands);
        let reads = session.wants_input() && !*is_closed;
        let task_event = async {
            match task {
                Some(task) => task.next_event().await,
                None => std::future::pending().await,
            }
        };
        let input = async {
            if blocks_commands {
                wait_for_hang_up(stream).await;
                return ControlEvent::HungUp;
            }
            ControlEvent::Received(stream.read(buffer).await)
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
            () = context.shared.draining.cancelled(), if is_idle => ControlEvent::Draining,
            () = sleep_until(*deadline), if !is_signed_in => ControlEvent::TimedOut,
            () = sleep_until(*connector_deadline), if is_passive => ControlEvent::PassiveUnused,
            event = input, if blocks_commands || reads => event,
            event = task_event => ControlEvent::Task(event),
            () = connected => ControlEvent::DataConnected,
            () = sleep_until(*deadline), if is_signed_in && is_idle => ControlEvent::TimedOut,
        }
    }

    async fn flush(&mut self) -> io::Result<()> {
        let replies = self.session.take_replies();
        if replies.is_empty() || self.is_deaf {
            return Ok(());
        }
        self.count_unauthenticated(replies.len());
        let mut end = Instant::now() + self.context.limits.stall_timeout;
        if !self.session.is_signed_in() {
            end = end.min(self.deadline);
        }
        let write = async {
            self.stream.write_all(&replies).await?;
            self.stream.flush().await
        };
        let written = timeout_at(end, write)
            .await
            .map_err(|_| io::Error::from(io::ErrorKind::TimedOut))
            .flatten();
        if written.is_err() && self.outlives_control() {
            self.is_deaf = true;
            return Ok(());
        }
        written
    }

    fn count_unauthenticated(&mut self, bytes: usize) {
        if !self.session.is_signed_in() {
            self.unauthenticated_bytes += bytes;
        }
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
            Action::File(request) => self.perform_file_request(request),
            Action::Transfer(request) => self.start_transfer(request),
            Action::Hash(path) => self.start_hash(path),
            Action::ReportProgress => self.report_progress(),
            Action::Abort => self.abort(),
            Action::Close => {}
        }
        Ok(())
    }

    /// Has what is in progress give its result to the session.
    fn task_event(&mut self, event: TaskEvent) {
        match event {
            TaskEvent::OperationEnded(outcome) => self.finish_file_request(outcome),
            TaskEvent::FileOpened(opened) => self.file_opened(opened),
            TaskEvent::TransferEnded(TransferEnd::Finished(result)) => self.finish_transfer(result),
            TaskEvent::TransferEnded(TransferEnd::Received(received)) => {
                self.upload_received(received);
            }
            TaskEvent::UploadOverdue => self.leave_upload(),
            TaskEvent::DecisionDue => {}
            TaskEvent::UploadEnded(result) => self.finish_transfer(result),
            TaskEvent::HashEnded(outcome) => self.finish_hash(Some(outcome)),
        }
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
