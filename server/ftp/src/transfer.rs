//! Moves the bytes of one transfer between a file and a data connection.
//!
//! Files are read and written by blocking calls on other threads, one hop per [`CHUNK`], and
//! the network moves one chunk while the disk moves the next. What goes out as it is, in clear,
//! the kernel sends from the file by itself. No thread waits for a client.

use std::fs::File;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use cap_std::fs::Dir;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::sendfile;
use rustix::io::Errno;
use tokio::io::{AsyncReadExt, AsyncWrite, AsyncWriteExt, Interest};
use tokio::net::TcpStream;
use tokio::task::{JoinHandle, spawn_blocking};
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

use crate::data::{Opening, end_in_order, secure};
use crate::listing::Listing;
use crate::progress::Progress;
use crate::session::{FileError, TransferError, TransferRequest, TransferStart, What};
use crate::storage::Source;
use crate::stream::Stream;
use crate::tls::SessionTls;
use crate::upload::Upload;

/// Bytes per hop to another thread. Two of them are held by each transfer.
const CHUNK: usize = 256 * 1024;
/// Bytes read along with the opening: a small file needs no second hop.
const FIRST_CHUNK: usize = 32 * 1024;
/// Bytes that the kernel sends before another thread may have its turn.
const KERNEL_CHUNK: usize = 4 * 1024 * 1024;

/// The local end of a transfer, open.
pub(crate) enum Local {
    /// With what was read at once, and whether there is more.
    Source(Source, Vec<u8>, bool),
    /// With a second handle to the control connection, see [`is_gone`].
    Upload(Upload, std::net::TcpStream),
}

/// How long to wait for what.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Patience {
    pub(crate) connect: Duration,
    pub(crate) handshake: Duration,
    pub(crate) stall: Duration,
}

/// Opens the file or folder that `request` is about. Blocks.
pub(crate) fn open(
    home: &Dir,
    request: &TransferRequest,
    control: std::net::TcpStream,
) -> Result<(Local, TransferStart), FileError> {
    match &request.what {
        What::Retrieve { path, offset } => {
            let (source, size) = Source::open_file(home, path, *offset, request.ascii)?;
            Ok((
                begun(source, FIRST_CHUNK)?,
                TransferStart {
                    size,
                    unique_name: None,
                },
            ))
        }
        What::Store { path, mode } => {
            let (upload, unique_name) = Upload::open(home, path, *mode, request.ascii)?;
            Ok((
                Local::Upload(upload, control),
                TransferStart {
                    size: None,
                    unique_name,
                },
            ))
        }
        What::List {
            path,
            pattern,
            style,
        } => {
            let listing = Listing::open(home, path, pattern.as_ref(), style.clone())?;
            Ok((
                begun(Source::Listing(listing), CHUNK)?,
                TransferStart::default(),
            ))
        }
    }
}

fn begun(mut source: Source, size: usize) -> Result<Local, FileError> {
    let mut chunk = Vec::new();
    let more = source.fill(&mut chunk, size)?;
    Ok(Local::Source(source, chunk, more))
}

/// Makes the data connection and moves the bytes, which `progress` counts.
pub(crate) async fn run(
    local: Local,
    opening: Opening,
    tls: Option<SessionTls>,
    patience: Patience,
    progress: Progress,
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
            send(first, rest, stream, patience.stall, &progress).await
        }
        Local::Upload(upload, control) => {
            receive(upload, control, stream, patience.stall, &progress).await
        }
    }
}

/// Sends what was read already, then the rest.
async fn send(
    first: Vec<u8>,
    rest: Option<Source>,
    mut stream: Stream,
    stall: Duration,
    progress: &Progress,
) -> Result<(), TransferError> {
    let Some(source) = rest else {
        write_all(&mut stream, &first, stall, progress).await?;
        return finish(stream, stall).await;
    };
    let reading = match (source, stream) {
        (
            Source::File {
                file,
                ascii: None,
                left,
            },
            Stream::Plain(mut tcp),
        ) => {
            write_all(&mut tcp, &first, stall, progress).await?;
            let pair = Arc::new((file, tcp));
            let sent = send_by_kernel(&pair, stall, progress).await?;
            // Nobody else has it: each hop gave its share back.
            let (file, tcp) = Arc::into_inner(pair).ok_or(TransferError::File(FileError::Other))?;
            stream = Stream::Plain(tcp);
            if sent {
                return finish(stream, stall).await;
            }
            let source = Source::File {
                file,
                ascii: None,
                left,
            };
            read_next(source, first)
        }
        (source, mut encrypted) => {
            let reading = read_next(source, Vec::new());
            write_all(&mut encrypted, &first, stall, progress).await?;
            stream = encrypted;
            reading
        }
    };
    pump(reading, &mut stream, stall, progress).await?;
    finish(stream, stall).await
}

/// Reads and sends chunk by chunk, the next one read while one is sent.
async fn pump(
    mut reading: Reading,
    stream: &mut Stream,
    stall: Duration,
    progress: &Progress,
) -> Result<(), TransferError> {
    let mut spare = Vec::new();
    loop {
        let (source, chunk, more) = joined(reading.await)??;
        if !more {
            return write_all(stream, &chunk, stall, progress).await;
        }
        reading = read_next(source, spare);
        write_all(stream, &chunk, stall, progress).await?;
        spare = chunk;
    }
}

