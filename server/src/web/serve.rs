//! Accepting connections, with limits and timeouts, and ending them at shutdown.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt;

/// How many connections are served at once; more wait in the kernel's queue.
const MAX_CONNECTIONS: usize = 1024;

/// How long a client may take for a request's head, or be silent between two requests.
const HEAD_TIMEOUT: Duration = Duration::from_secs(20);

/// The longest head of a request, in bytes: many times what browsers send.
const MAX_HEAD_BYTES: usize = 64 * 1024;

/// How long requests that are being answered may still take when the server stops.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(5);

/// How long to wait when the system has no more sockets to give.
const ACCEPT_RETRY_DELAY: Duration = Duration::from_millis(500);

/// Serves until `shutdown`, then lets the requests that are being answered end.
///
/// Hyper is driven directly because `axum::serve` can neither bound the time for a request's
/// head, nor the number of connections, nor the time to stop. HTTP/1.1 only: browsers speak
/// HTTP/2 over TLS alone, which is a proxy's job, and proxies speak HTTP/1.1 to us.
///
/// # Errors
/// If the listener has no address of its own any more. A connection's errors are its own.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    shutdown: CancellationToken,
) -> io::Result<()> {
    listener.local_addr()?;
    let permits = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    let connections = TaskTracker::new();
    while let Some((stream, peer, permit)) = shutdown
        .run_until_cancelled(accept(&listener, &permits))
        .await
    {
        let router = router.clone();
        let shutdown = shutdown.clone();
        connections.spawn(async move {
            if let Err(error) = serve_connection(stream, peer, router, shutdown).await {
                tracing::debug!(%peer, %error, "connection failed");
            }
            drop(permit);
        });
    }
    // New connections are refused from here on, not left waiting.
    drop(listener);
    connections.close();
    connections.wait().await;
    Ok(())
}

/// Waits for a permit, then for a connection.
async fn accept(
    listener: &TcpListener,
    permits: &Arc<Semaphore>,
) -> (TcpStream, SocketAddr, Option<OwnedSemaphorePermit>) {
    // The semaphore is never closed.
    let permit = Arc::clone(permits).acquire_owned().await.ok();
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => return (stream, peer, permit),
            Err(error) if is_connection_error(&error) => {}
            Err(error) => {
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

/// Answers the requests of one connection.
async fn serve_connection(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    shutdown: CancellationToken,
) -> hyper::Result<()> {
    // Without it the second small packet of an answer waits for the client's acknowledgement,
    // which the client delays: 40 ms for each page.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%peer, %error, "cannot set TCP_NODELAY");
    }
    let service = router.map_request(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        request
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .max_buf_size(MAX_HEAD_BYTES)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
    let mut connection = std::pin::pin!(connection);
    if let Some(ended) = shutdown.run_until_cancelled(connection.as_mut()).await {
        return ended;
    }
    connection.as_mut().graceful_shutdown();
    tokio::time::timeout(SHUTDOWN_TIMEOUT, connection)
        .await
        .unwrap_or(Ok(()))
}
