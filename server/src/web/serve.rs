//! Accepting connections, with limits and timeouts, and ending them at shutdown.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{ConnectInfo, Request};
use ftp::Accepting;
use http::Response;
use hyper::body::{Frame, Incoming, SizeHint};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt;

use super::client_stream::ClientStream;
use super::connections::{Admission, Answering, Connections, Refused};
use super::limits::HttpLimits;
use crate::config::TrustedProxies;
use crate::listeners::ListenerName;
use crate::metrics::OpenConnection;

/// The longest head of a request, in bytes: many times what browsers send.
const MAX_HEAD_BYTES: usize = 64 * 1024;

/// How long requests that are being answered may still take when the server stops.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(5);

/// How long to wait when the system has no more sockets to give.
const ACCEPT_RETRY_DELAY: Duration = Duration::from_millis(500);

/// How often a refused connection is a line of the log.
const REFUSAL_LOG_INTERVAL: Duration = Duration::from_secs(60);

/// What whoever finds no place is told, before the request is read.
const NO_PLACE: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\n\
    retry-after: 5\r\n\
    content-length: 0\r\n\
    connection: close\r\n\r\n";

/// What a listener is for, and what its clients may cost.
#[derive(Clone, Debug)]
pub struct Served {
    /// What for.
    pub name: ListenerName,
    /// What a client may cost.
    pub limits: HttpLimits,
    /// Proxies, which speak for many clients.
    pub trusted_proxies: TrustedProxies,
    /// Is told whether connections are accepted.
    pub accepting: Accepting,
}

/// Serves until `shutdown`, then lets the requests that are being answered end.
///
/// Hyper is driven directly because `axum::serve` can neither bound the time for a request's
/// head or for taking an answer, nor the number of connections, nor the time to stop. HTTP/1.1
/// only: browsers speak HTTP/2 over TLS alone, which is a proxy's job, and proxies speak HTTP/1.1
/// to us.
///
/// # Errors
/// If the listener has no address of its own any more. A connection's errors are its own.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    served: Served,
    shutdown: CancellationToken,
) -> io::Result<()> {
    listener.local_addr()?;
    let Served {
        name,
        limits,
        trusted_proxies,
        accepting,
    } = served;
    let connections = Connections::new(&limits, trusted_proxies);
    accepting.set(true);
    let tasks = TaskTracker::new();
    let mut refusals = RefusalLog::default();
    while let Some((stream, peer)) = shutdown
        .run_until_cancelled(accept(&listener, &accepting))
        .await
    {
        let admission = match connections.admit(peer.ip()) {
            Ok(admission) => admission,
            Err(refused) => {
                refusals.log(peer, &refused);
                // Best effort: the send buffer of a new connection is empty.
                let _ = stream.try_write(NO_PLACE);
                continue;
            }
        };
        let connection = ClientConnection {
            peer,
            admission,
            _open: OpenConnection::on(name),
            router: router.clone(),
            shutdown: shutdown.clone(),
        };
        tasks.spawn(async move {
            if let Err(error) = connection.serve(stream, limits).await {
                tracing::debug!(%peer, %error, "connection failed");
            }
        });
    }
    // New connections are refused from here on, not left waiting.
    accepting.set(false);
    drop(listener);
    tasks.close();
    tasks.wait().await;
    Ok(())
}

/// Waits for a connection.
async fn accept(listener: &TcpListener, accepting: &Accepting) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(accepted) => {
                accepting.set(true);
                return accepted;
            }
            Err(error) if is_connection_error(&error) => {}
            Err(error) => {
                accepting.set(false);
                tracing::error!(%error, "cannot accept connections");
                tokio::time::sleep(ACCEPT_RETRY_DELAY).await;
            }
        }
    }
}

/// Whether it is the client that gave up, which is no fault of the listener.
fn is_connection_error(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionRefused
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
    )
}

/// What the log has of refused connections: a line in a while, however many there are.
#[derive(Default)]
struct RefusalLog {
    last: Option<Instant>,
    /// How many were refused since, without a line.
    others: u64,
}

impl RefusalLog {
    fn log(&mut self, peer: SocketAddr, refused: &Refused) {
        let is_soon = |last: Instant| last.elapsed() < REFUSAL_LOG_INTERVAL;
        if self.last.is_some_and(is_soon) {
            self.others += 1;
            return;
        }
        self.last = Some(Instant::now());
        let others = std::mem::take(&mut self.others);
        match refused {
            Refused::NetworkFull => tracing::warn!(
                %peer,
                others,
                "connection refused: too many from this address. If a reverse proxy has it, name it in BERTH_TRUSTED_PROXIES"
            ),
            Refused::ServerFull => {
                tracing::warn!(%peer, others, "connection refused: too many at once");
            }
        }
    }
}

/// A connection that was admitted.
struct ClientConnection {
    peer: SocketAddr,
    admission: Admission,
    _open: OpenConnection,
    router: Router,
    shutdown: CancellationToken,
}

impl ClientConnection {
    /// Answers its requests, until it ends or has to give way to another connection.
    async fn serve(
        self,
        stream: TcpStream,
        limits: HttpLimits,
    ) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        let stream = ClientStream::new(stream, &limits)?;
        let evicted = self.admission.evicted();
        let shutdown = self.shutdown.clone();
        let service = service_fn(|request| self.answer(request));
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(limits.head_timeout)
            .max_buf_size(MAX_HEAD_BYTES)
            .serve_connection(TokioIo::new(stream), service);
        let mut connection = std::pin::pin!(connection);
        tokio::select! {
            ended = connection.as_mut() => return Ok(ended?),
            () = evicted.cancelled() => return Err("evicted: there are too many".into()),
            () = shutdown.cancelled() => {}
        }
        connection.as_mut().graceful_shutdown();
        let ended = tokio::time::timeout(SHUTDOWN_TIMEOUT, connection).await;
        Ok(ended.unwrap_or(Ok(()))?)
    }

    /// Answers a request. The connection counts as being answered until the answer's body is
    /// written, or dropped.
    async fn answer(&self, request: Request<Incoming>) -> Result<Response<AnswerBody>, Infallible> {
        let answering = self.admission.begin_answer();
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(self.peer));
        let response = self.router.clone().oneshot(request).await?;
        Ok(response.map(|body| AnswerBody {
            body,
            _answering: answering,
        }))
    }
}

/// An answer's body, which tells when it has come to its end.
struct AnswerBody {
    body: Body,
    _answering: Answering,
}

impl HttpBody for AnswerBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
