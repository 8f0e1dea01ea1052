//! The thread that writes the transfer log.

use std::io::{ErrorKind, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::tz::TimeZone;
use tokio::sync::mpsc;

use super::entry::Entry;
use super::format::push_line;
use crate::config::TransferLogFormat;
use crate::metrics;

/// Bytes of lines that are written at once, or one line more.
const MAX_BATCH_BYTES: usize = 256 * 1024;

/// What the writer is sent.
#[derive(Debug)]
pub(super) enum Message {
    Entry(Entry),
    /// To open the file anew.
    Reopen,
}

/// What the log is written to.
pub(super) trait Reopen: Write {
    /// Opens it anew. False if that fails: what was open before stays in use.
    fn reopen(&mut self) -> bool;
}

/// Writes lines until the queue is closed.
pub(super) struct Writer<Output> {
    output: Output,
    format: TransferLogFormat,
    queue: mpsc::Receiver<Message>,
    /// Lines that found no place in the queue.
    lost_before: Arc<AtomicU64>,
    /// Lines that could not be written since the first that could not.
    lost: Option<u64>,
    /// Whether what was written last is the beginning of a line.
    is_torn: bool,
}

impl<Output: Reopen> Writer<Output> {
    pub(super) fn new(
        output: Output,
        format: TransferLogFormat,
        queue: mpsc::Receiver<Message>,
        lost_before: Arc<AtomicU64>,
    ) -> Self {
        Self {
            output,
            format,
            queue,
            lost_before,
            lost: None,
            is_torn: false,
        }
    }

    /// Must not be called on an async thread.
    pub(super) fn run(mut self) {
        let mut lines = String::new();
        while let Some(first) = self.queue.blocking_recv() {
            // It changes with the daylight saving time of its zone, and /etc/localtime may.
            let zone = TimeZone::system();
            let mut next = Some(first);
            while let Some(message) = next {
                match message {
                    Message::Entry(entry) => push_line(&mut lines, &entry, self.format, &zone),
                    Message::Reopen => {
                        self.write(&mut lines);
                        if self.output.reopen() {
                            self.is_torn = false;
                        }
                    }
                }
                if lines.len() >= MAX_BATCH_BYTES {
                    break;
                }
                next = self.queue.try_recv().ok();
            }
            self.write(&mut lines);
            self.report_lost_before();
        }
    }

    /// Writes all lines, or loses those that there is no room for.
    fn write(&mut self, lines: &mut String) {
        if lines.is_empty() {
            return;
        }
        let mut rest = lines.as_bytes();
        let written = self.end_torn_line().and_then(|()| {
            write_most(&mut self.output, &mut rest)?;
            self.output.flush()
        });
        let begun = lines.len() - rest.len();
        if begun > 0 {
            self.is_torn = lines.as_bytes().get(begun - 1) != Some(&b'\n');
        }
        let lost = count_lines(rest);
        metrics::transfer_log_written(count_lines(lines.as_bytes()) - lost);
        metrics::transfer_log_lost(lost);
        match (written, self.lost) {
            (Ok(()), Some(lost)) => {
                self.lost = None;
                tracing::warn!(
                    lines = lost,
                    "the transfer log is written again; lines are missing"
                );
            }
            (Ok(()), None) => {}
            (Err(error), None) => {
                self.lost = Some(lost);
                tracing::error!(
                    %error,
                    "the transfer log cannot be written, and lines are lost until it can: make room on its disk"
                );
            }
            (Err(_), Some(before)) => self.lost = Some(before + lost),
        }
        lines.clear();
    }

    /// Ends the line of which only the beginning was written, so that the next one is whole.
    fn end_torn_line(&mut self) -> std::io::Result<()> {
        if self.is_torn {
            self.output.write_all(b"\n")?;
            self.is_torn = false;
        }
        Ok(())
    }

    fn report_lost_before(&self) {
        let lines = self.lost_before.swap(0, Ordering::Relaxed);
        if lines > 0 {
            tracing::warn!(
                lines,
                "lines of the transfer log were lost: its disk is too slow"
            );
        }
    }
}

/// Writes as much as goes; `rest` is what does not.
fn write_most(output: &mut impl Write, rest: &mut &[u8]) -> std::io::Result<()> {
    while !rest.is_empty() {
        match output.write(rest) {
            Ok(0) => return Err(ErrorKind::WriteZero.into()),
            Ok(count) => *rest = rest.get(count..).unwrap_or_default(),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

fn count_lines(bytes: &[u8]) -> u64 {
    let breaks = bytes.iter().filter(|byte| **byte == b'\n').count();
    u64::try_from(breaks).unwrap_or(u64::MAX)
}
