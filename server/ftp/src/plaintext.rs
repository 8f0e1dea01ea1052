//! Plaintext transfers: the bytes need no processing, so one blocking thread moves them between
//! file and socket: by `sendfile(2)`, or by `read(2)` and `write(2)`.
//!
//! The work is done in batches. A batch may wait for the disk, and briefly for the client; it ends
//! early when the transfer is aborted. Meanwhile the socket is not registered with the runtime,
//! which would be woken for each packet, at as much cost as the packet itself.

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

use crate::blocking::{CHUNK_SIZE, join_blocking};
use crate::error::{FileError, TransferError};
use crate::progress::Progress;
use crate::stream::is_closed_by_peer;
use crate::upload::Upload;

/// Bytes of one batch.
const MAX_BATCH_SIZE: usize = 64 * 1024 * 1024;

/// A download by `sendfile(2)`.
pub(crate) struct PlaintextDownload {
    file: File,
    tcp: TcpStream,
}

/// How a download ended.
pub(crate) enum DownloadOutcome {
    /// All bytes were sent.
    Complete(tokio::net::TcpStream),
    /// The kernel does not support it for this file, and sent nothing.
    Unsupported(File, tokio::net::TcpStream),
}

impl PlaintextDownload {
    pub(crate) fn new(file: File, tcp: tokio::net::TcpStream) -> Result<Self, TransferError> {
        let tcp = to_std(tcp)?;
        Ok(Self { file, tcp })
    }

    /// Sends the file from its current position to its end.
    pub(crate) async fn run(
        mut self,
        stall: Duration,
        progress: &Progress,
    ) -> Result<DownloadOutcome, TransferError> {
        let cancelled = CancellationToken::new();
        let _cancel_on_drop = cancelled.clone().drop_guard();
        loop {
            let (progress, cancelled) = (progress.clone(), cancelled.clone());
            let batch = spawn_blocking(move || {
                let outcome = self.run_batch(&progress, &cancelled);
                (self, outcome)
            });
            let outcome;
            (self, outcome) = join_blocking(batch.await)?;
            match outcome {
                Ok(BatchEnd::More) => {}
                Ok(BatchEnd::WouldBlock) => {
                    self.tcp = wait_ready(self.tcp, Interest::WRITABLE, stall).await?
                }
                Ok(BatchEnd::EndOfFile) => {
                    return Ok(DownloadOutcome::Complete(to_tokio(self.tcp)?));
                }
                Err(Errno::INVAL | Errno::NOSYS) => {
                    return Ok(DownloadOutcome::Unsupported(self.file, to_tokio(self.tcp)?));
                }
                Err(Errno::IO) => return Err(TransferError::File(FileError::Other)),
                Err(_) => return Err(TransferError::Broken),
            }
        }
    }

    /// Sends until the socket would block, the file ends, or the batch is complete.
    fn run_batch(
        &self,
        progress: &Progress,
        cancelled: &CancellationToken,
    ) -> Result<BatchEnd, Errno> {
        let mut left = MAX_BATCH_SIZE;
        while left > 0 && !cancelled.is_cancelled() {
            let send = || sendfile(&self.tcp, &self.file, None, left);
            match call_or_poll(&self.tcp, PollFlags::OUT, send) {
                Ok(Some(0)) => return Ok(BatchEnd::EndOfFile),
                Ok(Some(count)) => {
                    progress.add(count);
                    left = left.saturating_sub(count);
                }
                Ok(None) => return Ok(BatchEnd::WouldBlock),
                // Some bytes were sent, so it is supported: the next batch meets the error again.
                Err(_) if left < MAX_BATCH_SIZE => break,
                Err(error) => return Err(error),
            }
        }
        Ok(BatchEnd::More)
    }
}

enum BatchEnd {
    /// More to transfer.
    More,
    /// More to transfer, once the socket is ready.
    WouldBlock,
    /// All bytes were transferred.
    EndOfFile,
}

/// An upload by `read(2)` and `write(2)`.
pub(crate) struct PlaintextUpload {
    upload: Upload,
    /// A second descriptor of the control connection, see [`is_closed_by_peer`].
    control: TcpStream,
    tcp: TcpStream,
    chunk: Vec<u8>,
}

/// The state of an upload after a batch.
enum UploadProgress {
    More(PlaintextUpload),
    /// More to receive, once the socket is ready.
    WouldBlock(PlaintextUpload),
    /// Complete and committed.
    Complete(TcpStream),
}

