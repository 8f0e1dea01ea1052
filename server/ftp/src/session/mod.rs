//! The protocol as a state machine without I/O.
//!
//! Input goes into [`Session::receive`]; [`Session::poll`] gives the next action; replies come out
//! of [`Session::take_replies`]. The driver performs the [`Action`]s and reports their results. Each command gets exactly one final reply, in the commands' order
//! (`STAT` during a transfer is the exception that RFC 959 makes).

mod access;
mod action;
mod completion;
mod data_connection;
mod execute;
mod informational;
mod lines;
#[cfg(test)]
mod property_tests;
mod sign_in;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::net::IpAddr;
use std::sync::Arc;

pub(crate) use action::{
    Action, FileHash, ListStyle, PassiveAddress, StoreMode, TransferOperation, TransferProgress,
    TransferRequest, TransferStart,
};
use lines::{Line, LineReader};

use crate::command::{Command, ParseError, parse};
use crate::facts::FactSet;
use crate::file_request::FileRequest;
use crate::path::VirtualPath;
use crate::policy::SessionPolicy;
use crate::reply::Reply;

/// Unsent replies up to this size; beyond it no further command is read.
const MAX_WAITING_REPLIES: usize = 8 * 1024;
/// Bytes of commands queued during a transfer.
const MAX_QUEUED: usize = 8 * 1024;
/// Invalid lines after which the connection is closed: the client does not speak FTP.
const MAX_INVALID_LINES: u32 = 10;

/// The server's configuration as far as the protocol depends on it.
#[derive(Debug, Clone)]
pub(crate) struct SessionConfig {
    pub(crate) tls_offered: bool,
    pub(crate) require_tls: bool,
    pub(crate) active_mode: bool,
    /// The text of the 220 greeting.
    pub(crate) banner: Arc<str>,
    /// Implicit FTPS: control and data connections are encrypted from the beginning.
    pub(crate) implicit_tls: bool,
    pub(crate) max_sign_in_failures: u32,
    pub(crate) peer: IpAddr,
}

