//! The protocol as a state machine without sockets.
//!
//! Bytes go in with [`Session::receive`]; [`Session::poll`] says what to do about them;
//! replies come out of [`Session::take_replies`]. Whoever drives it does the [`Action`]s and
//! reports their outcome. Each command gets exactly one final reply, in the commands' order
//! (`STAT` during a transfer is the exception that RFC 959 makes).

mod action;
mod answer;
mod connect;
mod execute;
mod inform;
mod lines;
#[cfg(test)]
mod random;
mod sign_in;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::net::IpAddr;

pub(crate) use action::{
    Action, FileAnswer, FileHash, FileRequest, ListStyle, PassiveAddress, StoreMode,
    TransferProgress, TransferRequest, TransferStart, What,
};
use lines::{Line, LineReader};

use crate::command::{Command, Refusal, parse};
use crate::facts::FactSet;
use crate::path::VirtualPath;
use crate::reply::Reply;
use crate::terms::Terms;

/// The greeting.
const READY: &str = "Berth FTP server ready.";
/// Replies wait for the network up to this size; then no further command is read.
const MAX_WAITING_REPLIES: usize = 8 * 1024;
/// Commands that wait for the end of a transfer.
const MAX_HELD: usize = 8 * 1024;
/// Lines that are no commands before the connection is taken for something else than FTP.
const MAX_STRIKES: u32 = 10;

/// What the server's settings demand of every session.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Policy {
    pub(crate) tls_offered: bool,
    pub(crate) require_tls: bool,
    pub(crate) active_mode: bool,
    /// The connection is encrypted from its beginning, and data with it.
    pub(crate) implicit_tls: bool,
    pub(crate) max_sign_in_failures: u32,
    pub(crate) peer: IpAddr,
}