impl PlaintextUpload {
    pub(crate) fn new(
        upload: Upload,
        control: TcpStream,
        tcp: tokio::net::TcpStream,
    ) -> Result<Self, TransferError> {
        Ok(Self {
            upload,
            control,
            tcp: to_std(tcp)?,
            chunk: vec![0; CHUNK_SIZE],
        })
    }

    /// Receives the upload to its end and commits it.
    pub(crate) async fn run(
        mut self,
        stall: Duration,
        progress: &Progress,
    ) -> Result<tokio::net::TcpStream, TransferError> {
        let cancelled = CancellationToken::new();
        let _cancel_on_drop = cancelled.clone().drop_guard();
        loop {
            let (progress, cancelled) = (progress.clone(), cancelled.clone());
            let batch = spawn_blocking(move || self.run_batch(&progress, &cancelled));
            self = match join_blocking(batch.await)?? {
                UploadProgress::More(rest) => rest,
                UploadProgress::WouldBlock(rest) => Self {
                    tcp: wait_ready(rest.tcp, Interest::READABLE, stall).await?,
                    ..rest
                },
                UploadProgress::Complete(tcp) => return to_tokio(tcp),
            };
        }
    }

    /// Receives until the socket would block, the upload ends, or the batch is complete.
    fn run_batch(
        mut self,
        progress: &Progress,
        cancelled: &CancellationToken,
    ) -> Result<UploadProgress, TransferError> {
        let mut left = MAX_BATCH_SIZE;
        while left > 0 && !cancelled.is_cancelled() {
            let chunk = &mut self.chunk;
            let receive = || read(&self.tcp, &mut *chunk);
            match call_or_poll(&self.tcp, PollFlags::IN, receive) {
                Ok(Some(0)) => return self.end(),
                Ok(Some(count)) => {
                    progress.add(count);
                    let received = self.chunk.get(..count).unwrap_or_default();
                    self.upload.write(received)?;
                    left = left.saturating_sub(count);
                }
                Ok(None) => return Ok(UploadProgress::WouldBlock(self)),
                Err(_) => return Err(TransferError::Broken),
            }
        }
        Ok(UploadProgress::More(self))
    }

    fn end(self) -> Result<UploadProgress, TransferError> {
        if is_closed_by_peer(&self.control) {
            return Err(TransferError::Broken);
        }
        self.upload.commit()?;
        Ok(UploadProgress::Complete(self.tcp))
    }
}

/// Performs `call` on a non-blocking socket, and polls briefly if it would block: a fast client is
/// ready sooner than a switch to another thread and back takes. None if it still would block.
fn call_or_poll(
    tcp: &TcpStream,
    flags: PollFlags,
    mut call: impl FnMut() -> Result<usize, Errno>,
) -> Result<Option<usize>, Errno> {
    const POLL_TIMEOUT: Timespec = Timespec {
        tv_sec: 0,
        tv_nsec: 2_000_000,
    };
    loop {
        match call() {
            Ok(count) => return Ok(Some(count)),
            Err(Errno::INTR) => {}
            Err(Errno::AGAIN) => match poll(&mut [PollFd::new(tcp, flags)], Some(&POLL_TIMEOUT)) {
                Ok(0) => return Ok(None),
                Ok(_) | Err(Errno::INTR) => {}
                Err(error) => return Err(error),
            },
            Err(error) => return Err(error),
        }
    }
}

/// Waits for the socket to be ready, without a thread.
async fn wait_ready(
    tcp: TcpStream,
    interest: Interest,
    stall: Duration,
) -> Result<TcpStream, TransferError> {
    let tcp = to_tokio(tcp)?;
    match timeout(stall, tcp.ready(interest)).await {
        Ok(Ok(_)) => to_std(tcp),
        Ok(Err(_)) => Err(TransferError::Broken),
        Err(_) => Err(TransferError::Stalled),
    }
}

fn to_tokio(tcp: TcpStream) -> Result<tokio::net::TcpStream, TransferError> {
    tokio::net::TcpStream::from_std(tcp).map_err(broken)
}

fn to_std(tcp: tokio::net::TcpStream) -> Result<TcpStream, TransferError> {
    tcp.into_std().map_err(broken)
}

fn broken(_: io::Error) -> TransferError {
    TransferError::Broken
}
