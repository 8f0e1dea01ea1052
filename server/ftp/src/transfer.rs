//! Moves the bytes of one transfer between a file and a data connection.
//!
//! Files are read and written by blocking calls on other threads, one hop per [`CHUNK_SIZE`], and
//! the network moves one chunk while the disk moves the next. What is moved in clear as it is,
//! without a rate to keep, goes by [`crate::clear`] instead. No thread waits for a client.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::task::{JoinHandle, spawn_blocking};
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

use crate::blocking::{CHUNK_SIZE, joined};
use crate::clear::{Receiving, Sending, Sent};
use crate::data::{Opening, end_in_order, secure};
use crate::download::Source;
use crate::error::{FileError, TransferError};
use crate::pace::Pace;
use crate::progress::Progress;
use crate::stream::{Stream, is_gone};
use crate::tls::SessionTls;
use crate::transfer_file::Local;
use crate::upload::Upload;

/// How long to wait for what.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Patience {
    pub(crate) connect: Duration,
    pub(crate) handshake: Duration,
    pub(crate) stall: Duration,
}

/// How the bytes of one transfer flow.
pub(crate) struct Flow {
    /// How long the client may do nothing.
    stall: Duration,
    progress: Progress,
    /// None if as fast as can be.
    pace: Option<Arc<Pace>>,
}

impl Flow {
    pub(crate) fn new(stall: Duration, progress: Progress, pace: Option<Arc<Pace>>) -> Self {
        Self {
            stall,
            progress,
            pace,
        }
    }

    /// How many bytes to move at once, at most `most`.
    fn piece(&self, most: usize) -> usize {
        self.pace.as_ref().map_or(most, |pace| pace.piece(most))
    }

    async fn wait(&self, bytes: usize) {
        if let Some(pace) = &self.pace {
            pace.take(bytes).await;
        }
    }
}

/// Makes the data connection and moves the bytes, which `progress` counts.
pub(crate) async fn run(
    local: Local,
    opening: Opening,
    tls: Option<SessionTls>,
    patience: Patience,
    flow: Flow,
) -> Result<(), TransferError> {
    let tcp = opening.connect(patience.connect).await?;
    let stream = match tls {
        None => Stream::Plain(tcp),
        Some(tls) => {
            let config = match &local {
                Local::Upload(..) => tls.upload,
                Local::Source(..) => tls.common,
            };
            let stream = secure(tcp, &TlsAcceptor::from(config), patience.handshake).await?;
            if tls.resumption_required && !stream.is_resumed() {
                return Err(TransferError::NotResumed);
            }
            stream
        }
    };
    match local {
        Local::Source(source, first, more) => {
            let rest = more.then_some(source);
            send(first, rest, stream, &flow).await
        }
        Local::Upload(upload, control) => receive(upload, control, stream, &flow).await,
    }
}

/// Sends what was read already, then the rest.
async fn send(
    first: Vec<u8>,
    rest: Option<Source>,
    mut stream: Stream,
    flow: &Flow,
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
        ) if flow.pace.is_none() => {
            write_all(&mut tcp, &first, flow).await?;
            let sending = Sending::new(file, tcp)?;
            let file = match sending.run(flow.stall, &flow.progress).await? {
                Sent::Whole(tcp) => return finish(Stream::Plain(tcp), flow.stall).await,
                Sent::Unable(file, tcp) => {
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
async fn pump(mut reading: Reading, stream: &mut Stream, flow: &Flow) -> Result<(), TransferError> {
    let mut spare = Vec::new();
    loop {
        let (source, chunk, more) = joined(reading.await)??;
        if !more {
            return write_all(stream, &chunk, flow).await;
        }
        reading = read_next(source, spare);
        write_all(stream, &chunk, flow).await?;
        spare = chunk;
    }
}

/// Ends a download: for TLS with close_notify, by which the client knows that nothing is missing.
async fn finish(mut stream: Stream, stall: Duration) -> Result<(), TransferError> {
    end_in_order(&stream);
    match timeout(stall, stream.shutdown()).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(_)) => Err(TransferError::Broken),
        Err(_) => Err(TransferError::Stalled),
    }
}

type Reading = JoinHandle<Result<(Source, Vec<u8>, bool), FileError>>;

fn read_next(mut source: Source, mut chunk: Vec<u8>) -> Reading {
    spawn_blocking(move || {
        let more = source.fill(&mut chunk, CHUNK_SIZE)?;
        Ok((source, chunk, more))
    })
}

async fn write_all(
    stream: &mut (impl AsyncWrite + Unpin),
    mut bytes: &[u8],
    flow: &Flow,
) -> Result<(), TransferError> {
    while !bytes.is_empty() {
        let piece = bytes.get(..flow.piece(bytes.len())).unwrap_or(bytes);
        flow.wait(piece.len()).await;
        // Timed per write, not per chunk: slow is not the same as stuck.
        match timeout(flow.stall, stream.write(piece)).await {
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
    flow: &Flow,
) -> Result<(), TransferError> {
    let mut stream = match stream {
        Stream::Plain(tcp) if flow.pace.is_none() => {
            let receiving = Receiving::new(upload, control, tcp)?;
            Stream::Plain(receiving.run(flow.stall, &flow.progress).await?)
        }
        other => receive_in_chunks(upload, control, other, flow).await?,
    };
    end_in_order(&stream);
    // The file is whole. Whether the client still hears our close_notify changes nothing.
    let _ = timeout(flow.stall, stream.shutdown()).await;
    Ok(())
}

/// Receives chunk by chunk, one written while the next one comes.
async fn receive_in_chunks(
    upload: Upload,
    control: std::net::TcpStream,
    mut stream: Stream,
    flow: &Flow,
) -> Result<Stream, TransferError> {
    let mut disk = Disk::Idle(upload, Vec::new());
    let mut chunk = Vec::new();
    while read_chunk(&mut stream, &mut chunk, flow).await? {
        let (upload, spare) = disk.idle().await?;
        disk = Disk::write(upload, chunk);
        chunk = spare;
    }
    let (mut upload, _) = disk.idle().await?;
    // The last bytes and what makes the file whole, in one hop.
    let committed = spawn_blocking(move || {
        upload.write(&chunk)?;
        if is_gone(&control) {
            return Err(TransferError::Broken);
        }
        Ok(upload.commit()?)
    });
    joined(committed.await)??;
    Ok(stream)
}

/// Reads until `chunk` is full or the client is done; false when it is done.
async fn read_chunk(
    stream: &mut Stream,
    chunk: &mut Vec<u8>,
    flow: &Flow,
) -> Result<bool, TransferError> {
    chunk.resize(CHUNK_SIZE, 0);
    let mut filled = 0;
    while let Some(room) = chunk.get_mut(filled..).filter(|room| !room.is_empty()) {
        let piece = flow.piece(room.len());
        let room = room.get_mut(..piece).unwrap_or_default();
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

type Writing = JoinHandle<Result<(Upload, Vec<u8>), FileError>>;

/// The disk's side of an upload: at rest, or writing a chunk.
enum Disk {
    Idle(Upload, Vec<u8>),
    Busy(Writing),
}

impl Disk {
    fn write(mut upload: Upload, chunk: Vec<u8>) -> Self {
        Self::Busy(spawn_blocking(move || {
            upload.write(&chunk)?;
            Ok((upload, chunk))
        }))
    }

    async fn idle(self) -> Result<(Upload, Vec<u8>), TransferError> {
        match self {
            Self::Idle(upload, spare) => Ok((upload, spare)),
            Self::Busy(writing) => Ok(joined(writing.await)??),
        }
    }
}
