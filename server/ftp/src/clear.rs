//! Transfers in clear: the bytes need no work, so that one thread moves them between file and
//! socket, without handing them on.
//!
//! A thread is taken in turns. Within one it may wait for the disk, and for the client no longer
//! than a moment; it ends early when the transfer is broken off. Meanwhile the runtime does not
//! watch the socket: it would be woken for each packet, which costs as much as the packet itself.

use std::fs::File;
use std::io;
use std::net::TcpStream;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::sendfile;
use rustix::io::{Errno, read};
use tokio::io::Interest;
use tokio::task::spawn_blocking;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::blocking::{CHUNK_SIZE, joined};
use crate::error::{FileError, TransferError};
use crate::progress::Progress;
use crate::stream::is_gone;
use crate::upload::Upload;

/// Bytes of one turn.
const TURN: usize = 64 * 1024 * 1024;

/// A download whose bytes the kernel sends from the file by itself, `sendfile(2)`.
pub(crate) struct Sending {
    file: File,
    tcp: TcpStream,
}

/// What became of a download.
pub(crate) enum Sent {
    /// All of it went out.
    Whole(tokio::net::TcpStream),
    /// The kernel cannot do it for this file, and sent nothing.
    Unable(File, tokio::net::TcpStream),
}

impl Sending {
    pub(crate) fn new(file: File, tcp: tokio::net::TcpStream) -> Result<Self, TransferError> {
        let tcp = unwatched(tcp)?;
        Ok(Self { file, tcp })
    }

    /// Sends the file, from where it is at, to its end.
    pub(crate) async fn run(
        mut self,
        stall: Duration,
        progress: &Progress,
    ) -> Result<Sent, TransferError> {
        let stop = CancellationToken::new();
        let _stops_with_us = stop.clone().drop_guard();
        loop {
            let (progress, stop) = (progress.clone(), stop.clone());
            let turn = spawn_blocking(move || {
                let outcome = self.turn(&progress, &stop);
                (self, outcome)
            });
            let outcome;
            (self, outcome) = joined(turn.await)?;
            match outcome {
                Ok(Turn::Over) => {}
                Ok(Turn::Wait) => self.tcp = wait(self.tcp, Interest::WRITABLE, stall).await?,
                Ok(Turn::End) => return Ok(Sent::Whole(watched(self.tcp)?)),
                Err(Errno::INVAL | Errno::NOSYS) => {
                    return Ok(Sent::Unable(self.file, watched(self.tcp)?));
                }
                Err(Errno::IO) => return Err(TransferError::File(FileError::Other)),
                Err(_) => return Err(TransferError::Broken),
            }
        }
    }

    /// Sends until the client is slower than we are, the file ends, or the turn is over.
    fn turn(&self, progress: &Progress, stop: &CancellationToken) -> Result<Turn, Errno> {
        let mut left = TURN;
        while left > 0 && !stop.is_cancelled() {
            let send = || sendfile(&self.tcp, &self.file, None, left);
            match soon(&self.tcp, PollFlags::OUT, send) {
                Ok(Some(0)) => return Ok(Turn::End),
                Ok(Some(count)) => {
                    progress.add(count);
                    left = left.saturating_sub(count);
                }
                Ok(None) => return Ok(Turn::Wait),
                // Some bytes went out, so the kernel can do it: the error comes again.
                Err(_) if left < TURN => break,
                Err(error) => return Err(error),
            }
        }
        Ok(Turn::Over)
    }
}

enum Turn {
    /// There is more to do.
    Over,
    /// There is more to do, when the client goes on.
    Wait,
    /// All bytes were moved.
    End,
}

/// An upload whose bytes go from the socket to the file.
pub(crate) struct Receiving {
    upload: Upload,
    /// Another handle to the control connection, see [`is_gone`](crate::stream::is_gone).
    control: TcpStream,
    tcp: TcpStream,
    chunk: Vec<u8>,
}

/// What became of an upload after a turn.
enum Received {
    More(Receiving),
    /// There is more to come, when the client goes on.
    Wait(Receiving),
    /// It is whole, and in its place.
    Whole(TcpStream),
}