#[derive(Debug)]
enum Phase {
    Ready,
    /// Awaiting the result of an action.
    Awaiting(Pending),
    /// A longer task is in progress: commands are read, and queued.
    Running {
        task: Task,
        aborting: bool,
    },
    Closed {
        reported: bool,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Task {
    Upload,
    Download,
    Hash,
}

#[derive(Debug)]
enum Pending {
    SignIn,
    SignOut,
    Tls,
    Passive { extended: bool },
    Active,
    File(FileRequest),
    Opening(Task),
}

#[derive(Debug)]
enum Identity {
    Unknown,
    /// After `USER`, before `PASS`.
    Named(String),
    SignedIn(String),
}

#[derive(Debug)]
pub(crate) struct Session {
    config: SessionConfig,
    lines: LineReader,
    /// Lines that came during a task, to be handled after it.
    queued: VecDeque<Line>,
    queued_bytes: usize,
    out: Vec<u8>,
    phase: Phase,
    identity: Identity,
    policy: SessionPolicy,
    failures: u32,
    invalid_lines: u32,
    lines_read: u64,
    encrypted: bool,
    protection_sized: bool,
    protect: bool,
    cwd: VirtualPath,
    rename_from: Option<VirtualPath>,
    /// The file that `HASH` is computing.
    hashing: Option<VirtualPath>,
    restart: u64,
    /// `TYPE A` is set. A session begins without, although RFC 959 does with it: many a client
    /// moves binary files without a word about their type.
    ascii: bool,
    facts: FactSet,
    /// The next data connection is set up: by a passive listener or an active address. It is used
    /// up by a transfer that begins, not by one that is refused.
    data_ready: bool,
    extended_only: bool,
}

impl Session {
    /// A new session, with its greeting as the first reply.
    pub(crate) fn new(config: SessionConfig) -> Self {
        let mut session = Self {
            lines: LineReader::new(),
            queued: VecDeque::new(),
            queued_bytes: 0,
            out: Vec::new(),
            phase: Phase::Ready,
            identity: Identity::Unknown,
            policy: SessionPolicy::default(),
            failures: 0,
            invalid_lines: 0,
            lines_read: 0,
            encrypted: config.implicit_tls,
            protection_sized: config.implicit_tls,
            protect: config.implicit_tls,
            config,
            cwd: VirtualPath::root(),
            rename_from: None,
            hashing: None,
            restart: 0,
            ascii: false,
            facts: FactSet::default(),
            data_ready: false,
            extended_only: false,
        };
        session.greet();
        session
    }

    /// Takes input from the control connection. Only if [`Session::wants_input`].
    pub(crate) fn receive(&mut self, bytes: &[u8]) {
        self.lines.push(bytes);
    }

    /// Whether more input may be received. Otherwise it stays in the socket.
    pub(crate) fn wants_input(&self) -> bool {
        match self.phase {
            Phase::Ready => !self.has_input(),
            Phase::Running { aborting, .. } => !aborting && self.queued_bytes < MAX_QUEUED,
            Phase::Awaiting(_) | Phase::Closed { .. } => false,
        }
    }

    /// Whether [`Session::poll`] would process more commands once replies were taken.
    pub(crate) fn has_input(&self) -> bool {
        matches!(self.phase, Phase::Ready) && (!self.queued.is_empty() || !self.lines.is_drained())
    }

    /// Processes the received commands up to the next action, or until none is left.
    pub(crate) fn poll(&mut self) -> Option<Action> {
        loop {
            match &mut self.phase {
                Phase::Closed { reported } => {
                    return (!std::mem::replace(reported, true)).then_some(Action::Close);
                }
                Phase::Awaiting(_) => return None,
                Phase::Running { .. } => {
                    let action = self.poll_running();
                    if action.is_some() || matches!(self.phase, Phase::Running { .. }) {
                        return action;
                    }
                }
                Phase::Ready if self.out.len() > MAX_WAITING_REPLIES => return None,
                Phase::Ready => {
                    let line = match self.queued.pop_front() {
                        Some(queued) => {
                            self.queued_bytes -= queued.cost();
                            queued
                        }
                        None => self.lines.next_line()?,
                    };
                    if let Some(action) = self.handle(line) {
                        return Some(action);
                    }
                }
            }
        }
    }

    /// The replies to send, in order.
    pub(crate) fn take_replies(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.out)
    }

    /// Ends the session with a 421 reply that gives the reason.
    pub(crate) fn end(&mut self, sentence: &str) {
        self.close_with(421, sentence);
    }

    pub(crate) fn is_signed_in(&self) -> bool {
        matches!(self.identity, Identity::SignedIn(_))
    }

    /// The number of processed lines, for the idle timeout.
    pub(crate) fn lines_read(&self) -> u64 {
        self.lines_read
    }

    /// The number of commands that wait for the end of a task.
    pub(crate) fn queued_commands(&self) -> usize {
        self.queued.len()
    }

    /// Whether the client has already said `QUIT`, which waits for the end of a task.
    pub(crate) fn quit_is_queued(&self) -> bool {
        self.queued.iter().any(
            |line| matches!(line, Line::Complete(line) if matches!(parse(line), Ok(Command::Quit))),
        )
    }

    /// During a task `ABOR` and `STAT` are processed at once; other commands are queued.
    fn poll_running(&mut self) -> Option<Action> {
        let Phase::Running {
            aborting: false,
            task,
        } = self.phase
        else {
            return None;
        };
        while self.queued_bytes < MAX_QUEUED {
            let line = self.lines.next_line()?;
            let command = match &line {
                Line::Complete(text) => parse(text).ok(),
                Line::TooLong => None,
            };
            match command {
                Some(Command::Status) if self.queued.is_empty() => match task {
                    Task::Hash => self.status("A hash is being computed."),
                    Task::Upload | Task::Download => return Some(Action::ReportProgress),
                },
                Some(Command::Abort) => {
                    self.queue(line);
                    self.phase = Phase::Running {
                        aborting: true,
                        task,
                    };
                    return Some(Action::Abort);
                }
                _ => self.queue(line),
            }
        }
        None
    }

    fn queue(&mut self, line: Line) {
        self.queued_bytes += line.cost();
        self.queued.push_back(line);
    }

    fn handle(&mut self, line: Line) -> Option<Action> {
        self.lines_read += 1;
        let line = match line {
            Line::Complete(line) => line,
            Line::TooLong => {
                self.too_long();
                return None;
            }
        };
        match parse(&line) {
            Ok(command) => self.execute(command),
            Err(ParseError::Rejected(reply)) => {
                reply.write_to(&mut self.out);
                None
            }
            Err(ParseError::UnknownCommand(reply)) => {
                // A signed-in client may try any command; an unauthenticated one that does not
                // speak FTP is a scanner, or a browser that was tricked into a request.
                if !self.is_signed_in() {
                    self.invalid_lines += 1;
                }
                self.refuse_or_close(reply);
                None
            }
        }
    }

    fn too_long(&mut self) {
        self.invalid_lines += 1;
        self.refuse_or_close(Reply::new(500, "The line is too long."));
    }

    fn refuse_or_close(&mut self, reply: Reply) {
        if self.invalid_lines >= MAX_INVALID_LINES {
            self.close_with(421, "Too many invalid commands.");
        } else {
            reply.write_to(&mut self.out);
        }
    }

    fn close_with(&mut self, code: u16, text: &str) {
        self.reply(code, text);
        self.phase = Phase::Closed { reported: false };
        self.lines.clear();
        self.queued.clear();
        self.queued_bytes = 0;
    }

    fn greet(&mut self) {
        let banner = Arc::clone(&self.config.banner);
        self.reply(220, banner.as_bytes());
    }

    fn reply(&mut self, code: u16, text: impl Into<Vec<u8>>) {
        Reply::new(code, text).write_to(&mut self.out);
    }
}
