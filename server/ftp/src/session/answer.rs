//! Outcomes of actions, and the replies that they become.

use super::{
    Busy, FileAnswer, FileHash, FileRequest, Identity, PassiveAddress, Phase, Session,
    TransferStart, Work,
};
use crate::authenticator::SignInRefusal;
use crate::error::{FileError, TransferError};
use crate::reply::Reply;
use crate::terms::Terms;
use crate::time::format_stamp;

impl Session {
    /// Outcome of `SignIn`.
    pub(crate) fn signed_in(&mut self, account_name: String, terms: Terms) {
        if matches!(self.phase, Phase::Busy(Busy::SignIn)) {
            self.phase = Phase::Ready;
            self.strikes = 0;
            self.identity = Identity::SignedIn(account_name);
            self.terms = terms;
            self.reply(230, "Signed in.");
        }
    }

    /// Outcome of `SignIn`.
    pub(crate) fn sign_in_refused(&mut self, refusal: SignInRefusal) {
        if !matches!(self.phase, Phase::Busy(Busy::SignIn)) {
            return;
        }
        self.phase = Phase::Ready;
        self.failures += 1;
        match refusal {
            SignInRefusal::Throttled { retry_after } => {
                let seconds = retry_after.as_secs() + u64::from(retry_after.subsec_nanos() > 0);
                let text = format!("Too many failed sign-ins. Try again in {seconds} seconds.");
                self.close_with(421, &text);
            }
            SignInRefusal::Unavailable => {
                self.close_with(
                    421,
                    "Sign-in is not possible at the moment. Try again later.",
                );
            }
            SignInRefusal::TooManySessions => {
                self.close_with(
                    421,
                    "This account has too many sessions open. Close one of them first.",
                );
            }
            _ if self.failures >= self.policy.max_sign_in_failures => {
                self.close_with(421, "Too many failed sign-ins.");
            }
            SignInRefusal::Denied => self.reply(530, "The name or the password is wrong."),
            SignInRefusal::TlsRequired => self.reply(
                530,
                "This account may only be used over TLS: AUTH TLS first.",
            ),
            SignInRefusal::HomeUnavailable => self.reply(
                530,
                "The home folder of this account is not available. Ask the administrator.",
            ),
        }
    }

    /// Outcome of `StartTls`. All that the client said in clear is forgotten (RFC 4217, 4.2).
    pub(crate) fn tls_started(&mut self) {
        if matches!(self.phase, Phase::Busy(Busy::Tls)) {
            self.phase = Phase::Ready;
            self.secured = true;
        }
    }

    /// Outcome of `OpenPassive`; none if no port is free.
    pub(crate) fn passive_opened(&mut self, address: Option<PassiveAddress>) {
        let Phase::Busy(Busy::Passive { extended }) = self.phase else {
            return;
        };
        self.phase = Phase::Ready;
        self.data_ready = address.is_some();
        match address {
            None => self.reply(
                425,
                "No port is free for a data connection. Try again later.",
            ),
            Some(PassiveAddress { port, .. }) if extended => {
                self.reply(229, format!("Entering Extended Passive Mode (|||{port}|)"));
            }
            Some(PassiveAddress {
                ipv4: Some(address),
                port,
            }) => {
                let [a, b, c, d] = address.octets();
                let [high, low] = port.to_be_bytes();
                let text = format!("Entering Passive Mode ({a},{b},{c},{d},{high},{low}).");
                self.reply(227, text);
            }
            Some(PassiveAddress { ipv4: None, .. }) => {
                self.data_ready = false;
                self.reply(425, "PASV knows IPv4 only: use EPSV.");
            }
        }
    }

    /// Outcome of `UseActive`.
    pub(crate) fn active_ready(&mut self) {
        if matches!(self.phase, Phase::Busy(Busy::Active)) {
            self.phase = Phase::Ready;
            self.data_ready = true;
            self.reply(200, "Data connections are made to you.");
        }
    }

    /// Outcome of `File`.
    pub(crate) fn file_done(&mut self, outcome: Result<FileAnswer, FileError>) {
        if !matches!(self.phase, Phase::Busy(Busy::File(_))) {
            return;
        }
        let Phase::Busy(Busy::File(request)) = std::mem::replace(&mut self.phase, Phase::Ready)
        else {
            return;
        };
        match outcome {
            Ok(answer) => self.file_answered(request, answer),
            Err(error) => self.file_failed(error),
        }
    }

