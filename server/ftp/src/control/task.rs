//! What a session is doing beside reading commands: one thing at a time.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;

use crate::error::{FileError, TransferError};
use crate::file_request::{FileRequest, FileResponse};
use crate::received::Received;
use crate::session::{FileHash, TransferRequest, TransferStart};
use crate::transfer::TransferEnd;
use crate::transfer_file::TransferFile;

/// Something in progress. It ends when it is dropped, unless it says otherwise.
pub(super) type Running<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// A file that is open, to be transferred.
pub(super) type Opened = (TransferFile, TransferStart);

pub(super) enum Task {
    /// A file operation, which goes on when it is dropped.
    Operation {
        request: Arc<FileRequest>,
        outcome: Running<Result<FileResponse, FileError>>,
    },
    /// Opening the file of a transfer.
    Opening {
        request: TransferRequest,
        opened: Running<Result<Opened, FileError>>,
    },
    /// A download or a listing.
    Download(Running<TransferEnd>),
    /// An upload whose bytes are coming.
    Upload {
        transfer: Running<TransferEnd>,
        /// Ends it, with what has come until then.
        stop: CancellationToken,
        /// When it is left alone, if it does not end after it was stopped.
        overdue_at: Option<Instant>,
    },
    /// An upload whose data connection has ended, and it is not known yet how.
    Deciding(Deciding),
    /// An upload that is completed, or kept for the client to resume. It goes on when it is dropped.
    Ending(Running<Result<(), TransferError>>),
    /// `HASH`.
    Hash(Running<Result<FileHash, FileError>>),
}

/// An upload whose data connection has ended.
pub(super) struct Deciding {
    pub(super) received: Box<Received>,
    pub(super) since: Instant,
    /// The commands that were waiting for the end of the transfer then.
    pub(super) queued_commands: usize,
    /// When to look again.
    pub(super) wake_at: Instant,
}

/// What became of a [`Task`].
pub(super) enum TaskEvent {
    OperationEnded(Result<FileResponse, FileError>),
    FileOpened(Result<Opened, FileError>),
    TransferEnded(TransferEnd),
    /// An upload does not end although it was stopped.
    UploadOverdue,
    /// It is time to decide about an upload.
    DecisionDue,
    UploadEnded(Result<(), TransferError>),
    HashEnded(Result<FileHash, FileError>),
}

impl Task {
    /// Waits for what becomes of the task. Dropping the future loses nothing.
    pub(super) async fn next_event(&mut self) -> TaskEvent {
        match self {
            Self::Operation { outcome, .. } => TaskEvent::OperationEnded(outcome.await),
            Self::Opening { opened, .. } => TaskEvent::FileOpened(opened.await),
            Self::Download(transfer) => TaskEvent::TransferEnded(transfer.await),
            Self::Upload {
                transfer,
                overdue_at,
                ..
            } => {
                tokio::select! {
                    biased;
                    end = transfer => TaskEvent::TransferEnded(end),
                    () = sleep_until_some(*overdue_at) => TaskEvent::UploadOverdue,
                }
            }
            Self::Deciding(deciding) => {
                sleep_until(deciding.wake_at).await;
                TaskEvent::DecisionDue
            }
            Self::Ending(outcome) => TaskEvent::UploadEnded(outcome.await),
            Self::Hash(hash) => TaskEvent::HashEnded(hash.await),
        }
    }

    /// Whether the client waits for the task, and cannot send anything meanwhile.
    pub(super) fn blocks_commands(&self) -> bool {
        match self {
            Self::Operation { .. } | Self::Opening { .. } => true,
            Self::Download(_)
            | Self::Upload { .. }
            | Self::Deciding(_)
            | Self::Ending(_)
            | Self::Hash(_) => false,
        }
    }

    /// Whether it is an upload, which ends as both of its connections say.
    pub(super) fn is_upload(&self) -> bool {
        match self {
            Self::Upload { .. } | Self::Deciding(_) | Self::Ending(_) => true,
            Self::Operation { .. } | Self::Opening { .. } | Self::Download(_) | Self::Hash(_) => {
                false
            }
        }
    }

    /// Ends the task because its session ends: of an upload what came is kept. Tells whether an
    /// upload was completed.
    pub(super) async fn end(self) -> bool {
        let received = match self {
            Self::Upload { transfer, stop, .. } => {
                stop.cancel();
                match transfer.await {
                    TransferEnd::Received(received) => received,
                    TransferEnd::Finished(_) => return false,
                }
            }
            Self::Deciding(deciding) => deciding.received,
            Self::Ending(outcome) => return outcome.await.is_ok(),
            Self::Operation { .. } | Self::Opening { .. } | Self::Download(_) | Self::Hash(_) => {
                return false;
            }
        };
        received.keep().await;
        false
    }
}

async fn sleep_until_some(at: Option<Instant>) {
    match at {
        Some(at) => sleep_until(at).await,
        None => std::future::pending().await,
    }
}