#[derive(Debug)]
enum Phase {
    Ready,
    /// An action's outcome is awaited.
    Busy(Busy),
    /// Something longer is under way: commands are read, and wait.
    Underway {
        work: Work,
        aborting: bool,
    },
    Closed {
        told: bool,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Work {
    Upload,
    Download,
    Hash,
}

#[derive(Debug)]
enum Busy {
    SignIn,
    SignOut,
    Tls,
    Passive { extended: bool },
    Active,
    File(FileRequest),
    Opening(Work),
}

#[derive(Debug)]
enum Identity {
    Unknown,
    /// `USER` came, `PASS` did not.
    Named(String),
    SignedIn(String),
}

#[derive(Debug)]
pub(crate) struct Session {
    policy: Policy,
    lines: LineReader,
    held: VecDeque<Vec<u8>>,
    held_bytes: usize,
    out: Vec<u8>,
    phase: Phase,
    identity: Identity,
    terms: Terms,
    failures: u32,
    strikes: u32,
    lines_read: u64,
    secured: bool,
    protection_sized: bool,
    protect: bool,
    cwd: VirtualPath,
    rename_from: Option<VirtualPath>,
    /// What `HASH` is at work on.
    hashing: Option<VirtualPath>,
    restart: u64,
    ascii: bool,
    facts: FactSet,
    /// It is settled how the next data connection is made: a listener waits for it, or it is
    /// known where to connect to.
    data_ready: bool,
    extended_only: bool,
}

impl Session {
    /// A session that has written its greeting.
    pub(crate) fn new(policy: Policy) -> Self {
        let mut session = Self {
            policy,
            lines: LineReader::new(),
            held: VecDeque::new(),
            held_bytes: 0,
            out: Vec::new(),
            phase: Phase::Ready,
            identity: Identity::Unknown,
            terms: Terms::default(),
            failures: 0,
            strikes: 0,
            lines_read: 0,
            secured: policy.implicit_tls,
            protection_sized: policy.implicit_tls,
            protect: policy.implicit_tls,
            cwd: VirtualPath::root(),
            rename_from: None,
            hashing: None,
            restart: 0,
            ascii: true,
            facts: FactSet::default(),
            data_ready: false,
            extended_only: false,
        };
        session.reply(220, READY);
        session
    }

    /// Takes bytes from the control connection. Only when [`Session::wants_input`].
    pub(crate) fn receive(&mut self, bytes: &[u8]) {
        self.lines.push(bytes);
    }

    /// Whether more bytes may be received. Where not, they wait in the socket.
    pub(crate) fn wants_input(&self) -> bool {
        match self.phase {
            Phase::Ready => !self.has_input(),
            Phase::Underway { aborting, .. } => !aborting && self.held_bytes < MAX_HELD,
            Phase::Busy(_) | Phase::Closed { .. } => false,
        }
    }

    /// Whether commands wait that [`Session::poll`] would work on once replies were taken.
    pub(crate) fn has_input(&self) -> bool {
        matches!(self.phase, Phase::Ready) && (!self.held.is_empty() || !self.lines.is_drained())
    }

    /// Works on the commands received until something is to be done, or nothing is left.
    pub(crate) fn poll(&mut self) -> Option<Action> {
        loop {
            match &mut self.phase {
                Phase::Closed { told } => {
                    return (!std::mem::replace(told, true)).then_some(Action::Close);
                }
                Phase::Busy(_) => return None,
                Phase::Underway { .. } => {
                    let action = self.poll_underway();
                    if action.is_some() || matches!(self.phase, Phase::Underway { .. }) {
                        return action;
                    }
                }
                Phase::Ready if self.out.len() > MAX_WAITING_REPLIES => return None,
                Phase::Ready => {
                    let line = match self.held.pop_front() {
                        Some(held) => {
                            self.held_bytes -= held.len() + 1;
                            Line::Complete(held)
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

    /// The session is over from outside; the client is told 421 and why.
    pub(crate) fn end(&mut self, sentence: &str) {
        self.close_with(421, sentence);
    }

    pub(crate) fn is_signed_in(&self) -> bool {
        matches!(self.identity, Identity::SignedIn(_))
    }

    /// How many lines were worked on: what tells a silent client from a busy one.
    pub(crate) fn lines_read(&self) -> u64 {
        self.lines_read
    }

    /// Meanwhile `ABOR` is done at once and `STAT` answered; the rest waits.
    fn poll_underway(&mut self) -> Option<Action> {
        let Phase::Underway {
            aborting: false,
            work,
        } = self.phase
        else {
            return None;
        };
        while self.held_bytes < MAX_HELD {
            let line = match self.lines.next_line()? {
                Line::Complete(line) => line,
                Line::TooLong => {
                    self.too_long();
                    continue;
                }
            };
            match parse(&line) {
                Ok(Command::Status(None)) if self.held.is_empty() => match work {
                    Work::Hash => self.status("A hash is being computed."),
                    Work::Upload | Work::Download => return Some(Action::TellProgress),
                },
                Ok(Command::Abort) => {
                    self.hold(line);
                    self.phase = Phase::Underway {
                        aborting: true,
                        work,
                    };
                    return Some(Action::Abort);
                }
                _ => self.hold(line),
            }
        }
        None
    }

    fn hold(&mut self, line: Vec<u8>) {
        self.held_bytes += line.len() + 1;
        self.held.push_back(line);
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
            Err(Refusal::Refused(reply)) => {
                reply.write_to(&mut self.out);
                None
            }
            Err(Refusal::Unknown(reply)) => {
                // A signed-in client may try what it likes; a stranger that speaks no FTP
                // is a scanner, or a browser that was tricked into a request.
                if !self.is_signed_in() {
                    self.strikes += 1;
                }
                self.refuse_or_close(reply);
                None
            }
        }
    }

    fn too_long(&mut self) {
        self.strikes += 1;
        self.refuse_or_close(Reply::new(500, "The line is too long."));
    }

    fn refuse_or_close(&mut self, reply: Reply) {
        if self.strikes >= MAX_STRIKES {
            self.close_with(421, "Too many lines that are no commands.");
        } else {
            reply.write_to(&mut self.out);
        }
    }

    fn close_with(&mut self, code: u16, text: &str) {
        self.reply(code, text);
        self.phase = Phase::Closed { told: false };
        self.lines.clear();
        self.held.clear();
        self.held_bytes = 0;
    }

    fn reply(&mut self, code: u16, text: impl Into<Vec<u8>>) {
        Reply::new(code, text).write_to(&mut self.out);
    }
}
