//! Moves the bytes of one transfer between a file and a data connection.
//!
//! Files are read and written by blocking tasks of [`CHUNK_SIZE`] bytes each; one chunk is sent
//! while the next one is read, and the other way round. Plaintext transfers without translation and
//! rate limit use [`crate::plaintext`] instead. No thread waits for a client.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::task::{JoinHandle, spawn_blocking};
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

use crate::blocking::{CHUNK_SIZE, join_blocking};
use crate::data::{DataConnector, accept_tls, close_gracefully};
use crate::download::Source;
use crate::error::{FileError, TransferError};
use crate::plaintext::{DownloadOutcome, PlaintextDownload, PlaintextUpload};
use crate::progress::Progress;
use crate::rate_limit::RateLimiter;
use crate::stream::{Stream, is_closed_by_peer};
use crate::tls::SessionTls;
use crate::transfer_file::TransferFile;
use crate::upload::Upload;

/// The timeouts of a transfer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TransferTimeouts {
    pub(crate) connect: Duration,
    pub(crate) handshake: Duration,
    pub(crate) stall: Duration,
}

/// Stall timeout, progress and rate limit of one transfer.
pub(crate) struct FlowControl {
    /// How long a transfer may move no byte.
    stall: Duration,
    progress: Progress,
    /// None if the rate is not limited.
    limiter: Option<Arc<RateLimiter>>,
}

impl FlowControl {
    pub(crate) fn new(
        stall: Duration,
        progress: Progress,
        limiter: Option<Arc<RateLimiter>>,
    ) -> Self {
        Self {
            stall,
            progress,
            limiter,
        }
    }

    /// How many bytes to transfer at once, at most `max`.
    fn chunk_size(&self, max: usize) -> usize {
        self.limiter
            .as_ref()
            .map_or(max, |limiter| limiter.chunk_size(max))
    }

    async fn wait(&self, bytes: usize) {
        if let Some(limiter) = &self.limiter {
            limiter.acquire(bytes).await;
        }
    }
}

/// Establishes the data connection and transfers the bytes.
pub(crate) async fn run(
    local: TransferFile,
    connector: DataConnector,
    tls: Option<SessionTls>,
    timeouts: TransferTimeouts,
    flow: FlowControl,
) -> Result<(), TransferError> {
    let tcp = connector.connect(timeouts.connect).await?;
    let stream = match tls {
        None => Stream::Plain(tcp),
        Some(tls) => {
            let is_upload = matches!(local, TransferFile::Upload(..));
            let acceptor = TlsAcceptor::from(tls.begin_data_connection(is_upload));
            let stream = accept_tls(tcp, &acceptor, timeouts.handshake).await?;
            tls.check_resumed(&stream, is_upload)?;
            stream
        }
    };
    match local {
        TransferFile::Source(source, first, more) => {
            let rest = more.then_some(source);
            send(first, rest, stream, &flow).await
        }
        TransferFile::Upload(upload, control) => receive(upload, control, stream, &flow).await,
    }
}

/// Sends what has been read already, then the rest.
async fn send(
    first: Vec<u8>,
    rest: Option<Source>,
    mut stream: Stream,
    flow: &FlowControl,
) -> Result<(), TransferError> {
    let Some(source) = rest else {
        write_all(&mut stream, &first, flow).await?;
        return finish(stream, flow.stall).await;
    };
    let reading = match (source, stream) {
        (
            Source::File {
                file,
                ascii: None,
                left,
            },
            Stream::Plain(mut tcp),
        ) if flow.limiter.is_none() => {
            write_all(&mut tcp, &first, flow).await?;
            let download = PlaintextDownload::new(file, tcp)?;
            let file = match download.run(flow.stall, &flow.progress).await? {
                DownloadOutcome::Complete(tcp) => {
                    return finish(Stream::Plain(tcp), flow.stall).await;
                }
                DownloadOutcome::Unsupported(file, tcp) => {
                    stream = Stream::Plain(tcp);
                    file
                }
            };
            let source = Source::File {
                file,
                ascii: None,
                left,
            };
            read_next(source, first)
        }
        (source, mut other) => {
            let reading = read_next(source, Vec::new());
            write_all(&mut other, &first, flow).await?;
            stream = other;
            reading
        }
    };
    pump(reading, &mut stream, flow).await?;
    finish(stream, flow.stall).await
}

/// Reads and sends chunk by chunk, the next one read while one is sent.
async fn pump(
    mut reading: ReadTask,
    stream: &mut Stream,
    flow: &FlowControl,
) -> Result<(), TransferError> {
    let mut spare = Vec::new();
    loop {
        let (source, chunk, more) = join_blocking(reading.await)??;
        if !more {
            return write_all(stream, &chunk, flow).await;
        }
        reading = read_next(source, spare);
        write_all(stream, &chunk, flow).await?;
        spare = chunk;
    }
}

