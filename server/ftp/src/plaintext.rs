//! Plaintext transfers: the bytes need no processing, so one blocking thread moves them between
//! file and socket: by `sendfile(2)`, or by `read(2)` and `write(2)`.
//!
//! The work is done in batches. A batch may wait for the disk, and briefly for the client; it ends
//! early when the transfer is aborted. Meanwhile the socket is not registered with the runtime,
//! which would be woken for each packet, at as much cost as the packet itself.

use std::fs::File;
use std::io;
use std::net::TcpStream;
use std::time::{Duration, Instant};

use rustix::fs::sendfile;
use rustix::io::{Errno, read};
use tokio::io::Interest;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::blocking::CHUNK_SIZE;
use crate::error::{FileError, TransferError};
use crate::flow::FlowControl;
use crate::progress::Progress;
use crate::received::{MAX_DRAINED, Received};
use crate::stream::Stream;
use crate::upload::{DataEnd, Upload};

/// Bytes of one batch.
const MAX_BATCH_SIZE: usize = 64 * 1024 * 1024;
/// How long a call waits for the client before its thread is given back: a fast client is ready
/// sooner than a switch to another thread and back takes.
const READY_TIMEOUT: Duration = Duration::from_millis(4);
/// How long one batch may keep a thread that others may wait for.
const MAX_BATCH_TIME: Duration = Duration::from_millis(200);

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
        flow: &FlowControl,
    ) -> Result<DownloadOutcome, TransferError> {
        let cancelled = CancellationToken::new();
        let _cancel_on_drop = cancelled.clone().drop_guard();
        loop {
            let (progress, stopped) = (flow.progress.clone(), cancelled.clone());
            let batch = move || {
                let outcome = self.run_batch(&progress, &stopped);
                Ok((self, outcome))
            };
            let outcome;
            (self, outcome) = flow.threads.run(batch).await?;
            match outcome {
                Ok(BatchEnd::More) => {}
                Ok(BatchEnd::WouldBlock) => {
                    self.tcp =
                        wait_ready(self.tcp, Interest::WRITABLE, flow.stall, &cancelled).await?;
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
        let end = Instant::now() + MAX_BATCH_TIME;
        while left > 0 && !cancelled.is_cancelled() && Instant::now() < end {
            match sendfile(&self.tcp, &self.file, None, left) {
                Ok(0) => return Ok(BatchEnd::EndOfFile),
                Ok(count) => {
                    progress.add(count);
                    left = left.saturating_sub(count);
                }
                Err(Errno::INTR) => {}
                Err(Errno::AGAIN) => return Ok(BatchEnd::WouldBlock),
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
    tcp: TcpStream,
    /// A buffer, with what was received before the first batch.
    chunk: Vec<u8>,
}

/// How a batch of an upload ended.
enum UploadBatchEnd {
    /// More to receive.
    More,
    /// More to receive, once the socket is ready.
    WouldBlock,
    /// Nothing more to receive.
    Ended(DataEnd),
    /// What was received could not be written.
    Failed(FileError),
}

impl PlaintextUpload {
    /// Goes on with an upload, of which `chunk` has been received, and is still to be written.
    pub(crate) fn new(
        upload: Upload,
        chunk: Vec<u8>,
        tcp: tokio::net::TcpStream,
    ) -> Result<Self, TransferError> {
        let tcp = to_std(tcp)?;
        Ok(Self { upload, tcp, chunk })
    }

    /// Receives until the client has sent all, the connection fails, or `stop` is cancelled.
    pub(crate) async fn run(
        mut self,
        flow: &FlowControl,
        stop: &CancellationToken,
    ) -> Result<Received, TransferError> {
        let cancelled = stop.child_token();
        let _cancel_on_drop = cancelled.clone().drop_guard();
        loop {
            let (progress, stopped) = (flow.progress.clone(), cancelled.clone());
            let batch = move || {
                let end = self.run_batch(&progress, &stopped);
                Ok((self, end))
            };
            let end;
            (self, end) = flow.threads.run(batch).await?;
            let Self { upload, tcp, chunk } = self;
            let tcp = match end {
                UploadBatchEnd::More => Ok(tcp),
                UploadBatchEnd::WouldBlock => {
                    // The next batch takes what has come until it was stopped.
                    wait_ready(tcp, Interest::READABLE, flow.stall, &cancelled).await
                }
                UploadBatchEnd::Ended(end) => {
                    let stream = to_tokio(tcp).map(Stream::Plain).ok();
                    return Ok(ended(upload, end, stream, flow));
                }
                UploadBatchEnd::Failed(error) => return Err(error.into()),
            };
            self = match tcp {
                Ok(tcp) => Self { upload, tcp, chunk },
                Err(TransferError::Stalled) => {
                    return Ok(ended(upload, DataEnd::Stalled, None, flow));
                }
                Err(_) => return Ok(ended(upload, DataEnd::Broken, None, flow)),
            };
        }
    }

    /// Receives until the socket would block, the upload ends, or the batch is complete.
    fn run_batch(&mut self, progress: &Progress, stopped: &CancellationToken) -> UploadBatchEnd {
        if let Err(error) = self.upload.write(&self.chunk) {
            return UploadBatchEnd::Failed(error);
        }
        self.chunk.resize(CHUNK_SIZE, 0);
        let mut left = MAX_BATCH_SIZE;
        let end = Instant::now() + MAX_BATCH_TIME;
        while left > 0 && Instant::now() < end {
            if stopped.is_cancelled() {
                return self.drain(progress);
            }
            match read(&self.tcp, &mut self.chunk) {
                Ok(0) => return UploadBatchEnd::Ended(DataEnd::Closed),
                Ok(count) => {
                    left = left.saturating_sub(count);
                    if let Err(error) = self.write_received(count, progress) {
                        return UploadBatchEnd::Failed(error);
                    }
                }
                Err(Errno::INTR) => {}
                Err(Errno::AGAIN) => {
                    self.chunk.clear();
                    return UploadBatchEnd::WouldBlock;
                }
                Err(_) => return UploadBatchEnd::Ended(DataEnd::Broken),
            }
        }
        self.chunk.clear();
        UploadBatchEnd::More
    }

    /// Takes what the client has sent before it was stopped, until nothing more comes.
    fn drain(&mut self, progress: &Progress) -> UploadBatchEnd {
        let mut left = MAX_DRAINED;
        while left > 0 {
            match read(&self.tcp, &mut self.chunk) {
                Ok(count) if count > 0 => {
                    left = left.saturating_sub(count);
                    if let Err(error) = self.write_received(count, progress) {
                        return UploadBatchEnd::Failed(error);
                    }
                }
                Err(Errno::INTR) => {}
                Ok(_) | Err(_) => break,
            }
        }
        UploadBatchEnd::Ended(DataEnd::Stopped)
    }

    /// Writes the first bytes of the buffer, which were just received.
    fn write_received(&mut self, count: usize, progress: &Progress) -> Result<(), FileError> {
        progress.add(count);
        let received = self.chunk.get(..count).unwrap_or_default();
        self.upload.write(received)
    }
}

/// What has come of an upload, all of it written.
fn ended(upload: Upload, end: DataEnd, stream: Option<Stream>, flow: &FlowControl) -> Received {
    Received {
        upload,
        rest: Vec::new(),
        end,
        stream,
        threads: flow.threads.clone(),
    }
}

/// Waits for the socket to be ready, without a thread; not any longer once `stopped` is cancelled.
async fn wait_ready(
    tcp: TcpStream,
    interest: Interest,
    stall: Duration,
    stopped: &CancellationToken,
) -> Result<TcpStream, TransferError> {
    let tcp = to_tokio(tcp)?;
    let ready = tokio::select! {
        biased;
        () = stopped.cancelled() => return to_std(tcp),
        ready = timeout(stall, tcp.ready(interest)) => ready,
    };
    match ready {
        Ok(Ok(_)) => to_std(tcp),
        Ok(Err(_)) => Err(TransferError::Broken),
        Err(_) => Err(TransferError::Stalled),
    }
}

/// Gives the socket to the runtime, which waits for many at once.
fn to_tokio(tcp: TcpStream) -> Result<tokio::net::TcpStream, TransferError> {
    tcp.set_nonblocking(true).map_err(broken)?;
    tokio::net::TcpStream::from_std(tcp).map_err(broken)
}

/// Takes the socket from the runtime: its calls wait now, in the kernel, for [`READY_TIMEOUT`].
fn to_std(tcp: tokio::net::TcpStream) -> Result<TcpStream, TransferError> {
    let tcp = tcp.into_std().map_err(broken)?;
    tcp.set_read_timeout(Some(READY_TIMEOUT))
        .and_then(|()| tcp.set_write_timeout(Some(READY_TIMEOUT)))
        .and_then(|()| tcp.set_nonblocking(false))
        .map_err(broken)?;
    Ok(tcp)
}

fn broken(_: io::Error) -> TransferError {
    TransferError::Broken
}
