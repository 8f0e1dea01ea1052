//! A client's connection, which ends when the client does not take what is written.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use socket2::SockRef;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, Sleep, sleep};

use super::limits::HttpLimits;
use super::patience::Patience;

/// How much the kernel keeps that has not been sent, in bytes. By default it would be megabytes;
/// and what a slow client takes would be seen in steps that are larger and further apart.
const MAX_UNSENT_BYTES: u32 = 128 * 1024;

/// A client's stream. A write that would wait for too long fails with
/// [`io::ErrorKind::TimedOut`], and the connection is reset.
pub(super) struct ClientStream {
    stream: TcpStream,
    patience: Patience,
    wait: Option<Wait>,
}

/// A write that waits for the client.
struct Wait {
    since: Instant,
    end: Pin<Box<Sleep>>,
}

impl ClientStream {
    /// Takes an accepted connection.
    ///
    /// # Errors
    /// If the connection's options cannot be set, as when it has ended already.
    pub(super) fn new(stream: TcpStream, limits: &HttpLimits) -> io::Result<Self> {
        // Without it the second small packet of an answer waits for the client's acknowledgement,
        // which the client delays: 40 ms for each page.
        stream.set_nodelay(true)?;
        let socket = SockRef::from(&stream);
        // For what the kernel has taken and the client does not, as the events of a stream.
        socket.set_tcp_user_timeout(Some(limits.write_timeout))?;
        socket.set_tcp_notsent_lowat(MAX_UNSENT_BYTES)?;
        Ok(Self {
            stream,
            patience: Patience::new(limits),
            wait: None,
        })
    }

    /// Passes on what a write has come to, unless it waits for too long.
    fn bounded(
        &mut self,
        context: &mut Context<'_>,
        written: Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        match written {
            Poll::Ready(Ok(bytes)) => {
                let waited = self.wait.take().map(|wait| wait.since.elapsed());
                self.patience.taken(bytes, waited.unwrap_or_default());
                written
            }
            Poll::Ready(Err(_)) => written,
            Poll::Pending => {
                let patience = self.patience.left();
                let wait = self.wait.get_or_insert_with(|| Wait {
                    since: Instant::now(),
                    end: Box::pin(sleep(patience)),
                });
                std::task::ready!(wait.end.as_mut().poll(context));
                // Otherwise the kernel would go on trying to send what is left.
                let _ = self.stream.set_zero_linger();
                Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
            }
        }
    }
}

impl AsyncRead for ClientStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for ClientStream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.bounded(context, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.bounded(context, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::io::AsyncWriteExt;
    use tokio::net::TcpListener;

    use super::*;

    const MIB: usize = 1024 * 1024;

    // The clock goes on by itself whenever nothing else does.
    #[tokio::test(start_paused = true)]
    async fn a_client_that_takes_nothing_is_waited_for_so_long_and_no_longer() {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let client = TcpStream::connect(listener.local_addr().expect("an address"));
        let _client = client.await.expect("a connection");
        let (accepted, _) = listener.accept().await.expect("a connection");
        let mut stream = ClientStream::new(accepted, &HttpLimits::default()).expect("a stream");
        let started = Instant::now();
        let ended = stream.write_all(&vec![0; 64 * MIB]).await;
        assert_eq!(
            ended.map_err(|error| error.kind()),
            Err(io::ErrorKind::TimedOut)
        );
        let waited = started.elapsed();
        let limit = HttpLimits::default().write_timeout;
        assert!(
            (limit..limit + Duration::from_secs(1)).contains(&waited),
            "{waited:?}"
        );
    }
}
