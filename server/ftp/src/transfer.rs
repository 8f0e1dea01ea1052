//! Moves the bytes of one transfer between a file and a data connection.
//!
//! Files are read and written by blocking tasks of [`CHUNK_SIZE`] bytes each; one chunk is sent
//! while the next one is read, and the other way round. Plaintext transfers without translation and
//! rate limit use [`crate::plaintext`] instead. No thread waits for a client.

use std::time::Duration;

use tokio::io::{AsyncWrite, AsyncWriteExt};
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;

use crate::blocking::{CHUNK_SIZE, FileThreads, join_blocking};
use crate::data::{DataConnector, accept_tls, close_gracefully};
use crate::download::Source;
use crate::error::{FileError, TransferError};
use crate::flow::FlowControl;
use crate::plaintext::{DownloadOutcome, PlaintextDownload};
use crate::receive::receive;
use crate::received::Received;
use crate::stream::Stream;
use crate::tls::SessionTls;
use crate::transfer_file::TransferFile;

/// The timeouts of a data connection, until it is established.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TransferTimeouts {
    pub(crate) connect: Duration,
    pub(crate) handshake: Duration,
}

/// How long an upload that was stopped may still take to be connected: what its client sees as sent
/// already may wait behind the TLS handshake.
const STOPPED_CONNECT_TIMEOUT: Duration = Duration::from_millis(200);

/// How a transfer has ended.
pub(crate) enum TransferEnd {
    /// Well or not.
    Finished(Result<(), TransferError>),
    /// All that will come of an upload has come. Whether that is the whole file is not known yet.
    Received(Box<Received>),
}

/// Establishes the data connection and transfers the bytes.
///
/// `stop` ends an upload early, with what has come until then. A download ends when it is dropped.
pub(crate) async fn run(
    local: TransferFile,
    connector: DataConnector,
    tls: Option<SessionTls>,
    timeouts: TransferTimeouts,
    flow: FlowControl,
    stop: CancellationToken,
) -> TransferEnd {
    let too_late = async {
        stop.cancelled().await;
        sleep(STOPPED_CONNECT_TIMEOUT).await;
    };
    let connected = tokio::select! {
        biased;
        connected = connect(&local, connector, tls, timeouts) => connected,
        () = too_late => Err(TransferError::Aborted),
    };
    let stream = match connected {
        Ok(stream) => stream,
        Err(error) => return TransferEnd::Finished(Err(error)),
    };
    match local {
        TransferFile::Source(source, first, more) => {
            let rest = more.then_some(source);
            TransferEnd::Finished(send(first, rest, stream, &flow).await)
        }
        TransferFile::Upload(upload) => match receive(upload, stream, &flow, &stop).await {
            Ok(received) => TransferEnd::Received(Box::new(received)),
            Err(error) => TransferEnd::Finished(Err(error)),
        },
    }
}

/// Establishes the data connection, with its TLS handshake if it is encrypted.
async fn connect(
    local: &TransferFile,
    connector: DataConnector,
    tls: Option<SessionTls>,
    timeouts: TransferTimeouts,
) -> Result<Stream, TransferError> {
    let tcp = connector.connect(timeouts.connect).await?;
    let Some(tls) = tls else {
        return Ok(Stream::Plain(tcp));
    };
    let is_upload = matches!(local, TransferFile::Upload(_));
    let acceptor = TlsAcceptor::from(tls.begin_data_connection(is_upload));
    let stream = accept_tls(tcp, &acceptor, timeouts.handshake).await?;
    tls.check_resumed(&stream, is_upload)?;
    Ok(stream)
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
        ) if flow.rates.is_unlimited() => {
            write_all(&mut tcp, &first, flow).await?;
            let download = PlaintextDownload::new(file, tcp)?;
            let file = match download.run(flow).await? {
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
            read_next(source, first, &flow.threads).await
        }
        (source, mut other) => {
            let reading = read_next(source, Vec::new(), &flow.threads).await;
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
        reading = read_next(source, spare, &flow.threads).await;
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

async fn read_next(mut source: Source, mut chunk: Vec<u8>, threads: &FileThreads) -> ReadTask {
    let read = move || {
        let more = source.fill(&mut chunk, CHUNK_SIZE)?;
        Ok((source, chunk, more))
    };
    threads.begin(read).await
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