/// Lets the kernel send the rest of a file, `sendfile(2)`. False if it cannot for this one: then
/// nothing was sent.
///
/// Where the file is not in memory the call waits for the disk, so it is made on another thread;
/// it never waits for the client.
async fn send_by_kernel(
    pair: &Arc<(File, TcpStream)>,
    stall: Duration,
    progress: &Progress,
) -> Result<bool, TransferError> {
    loop {
        match timeout(stall, pair.1.writable()).await {
            Ok(Ok(())) => {}
            Ok(Err(_)) => return Err(TransferError::Broken),
            Err(_) => return Err(TransferError::Stalled),
        }
        let shared = Arc::clone(pair);
        let hop = spawn_blocking(move || {
            let outcome = send_while_writable(&shared.0, &shared.1);
            drop(shared);
            outcome
        });
        match joined(hop.await)? {
            Ok((sent, more)) => {
                progress.add(sent);
                if !more {
                    return Ok(true);
                }
            }
            Err(Errno::INVAL | Errno::NOSYS) => return Ok(false),
            Err(Errno::IO) => return Err(TransferError::File(FileError::Other)),
            Err(_) => return Err(TransferError::Broken),
        }
    }
}

/// Sends until the client is slower than we are, the file ends, or others shall have their turn.
fn send_while_writable(file: &File, tcp: &TcpStream) -> Result<(usize, bool), Errno> {
    let mut sent = 0;
    while sent < KERNEL_CHUNK {
        let send = || sendfile(tcp, file, None, KERNEL_CHUNK - sent);
        let outcome = match send() {
            Err(Errno::AGAIN) if is_writable_soon(tcp) => continue,
            // By way of the runtime, which then knows that it has to tell when there is room.
            Err(Errno::AGAIN) => tcp
                .try_io(Interest::WRITABLE, || Ok(send()?))
                .map_err(|error| Errno::from_io_error(&error).unwrap_or(Errno::AGAIN)),
            outcome => outcome,
        };
        match outcome {
            Ok(0) => return Ok((sent, false)),
            Ok(count) => sent += count,
            Err(Errno::AGAIN) => break,
            Err(Errno::INTR) => {}
            // What went out before is told first; the error comes again.
            Err(_) if sent > 0 => break,
            Err(error) => return Err(error),
        }
    }
    Ok((sent, true))
}

/// Whether there is room for more within a moment, as there is where the client is as quick as
/// we are: that is shorter than the way to another thread and back.
fn is_writable_soon(tcp: &TcpStream) -> bool {
    const MOMENT: Timespec = Timespec {
        tv_sec: 0,
        tv_nsec: 2_000_000,
    };
    let mut wanted = [PollFd::new(tcp, PollFlags::OUT)];
    matches!(poll(&mut wanted, Some(&MOMENT)), Ok(1..))
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
        let more = source.fill(&mut chunk, CHUNK)?;
        Ok((source, chunk, more))
    })
}

async fn write_all(
    stream: &mut (impl AsyncWrite + Unpin),
    mut bytes: &[u8],
    stall: Duration,
    progress: &Progress,
) -> Result<(), TransferError> {
    while !bytes.is_empty() {
        // Timed per write, not per chunk: slow is not the same as stuck.
        match timeout(stall, stream.write(bytes)).await {
            Ok(Ok(count)) if count > 0 => {
                progress.add(count);
                bytes = bytes.get(count..).unwrap_or_default();
            }
            Ok(_) => return Err(TransferError::Broken),
            Err(_) => return Err(TransferError::Stalled),
        }
    }
    match timeout(stall, stream.flush()).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(_)) => Err(TransferError::Broken),
        Err(_) => Err(TransferError::Stalled),
    }
}

async fn receive(
    upload: Upload,
    control: std::net::TcpStream,
    mut stream: Stream,
    stall: Duration,
    progress: &Progress,
) -> Result<(), TransferError> {
    let mut disk = Disk::Idle(upload, Vec::new());
    let mut chunk = Vec::new();
    while read_chunk(&mut stream, &mut chunk, stall, progress).await? {
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
    end_in_order(&stream);
    // The file is whole. Whether the client still hears our close_notify changes nothing.
    let _ = timeout(stall, stream.shutdown()).await;
    Ok(())
}

/// Whether the client has closed its control connection.
///
/// On a data connection in clear, a client that died looks like one that is done. But the
/// system closes what a dead process had open in the order in which it was opened, and one
/// that lives waits for 226. So the control connection tells them apart.
fn is_gone(control: &std::net::TcpStream) -> bool {
    match control.peek(&mut [0]) {
        Ok(count) => count == 0,
        Err(error) => error.kind() != io::ErrorKind::WouldBlock,
    }
}

/// Reads until `chunk` is full or the client is done; false when it is done.
async fn read_chunk(
    stream: &mut Stream,
    chunk: &mut Vec<u8>,
    stall: Duration,
    progress: &Progress,
) -> Result<bool, TransferError> {
    chunk.resize(CHUNK, 0);
    let mut filled = 0;
    while let Some(room) = chunk.get_mut(filled..).filter(|room| !room.is_empty()) {
        match timeout(stall, stream.read(room)).await {
            Ok(Ok(0)) => {
                chunk.truncate(filled);
                return Ok(false);
            }
            Ok(Ok(count)) => {
                progress.add(count);
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

impl From<FileError> for TransferError {
    fn from(error: FileError) -> Self {
        Self::File(error)
    }
}

/// A blocking call fails to join only if it panicked or the program is ending.
fn joined<T>(result: Result<T, tokio::task::JoinError>) -> Result<T, TransferError> {
    result.map_err(|error| {
        tracing::error!(%error, "a file operation did not end");
        TransferError::File(FileError::Other)
    })
}
