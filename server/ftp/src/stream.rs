//! A TCP connection, plaintext or TLS.

use std::io;
use std::mem::MaybeUninit;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use rustls::{HandshakeKind, ProtocolVersion};
use socket2::SockRef;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use crate::tls_version::TlsVersion;

pub(crate) enum Stream {
    Plain(TcpStream),
    /// Plaintext with urgent data inline: a control connection before `AUTH TLS`.
    Urgent(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
    /// After a failed handshake: nothing can be read or written any more.
    Closed,
}

#[derive(Debug, PartialEq, Eq)]
enum Peeked {
    Bytes,
    Nothing,
    End,
}

impl Stream {
    /// Performs the server side of a TLS handshake.
    pub(crate) async fn accept_tls(tcp: TcpStream, acceptor: &TlsAcceptor) -> io::Result<Self> {
        Ok(Self::Tls(Box::new(acceptor.accept(tcp).await?)))
    }

    /// Whether the TLS session was resumed from another connection.
    pub(crate) fn is_resumed(&self) -> bool {
        let Self::Tls(tls) = self else {
            return false;
        };
        tls.get_ref().1.handshake_kind() == Some(HandshakeKind::Resumed)
    }

    /// The negotiated version of TLS; none for plaintext.
    pub(crate) fn tls_version(&self) -> Option<TlsVersion> {
        let Self::Tls(tls) = self else {
            return None;
        };
        match tls.get_ref().1.protocol_version() {
            Some(ProtocolVersion::TLSv1_2) => Some(TlsVersion::V1_2),
            // The handshake is complete, and the configuration allows only these two.
            _ => Some(TlsVersion::V1_3),
        }
    }

    /// Whether something has come that was not read yet, be it the end.
    pub(crate) fn has_input(&self) -> bool {
        self.peek() != Peeked::Nothing
    }

    /// Whether the client has closed the connection, and everything that it sent was read.
    pub(crate) fn is_hung_up(&self) -> bool {
        self.peek() == Peeked::End
    }

    /// Looks at the socket itself: the runtime learns of what has come only when it asks.
    fn peek(&self) -> Peeked {
        let Some(tcp) = self.tcp() else {
            return Peeked::End;
        };
        match SockRef::from(tcp).peek(&mut [MaybeUninit::uninit()]) {
            Ok(0) => Peeked::End,
            Ok(_) => Peeked::Bytes,
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => Peeked::Nothing,
            Err(_) => Peeked::End,
        }
    }

    pub(crate) fn tcp(&self) -> Option<&TcpStream> {
        match self {
            Self::Plain(tcp) | Self::Urgent(tcp) => Some(tcp),
            Self::Tls(tls) => Some(tls.get_ref().0),
            Self::Closed => None,
        }
    }
}

impl AsyncRead for Stream {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(tcp) => Pin::new(tcp).poll_read(cx, buf),
            Self::Urgent(tcp) => poll_read_urgent(tcp, cx, buf),
            Self::Tls(tls) => Pin::new(tls).poll_read(cx, buf),
            Self::Closed => Poll::Ready(Ok(())),
        }
    }
}

impl AsyncWrite for Stream {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Self::Plain(tcp) | Self::Urgent(tcp) => Pin::new(tcp).poll_write(cx, buf),
            Self::Tls(tls) => Pin::new(tls).poll_write(cx, buf),
            Self::Closed => Poll::Ready(Err(io::ErrorKind::BrokenPipe.into())),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(tcp) | Self::Urgent(tcp) => Pin::new(tcp).poll_flush(cx),
            Self::Tls(tls) => Pin::new(tls).poll_flush(cx),
            Self::Closed => Poll::Ready(Ok(())),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(tcp) | Self::Urgent(tcp) => Pin::new(tcp).poll_shutdown(cx),
            Self::Tls(tls) => Pin::new(tls).poll_shutdown(cx),
            Self::Closed => Poll::Ready(Ok(())),
        }
    }
}

/// A read ends where urgent data begins, even if there is more. tokio takes a short read for a
/// drained socket, and would wait for readiness that never comes.
fn poll_read_urgent(
    tcp: &TcpStream,
    cx: &mut Context<'_>,
    buf: &mut ReadBuf<'_>,
) -> Poll<io::Result<()>> {
    loop {
        ready!(tcp.poll_read_ready(cx))?;
        match tcp.try_read(buf.initialize_unfilled()) {
            Ok(count) => {
                buf.advance(count);
                return Poll::Ready(Ok(()));
            }
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            Err(error) => return Poll::Ready(Err(error)),
        }
    }
}
