//! How uploads end: with what the control connection says, and what the data connection said.

use std::time::Duration;

use tokio::time::{Instant, timeout};

use super::ControlConnection;
use super::task::{Deciding, Task};
use crate::error::TransferError;
use crate::received::Received;
use crate::upload::{ControlEnd, Ending, GRACE, decide};

/// How long an upload may take to end after it was stopped. Storage that hangs may take for ever.
const STOP_TIMEOUT: Duration = Duration::from_secs(2);

/// How long what has come on the control connection may take to become a command: the rest of a
/// TLS record may be missing.
const PENDING_INPUT_TIMEOUT: Duration = Duration::from_millis(250);

impl ControlConnection {
    /// The data connection of an upload has ended.
    pub(super) fn upload_received(&mut self, received: Box<Received>) {
        let now = Instant::now();
        self.task = Some(Task::Deciding(Deciding {
            received,
            since: now,
            queued_commands: self.session.queued_commands(),
            wake_at: now,
        }));
    }

    /// Decides how an upload ends whose data connection has ended, or waits for more to be said.
    pub(super) fn decide_upload(&mut self) {
        let Some(Task::Deciding(mut deciding)) =
            self.task.take_if(|task| matches!(task, Task::Deciding(_)))
        else {
            return;
        };
        match self.ending_of(&deciding) {
            Ending::Undecided => {
                let now = Instant::now();
                let grace_ends = deciding.since + GRACE;
                deciding.wake_at = grace_ends.max(now + Duration::from_millis(1));
                self.task = Some(Task::Deciding(deciding));
            }
            Ending::Complete => {
                let received = deciding.received;
                let stall = self.context.limits.stall_timeout;
                self.task = Some(Task::Ending(Box::pin(async move {
                    Ok(received.complete(stall).await?)
                })));
            }
            Ending::Incomplete(why) => {
                let received = deciding.received;
                self.task = Some(Task::Ending(Box::pin(async move {
                    received.keep().await;
                    Err(why)
                })));
            }
        }
    }

    fn ending_of(&self, deciding: &Deciding) -> Ending {
        let waited = deciding.since.elapsed();
        // It may be ABOR, which is read first. Nothing more is read once ABOR has come.
        let unread = self.session.wants_input() && !self.is_closed && self.stream.has_input();
        if unread && waited < PENDING_INPUT_TIMEOUT {
            return Ending::Undecided;
        }
        let Received { upload, end, .. } = &*deciding.received;
        let control = self.control_end(deciding.queued_commands);
        let close_notify = self.context.close_notify;
        decide(
            *end,
            control,
            upload.effect(),
            close_notify,
            waited >= GRACE,
        )
    }

    fn control_end(&self, queued_commands: usize) -> ControlEnd {
        if self.is_aborted {
            ControlEnd::Aborted
        } else if self.session.quit_is_queued() {
            ControlEnd::Quit
        } else if self.is_closed {
            ControlEnd::Closed
        } else if self.session.queued_commands() > queued_commands {
            ControlEnd::Alive
        } else {
            ControlEnd::Open
        }
    }

    /// `ABOR` during an upload. One that is being completed already is completed.
    pub(super) fn abort_upload(&mut self) {
        self.is_aborted = true;
        if let Some(Task::Upload {
            stop, overdue_at, ..
        }) = &mut self.task
        {
            stop.cancel();
            *overdue_at = Some(Instant::now() + STOP_TIMEOUT);
        }
    }

    /// Lets an upload go on by itself that does not end although it was stopped.
    pub(super) fn leave_upload(&mut self) {
        if let Some(task) = self.task.take() {
            tokio::spawn(task.end());
        }
        self.finish_transfer(Err(TransferError::Aborted));
    }

    /// Ends what is in progress because the session ends; tells whether an upload was completed.
    /// What does not end in time goes on by itself.
    pub(super) async fn end_task(&mut self) -> bool {
        let Some(task) = self.task.take() else {
            return false;
        };
        let mut ending = tokio::spawn(task.end());
        matches!(timeout(STOP_TIMEOUT, &mut ending).await, Ok(Ok(true)))
    }
}