    fn file_answered(&mut self, request: FileRequest, answer: FileAnswer) {
        match (request, answer) {
            (FileRequest::ChangeDir(path), _) => {
                let text = [&path.quoted()[..], b" is the current folder."].concat();
                self.cwd = path;
                self.reply(250, text);
            }
            (FileRequest::MakeDir(path), _) => {
                self.reply(257, [&path.quoted()[..], b" was made."].concat());
            }
            (FileRequest::RemoveDir(_), _) => self.reply(250, "The folder was removed."),
            (FileRequest::Delete(_), _) => self.reply(250, "The file was removed."),
            (FileRequest::RenameFrom(path), _) => {
                self.rename_from = Some(path);
                self.reply(350, "RNTO, please.");
            }
            (FileRequest::Rename { .. }, _) => self.reply(250, "Renamed."),
            (FileRequest::Allocate(_), FileAnswer::Size(left)) => {
                let text = format!("Space is taken as it is needed; {left} bytes are left.");
                self.reply(202, text);
            }
            (_, FileAnswer::Size(size)) => self.reply(213, size.to_string()),
            (_, FileAnswer::Modified(time)) => self.reply(213, format_stamp(time)),
            (FileRequest::SetModified(path, time), _) => {
                let stamp = format!("Modify={}; ", format_stamp(time));
                self.reply(213, [stamp.as_bytes(), path.as_bytes()].concat());
            }
            (FileRequest::SetFacts(path, change), _) => {
                let facts = format!("{} ", change.render());
                self.reply(213, [facts.as_bytes(), path.as_bytes()].concat());
            }
            (FileRequest::SetMode(..), _) => self.reply(200, "The permissions were set."),
            (FileRequest::Facts(path, _), FileAnswer::Facts(facts)) => {
                let line = [&facts[..], path.as_bytes()].concat();
                Reply::multi(250, "Facts:", [line], "End").write_to(&mut self.out);
            }
            (
                FileRequest::Status(path),
                FileAnswer::Listing {
                    mut lines,
                    complete,
                },
            ) => {
                if !complete {
                    lines.push(b"There is more: use LIST.".to_vec());
                }
                let first = [b"Status of ", path.as_bytes(), b":"].concat();
                Reply::multi(213, first, lines, "End").write_to(&mut self.out);
            }
            _ => self.reply(451, "The server could not do this."),
        }
    }

    fn file_failed(&mut self, error: FileError) {
        let (code, text) = match error {
            FileError::NotFound => (550, "There is no such file or folder."),
            FileError::Denied => (550, "Permission denied."),
            FileError::Exists => (550, "There is something of that name already."),
            FileError::NotEmpty => (550, "The folder is not empty."),
            FileError::NotADirectory => (550, "That is not a folder."),
            FileError::IsADirectory => (550, "That is a folder."),
            FileError::NotAFile => (550, "That is not a file."),
            FileError::NoSpace => (452, "The disk is full."),
            FileError::OverQuota => (552, "This would pass a quota. Remove something first."),
            FileError::Counting => (
                450,
                "What is here is still being counted, for a quota. Try again in a moment.",
            ),
            FileError::TooLarge => (552, "The file is too large."),
            FileError::BadName => (553, "That name is not allowed."),
            FileError::BeyondEnd => (554, "REST is beyond the end of the file."),
            FileError::Other => (451, "The server could not do this."),
        };
        self.reply(code, text);
    }

    /// Outcome of `Transfer`: the file is open, or not.
    pub(crate) fn transfer_opened(&mut self, outcome: Result<TransferStart, FileError>) {
        let Phase::Busy(Busy::Opening(work)) = self.phase else {
            return;
        };
        match outcome {
            Ok(start) => {
                self.phase = Phase::Underway {
                    work,
                    aborting: false,
                };
                match start {
                    // RFC 1123, section 4.1.2.9, has these words.
                    TransferStart {
                        unique_name: Some(name),
                        ..
                    } => {
                        self.reply(150, [b"FILE: ", &name[..]].concat());
                    }
                    TransferStart {
                        size: Some(size), ..
                    } => {
                        self.reply(150, format!("Opening the data connection ({size} bytes)."));
                    }
                    TransferStart { .. } => self.reply(150, "Opening the data connection."),
                }
            }
            Err(error) => {
                self.phase = Phase::Ready;
                self.file_failed(error);
            }
        }
    }

    /// Outcome of `Hash`. None: it was aborted.
    pub(crate) fn hashed(&mut self, outcome: Option<Result<FileHash, FileError>>) {
        let Some(path) = self.hashing.take() else {
            return;
        };
        self.phase = Phase::Ready;
        match outcome {
            Some(Ok(FileHash { hex, size })) => {
                // The first byte and the last, counted from 0.
                let last = size.saturating_sub(1);
                let text = format!("SHA-256 0-{last} {hex} ");
                self.reply(213, [text.as_bytes(), path.as_bytes()].concat());
            }
            Some(Err(error)) => self.file_failed(error),
            None => self.reply(426, "HASH was aborted."),
        }
    }

    /// The transfer is over, well or not.
    pub(crate) fn transfer_finished(&mut self, outcome: Result<(), TransferError>) {
        match self.phase {
            Phase::Underway { work, .. } if work != Work::Hash => self.phase = Phase::Ready,
            _ => return,
        }
        let (code, text) = match outcome {
            Ok(()) => (226, "Transfer complete."),
            Err(TransferError::File(error)) => {
                // 550 is for requests; what fails on the way is 451, one about space, or a name
                // that someone else took meanwhile.
                return match error {
                    FileError::NoSpace
                    | FileError::OverQuota
                    | FileError::TooLarge
                    | FileError::Exists => self.file_failed(error),
                    _ => self.reply(451, "The server could not read or write the file."),
                };
            }
            Err(TransferError::NotConnected) => (425, "The data connection could not be made."),
            Err(TransferError::Handshake) => (425, "The data connection's TLS handshake failed."),
            Err(TransferError::NotResumed) => (
                425,
                "The data connection has to resume the control connection's TLS session.",
            ),
            Err(TransferError::Broken) => (426, "The data connection broke."),
            Err(TransferError::Stalled) => (426, "The data connection stood still for too long."),
            Err(TransferError::Truncated) => (
                426,
                "The data connection ended without TLS close_notify; nothing was kept.",
            ),
            Err(TransferError::Aborted) => (426, "The transfer was aborted."),
        };
        self.reply(code, text);
    }
}