impl Receiving {
    pub(crate) fn new(
        upload: Upload,
        control: TcpStream,
        tcp: tokio::net::TcpStream,
    ) -> Result<Self, TransferError> {
        Ok(Self {
            upload,
            control,
            tcp: unwatched(tcp)?,
            chunk: vec![0; CHUNK_SIZE],
        })
    }

    /// Receives the upload to its end and puts it in its place.
    pub(crate) async fn run(
        mut self,
        stall: Duration,
        progress: &Progress,
    ) -> Result<tokio::net::TcpStream, TransferError> {
        let stop = CancellationToken::new();
        let _stops_with_us = stop.clone().drop_guard();
        loop {
            let (progress, stop) = (progress.clone(), stop.clone());
            let turn = spawn_blocking(move || self.turn(&progress, &stop));
            self = match joined(turn.await)?? {
                Received::More(rest) => rest,
                Received::Wait(rest) => Self {
                    tcp: wait(rest.tcp, Interest::READABLE, stall).await?,
                    ..rest
                },
                Received::Whole(tcp) => return watched(tcp),
            };
        }
    }

    /// Receives until the client is slower than we are, is done, or the turn is over.
    fn turn(
        mut self,
        progress: &Progress,
        stop: &CancellationToken,
    ) -> Result<Received, TransferError> {
        let mut left = TURN;
        while left > 0 && !stop.is_cancelled() {
            let chunk = &mut self.chunk;
            let receive = || read(&self.tcp, &mut *chunk);
            match soon(&self.tcp, PollFlags::IN, receive) {
                Ok(Some(0)) => return self.end(),
                Ok(Some(count)) => {
                    progress.add(count);
                    let received = self.chunk.get(..count).unwrap_or_default();
                    self.upload.write(received)?;
                    left = left.saturating_sub(count);
                }
                Ok(None) => return Ok(Received::Wait(self)),
                Err(_) => return Err(TransferError::Broken),
            }
        }
        Ok(Received::More(self))
    }

    fn end(self) -> Result<Received, TransferError> {
        if is_gone(&self.control) {
            return Err(TransferError::Broken);
        }
        self.upload.commit()?;
        Ok(Received::Whole(self.tcp))
    }
}

/// What `call` does with a socket that never blocks, if need be after a moment: a client that is
/// as quick as we are goes on sooner than the way to another thread and back takes. None if it
/// does not.
fn soon(
    tcp: &TcpStream,
    flags: PollFlags,
    mut call: impl FnMut() -> Result<usize, Errno>,
) -> Result<Option<usize>, Errno> {
    const MOMENT: Timespec = Timespec {
        tv_sec: 0,
        tv_nsec: 2_000_000,
    };
    loop {
        match call() {
            Ok(count) => return Ok(Some(count)),
            Err(Errno::INTR) => {}
            Err(Errno::AGAIN) => match poll(&mut [PollFd::new(tcp, flags)], Some(&MOMENT)) {
                Ok(0) => return Ok(None),
                Ok(_) | Err(Errno::INTR) => {}
                Err(error) => return Err(error),
            },
            Err(error) => return Err(error),
        }
    }
}

/// Waits until the client goes on, without a thread.
async fn wait(
    tcp: TcpStream,
    interest: Interest,
    stall: Duration,
) -> Result<TcpStream, TransferError> {
    let tcp = watched(tcp)?;
    match timeout(stall, tcp.ready(interest)).await {
        Ok(Ok(_)) => unwatched(tcp),
        Ok(Err(_)) => Err(TransferError::Broken),
        Err(_) => Err(TransferError::Stalled),
    }
}

fn watched(tcp: TcpStream) -> Result<tokio::net::TcpStream, TransferError> {
    tokio::net::TcpStream::from_std(tcp).map_err(broken)
}

fn unwatched(tcp: tokio::net::TcpStream) -> Result<TcpStream, TransferError> {
    tcp.into_std().map_err(broken)
}

fn broken(_: io::Error) -> TransferError {
    TransferError::Broken
}