/// Ends a download. Over TLS, close_notify proves to the client that it is complete.
async fn finish(mut stream: Stream, stall: Duration) -> Result<(), TransferError> {
    close_gracefully(&stream);
    match timeout(stall, stream.shutdown()).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(_)) => Err(TransferError::Broken),
        Err(_) => Err(TransferError::Stalled),
    }
}

type ReadTask = JoinHandle<Result<(Source, Vec<u8>, bool), FileError>>;

fn read_next(mut source: Source, mut chunk: Vec<u8>) -> ReadTask {
    spawn_blocking(move || {
        let more = source.fill(&mut chunk, CHUNK_SIZE)?;
        Ok((source, chunk, more))
    })
}

async fn write_all(
    stream: &mut (impl AsyncWrite + Unpin),
    mut bytes: &[u8],
    flow: &FlowControl,
) -> Result<(), TransferError> {
    while !bytes.is_empty() {
        let chunk = bytes.get(..flow.chunk_size(bytes.len())).unwrap_or(bytes);
        flow.wait(chunk.len()).await;
        // The timeout is per write, not per chunk: slow is not stalled.
        match timeout(flow.stall, stream.write(chunk)).await {
            Ok(Ok(count)) if count > 0 => {
                flow.progress.add(count);
                bytes = bytes.get(count..).unwrap_or_default();
            }
            Ok(_) => return Err(TransferError::Broken),
            Err(_) => return Err(TransferError::Stalled),
        }
    }
    match timeout(flow.stall, stream.flush()).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(_)) => Err(TransferError::Broken),
        Err(_) => Err(TransferError::Stalled),
    }
}

async fn receive(
    upload: Upload,
    control: std::net::TcpStream,
    stream: Stream,
    flow: &FlowControl,
) -> Result<(), TransferError> {
    let mut stream = match stream {
        Stream::Plain(tcp) if flow.limiter.is_none() => {
            let upload = PlaintextUpload::new(upload, control, tcp)?;
            Stream::Plain(upload.run(flow.stall, &flow.progress).await?)
        }
        other => receive_in_chunks(upload, control, other, flow).await?,
    };
    close_gracefully(&stream);
    // The file is complete. Whether close_notify still reaches the client does not matter.
    let _ = timeout(flow.stall, stream.shutdown()).await;
    Ok(())
}

/// Receives chunk by chunk; one is written while the next one is received.
async fn receive_in_chunks(
    upload: Upload,
    control: std::net::TcpStream,
    mut stream: Stream,
    flow: &FlowControl,
) -> Result<Stream, TransferError> {
    let mut writer = FileWriter::Idle(upload, Vec::new());
    let mut chunk = Vec::new();
    while read_chunk(&mut stream, &mut chunk, flow).await? {
        let (upload, spare) = writer.idle().await?;
        writer = FileWriter::write(upload, chunk);
        chunk = spare;
    }
    let (mut upload, _) = writer.idle().await?;
    // The last bytes and the commit, in one blocking task.
    let committed = spawn_blocking(move || {
        upload.write(&chunk)?;
        if is_closed_by_peer(&control) {
            return Err(TransferError::Broken);
        }
        Ok(upload.commit()?)
    });
    join_blocking(committed.await)??;
    Ok(stream)
}

/// Reads until `chunk` is full or the client has sent all; false at the end.
async fn read_chunk(
    stream: &mut Stream,
    chunk: &mut Vec<u8>,
    flow: &FlowControl,
) -> Result<bool, TransferError> {
    chunk.resize(CHUNK_SIZE, 0);
    let mut filled = 0;
    while let Some(room) = chunk.get_mut(filled..).filter(|room| !room.is_empty()) {
        let size = flow.chunk_size(room.len());
        let room = room.get_mut(..size).unwrap_or_default();
        match timeout(flow.stall, stream.read(room)).await {
            Ok(Ok(0)) => {
                chunk.truncate(filled);
                return Ok(false);
            }
            Ok(Ok(count)) => {
                flow.progress.add(count);
                flow.wait(count).await;
                filled += count;
            }
            Ok(Err(error)) if error.kind() == io::ErrorKind::UnexpectedEof => {
                return Err(TransferError::Truncated);
            }
            Ok(Err(_)) => return Err(TransferError::Broken),
            Err(_) => return Err(TransferError::Stalled),
        }
    }
    Ok(true)
}

type WriteTask = JoinHandle<Result<(Upload, Vec<u8>), FileError>>;

/// Writes the chunks of an upload in blocking tasks, one at a time.
enum FileWriter {
    Idle(Upload, Vec<u8>),
    Busy(WriteTask),
}

impl FileWriter {
    fn write(mut upload: Upload, chunk: Vec<u8>) -> Self {
        Self::Busy(spawn_blocking(move || {
            upload.write(&chunk)?;
            Ok((upload, chunk))
        }))
    }

    async fn idle(self) -> Result<(Upload, Vec<u8>), TransferError> {
        match self {
            Self::Idle(upload, spare) => Ok((upload, spare)),
            Self::Busy(writing) => Ok(join_blocking(writing.await)??),
        }
    }
}
