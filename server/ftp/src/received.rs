//! What has come of an upload, once its data connection has ended.

use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::time::timeout;

use crate::blocking::FileThreads;
use crate::data::close_gracefully;
use crate::error::FileError;
use crate::stream::Stream;
use crate::upload::{DataEnd, Upload};

/// What is still taken, of what a client had sent before it was stopped: about what the kernel
/// keeps of a connection at most.
pub(crate) const MAX_DRAINED: usize = 8 * 1024 * 1024;

/// All that has come of an upload.
pub(crate) struct Received {
    pub(crate) upload: Upload,
    /// What came last, and is still to be written.
    pub(crate) rest: Vec<u8>,
    /// How the data connection ended.
    pub(crate) end: DataEnd,
    /// The data connection, unless it has failed.
    pub(crate) stream: Option<Stream>,
    /// Where the file is written.
    pub(crate) threads: FileThreads,
}

impl Received {
    /// Completes the upload, and closes its data connection, which may take as long as `stall`.
    pub(crate) async fn complete(self, stall: Duration) -> Result<(), FileError> {
        let Self {
            mut upload,
            rest,
            stream,
            threads,
            end: _,
        } = self;
        let complete = move || {
            upload.write(&rest)?;
            upload.complete()
        };
        threads.run(complete).await?;
        if let Some(mut stream) = stream {
            close_gracefully(&stream);
            // The file is complete. Whether close_notify still reaches the client does not matter.
            let _ = timeout(stall, stream.shutdown()).await;
        }
        Ok(())
    }

    /// Keeps of the upload what can be resumed, and resets its data connection. That it broke off is
    /// known already: why nothing could be kept is for the log.
    pub(crate) async fn keep(self) {
        let Self {
            mut upload,
            rest,
            stream,
            threads,
            end: _,
        } = self;
        drop(stream);
        let keep = move || {
            upload.write(&rest)?;
            upload.keep()
        };
        if let Err(error) = threads.run(keep).await {
            tracing::debug!(?error, "what came of an upload could not be kept");
        }
    }
}
