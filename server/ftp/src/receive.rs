//! Receives the bytes of an upload, until its data connection ends.

use std::io;
use std::time::Duration;

use tokio::io::AsyncReadExt;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::blocking::{CHUNK_SIZE, FileThreads, join_blocking};
use crate::error::{FileError, TransferError};
use crate::flow::FlowControl;
use crate::plaintext::PlaintextUpload;
use crate::received::{MAX_DRAINED, Received};
use crate::stream::Stream;
use crate::upload::{DataEnd, Upload};

/// What had been sent has come when nothing more comes for so long: it may wait in the client's
/// system for room in the server's.
const DRAIN_PAUSE: Duration = Duration::from_millis(5);

/// What has come is written at the latest when nothing more has come for so long: it is not lost if
/// this program is killed, and a quota that it passes is said soon.
const WRITE_DELAY: Duration = Duration::from_millis(200);

/// Receives until the client has sent all, the connection fails, or `stop` is cancelled.
///
/// # Errors
/// If the file cannot be written: the disk is full, or a quota is reached.
pub(crate) async fn receive(
    upload: Upload,
    mut stream: Stream,
    flow: &FlowControl,
    stop: &CancellationToken,
) -> Result<Received, TransferError> {
    // What fits into one chunk needs one blocking task only, which also gives the file its name.
    let mut chunk = Vec::new();
    match (
        read_chunk(&mut stream, &mut chunk, flow, stop).await,
        stream,
    ) {
        (Some(end), stream) => Ok(Received {
            upload,
            rest: chunk,
            end,
            stream: Some(stream),
            threads: flow.threads.clone(),
        }),
        (None, Stream::Plain(tcp)) if flow.rates.is_unlimited() => {
            let upload = PlaintextUpload::new(upload, chunk, tcp)?;
            upload.run(flow, stop).await
        }
        (None, stream) => receive_in_chunks(upload, chunk, stream, flow, stop).await,
    }
}

/// Receives chunk by chunk; one is written while the next one is received.
async fn receive_in_chunks(
    upload: Upload,
    first: Vec<u8>,
    mut stream: Stream,
    flow: &FlowControl,
    stop: &CancellationToken,
) -> Result<Received, TransferError> {
    let mut writing = write(upload, first, &flow.threads).await;
    let mut chunk = Vec::new();
    loop {
        let end = read_chunk(&mut stream, &mut chunk, flow, stop).await;
        let (upload, spare) = join_blocking(writing.await)??;
        if let Some(end) = end {
            return Ok(Received {
                upload,
                rest: chunk,
                end,
                stream: Some(stream),
                threads: flow.threads.clone(),
            });
        }
        writing = write(upload, chunk, &flow.threads).await;
        chunk = spare;
    }
}

/// Writes one chunk; gives its buffer back.
async fn write(mut upload: Upload, chunk: Vec<u8>, threads: &FileThreads) -> WriteTask {
    let write = move || {
        upload.write(&chunk)?;
        Ok((upload, chunk))
    };
    threads.begin(write).await
}

type WriteTask = JoinHandle<Result<(Upload, Vec<u8>), FileError>>;

/// Reads until `chunk` is full, or the client pauses; otherwise tells how the connection ended.
async fn read_chunk(
    stream: &mut Stream,
    chunk: &mut Vec<u8>,
    flow: &FlowControl,
    stop: &CancellationToken,
) -> Option<DataEnd> {
    chunk.clear();
    chunk.reserve(CHUNK_SIZE);
    while chunk.len() < CHUNK_SIZE {
        let room = flow.chunk_size(CHUNK_SIZE - chunk.len());
        let mut limited = (&mut *stream).take(room as u64);
        let patience = if chunk.is_empty() {
            flow.stall
        } else {
            flow.stall.min(WRITE_DELAY)
        };
        let read = tokio::select! {
            biased;
            () = stop.cancelled() => {
                drain(stream, chunk, flow).await;
                return Some(DataEnd::Stopped);
            }
            read = timeout(patience, limited.read_buf(chunk)) => read,
        };
        match read {
            Ok(Ok(0)) => {
                return Some(match stream {
                    Stream::Tls(_) => DataEnd::Notified,
                    Stream::Plain(_) | Stream::Urgent(_) | Stream::Closed => DataEnd::Closed,
                });
            }
            Ok(Ok(count)) => {
                flow.progress.add(count);
                tokio::select! {
                    biased;
                    () = flow.wait(count) => {}
                    () = stop.cancelled() => {}
                }
            }
            Ok(Err(error)) if error.kind() == io::ErrorKind::UnexpectedEof => {
                return Some(DataEnd::CutOff);
            }
            Ok(Err(_)) => return Some(DataEnd::Broken),
            Err(_) if chunk.is_empty() => return Some(DataEnd::Stalled),
            Err(_) => return None,
        }
    }
    None
}

/// Takes what the client has sent before it was stopped, until nothing more comes.
async fn drain(stream: &mut Stream, chunk: &mut Vec<u8>, flow: &FlowControl) {
    let before = chunk.len();
    while chunk.len() < before + MAX_DRAINED {
        match timeout(DRAIN_PAUSE, stream.read_buf(chunk)).await {
            Ok(Ok(count)) if count > 0 => {}
            _ => break,
        }
    }
    flow.charge(chunk.len() - before);
}
