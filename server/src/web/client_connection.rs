//! One client's connection: its TLS, its version of HTTP, its requests, and its end.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use http::Response;
use hyper::body::Incoming;
use hyper::rt::Executor;
use hyper::server::conn::{http1, http2};
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;
use tokio_util::task::TaskTracker;
use tower::ServiceExt;

use super::answer_body::AnswerBody;
use super::client::Transport;
use super::client_stream::ClientStream;
use super::connections::Admission;
use super::http2_answers::{Http2Answer, Http2Answers, Overdue};
use super::limits::HttpLimits;
use crate::shutdown::Shutdown;

/// The longest head of a request, in bytes: many times what browsers send.
const MAX_HEAD_BYTES: usize = 64 * 1024;

/// The longest head of a request over HTTP/2, in bytes as RFC 9113 counts them (6.5.2). Of these one
/// connection may have many.
const MAX_HEADER_LIST_BYTES: u32 = 32 * 1024;
/// Requests of one HTTP/2 connection at once. Browsers wait with further ones.
const MAX_STREAMS: u32 = 32;
/// What a client may send of one body that nobody has read yet, in bytes: a form's longest.
const STREAM_WINDOW: u32 = 64 * 1024;
/// The same of all bodies of a connection.
const CONNECTION_WINDOW: u32 = 256 * 1024;
/// What is held of one answer for a client that does not take it, in bytes, besides its last piece.
const MAX_SEND_BUFFER: usize = 64 * 1024;
/// Requests that were given up before it was looked at them (CVE-2023-44487).
const MAX_PENDING_RESETS: usize = 20;
/// Requests that break the protocol.
const MAX_ERROR_RESETS: usize = 100;

/// How long the rest of a request's head may still take when the server stops.
const HEAD_SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(5);

/// How often it is looked whether a request is still being answered then.
const ANSWER_CHECK_INTERVAL: Duration = Duration::from_millis(100);

/// HTTP/2, as a client offers it by ALPN (RFC 7301).
const HTTP2: &[u8] = b"h2";

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// A connection that was admitted.
pub(super) struct ClientConnection {
    pub(super) peer: SocketAddr,
    pub(super) admission: Admission,
    pub(super) router: Router,
    pub(super) limits: HttpLimits,
    /// What its requests are answered in.
    pub(super) tasks: TaskTracker,
    pub(super) shutdown: Shutdown,
}

impl ClientConnection {
    /// Answers its requests, until it ends or has to give way to another connection.
    pub(super) async fn serve(
        self,
        stream: TcpStream,
        tls: Option<TlsAcceptor>,
    ) -> Result<(), Failure> {
        let stream = ClientStream::new(stream, &self.limits)?;
        let Some(tls) = tls else {
            let transport = Transport::Plaintext;
            return self.serve_http1(stream, transport).await;
        };
        let evicted = self.admission.evicted();
        let handshake = timeout(self.limits.handshake_timeout, tls.accept(stream));
        let stream = tokio::select! {
            accepted = handshake => accepted.map_err(|_| "the TLS handshake took too long")??,
            () = evicted.cancelled() => return Err("evicted: there are too many".into()),
            () = self.shutdown.requested().cancelled() => return Ok(()),
        };
        match stream.get_ref().1.alpn_protocol() {
            Some(HTTP2) => self.serve_http2(stream).await,
            _ => self.serve_http1(stream, Transport::Tls).await,
        }
    }

    async fn serve_http1(
        self,
        stream: impl AsyncRead + AsyncWrite + Unpin,
        transport: Transport,
    ) -> Result<(), Failure> {
        let evicted = self.admission.evicted();
        let shutdown = self.shutdown.clone();
        let head_timeout = self.limits.head_timeout;
        let service = service_fn(|request| self.answer(request, transport, None));
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(head_timeout)
            .max_buf_size(MAX_HEAD_BYTES)
            .serve_connection(TokioIo::new(stream), service);
        let mut connection = std::pin::pin!(connection);
        tokio::select! {
            ended = connection.as_mut() => return Ok(ended?),
            () = evicted.cancelled() => return Err("evicted: there are too many".into()),
            () = shutdown.requested().cancelled() => {}
        }
        connection.as_mut().graceful_shutdown();
        tokio::select! {
            ended = connection => Ok(ended?),
            () = shutdown.overdue().cancelled() => Ok(()),
            () = self.nothing_is_answered() => Ok(()),
        }
    }

    async fn serve_http2(self, stream: TlsStream<ClientStream>) -> Result<(), Failure> {
        let evicted = self.admission.evicted();
        let (shutdown, limits) = (self.shutdown.clone(), self.limits);
        let answers = Http2Answers::new(limits);
        let tasks = Tasks(self.tasks.clone());
        let (this, begun) = (Arc::new(self), Arc::clone(&answers));
        let serving = Arc::clone(&this);
        let service = service_fn(move |request| {
            let (this, answer) = (Arc::clone(&serving), begun.begin());
            async move { this.answer(request, Transport::Tls, Some(answer)).await }
        });
        let connection = http2::Builder::new(tasks)
            .timer(TokioTimer::new())
            .max_concurrent_streams(MAX_STREAMS)
            .max_header_list_size(MAX_HEADER_LIST_BYTES)
            .initial_stream_window_size(STREAM_WINDOW)
            .initial_connection_window_size(CONNECTION_WINDOW)
            .max_send_buf_size(MAX_SEND_BUFFER)
            .max_pending_accept_reset_streams(MAX_PENDING_RESETS)
            .max_local_error_reset_streams(MAX_ERROR_RESETS)
            .serve_connection(TokioIo::new(stream), service);
        let mut connection = std::pin::pin!(connection);
        let is_idle = tokio::select! {
            ended = connection.as_mut() => return Ok(ended?),
            () = evicted.cancelled() => return Err("evicted: there are too many".into()),
            overdue = answers.overdue() => match overdue {
                Overdue::Idle => true,
                Overdue::Untaken => return Err("the client does not take an answer".into()),
                Overdue::GivenUp => return Err("the client gives up too many requests".into()),
            },
            () = shutdown.requested().cancelled() => false,
        };
        connection.as_mut().graceful_shutdown();
        let last_wait = async {
            match is_idle {
                // What was written last may still be on its way to the client, which is asked to
                // say when it has come. Whoever is silent does not.
                true => sleep(limits.write_timeout.min(limits.head_timeout)).await,
                false => this.nothing_is_answered().await,
            }
        };
        tokio::select! {
            ended = connection => Ok(ended?),
            () = last_wait => Ok(()),
            () = shutdown.overdue().cancelled() => Ok(()),
            () = evicted.cancelled() => Err("evicted: there are too many".into()),
        }
    }

    /// Waits until no request is being answered, and none came in time.
    async fn nothing_is_answered(&self) {
        sleep(HEAD_SHUTDOWN_TIMEOUT).await;
        while self.admission.is_answered() {
            sleep(ANSWER_CHECK_INTERVAL).await;
        }
    }

    /// Answers a request. The connection counts as being answered until the answer's body is
    /// written, or dropped.
    async fn answer(
        &self,
        request: Request<Incoming>,
        transport: Transport,
        http2: Option<Http2Answer>,
    ) -> Result<Response<AnswerBody>, Infallible> {
        let answering = self.admission.begin_answer();
        let mut request = request.map(Body::new);
        let extensions = request.extensions_mut();
        extensions.insert(ConnectInfo(self.peer));
        extensions.insert(transport);
        let response = self.router.clone().oneshot(request).await?;
        Ok(response.map(|body| AnswerBody::new(body, answering, http2)))
    }
}

/// Runs what HTTP/2 answers its requests in, so that the server can wait for it.
#[derive(Clone)]
struct Tasks(TaskTracker);

impl<F> Executor<F> for Tasks
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    fn execute(&self, future: F) {
        self.0.spawn(future);
    }
}
