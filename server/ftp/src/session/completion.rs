//! Completions of actions: their results become replies.

use super::{FileHash, Identity, PassiveAddress, Pending, Phase, Session, Task, TransferStart};
use crate::authenticator::SignInRefusal;
use crate::error::{FileError, TransferError};
use crate::file_request::{FileAction, FileRequest, FileResponse};
use crate::policy::SessionPolicy;

impl Session {
    /// Result of `SignIn`.
    pub(crate) fn signed_in(&mut self, account_name: String, policy: SessionPolicy) {
        if matches!(self.phase, Phase::Awaiting(Pending::SignIn)) {
            self.phase = Phase::Ready;
            self.invalid_lines = 0;
            self.identity = Identity::SignedIn(account_name);
            self.policy = policy;
            self.reply(230, "Signed in.");
        }
    }

    /// Result of `SignIn`.
    pub(crate) fn sign_in_refused(&mut self, refusal: SignInRefusal) {
        if !matches!(self.phase, Phase::Awaiting(Pending::SignIn)) {
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
            SignInRefusal::TooManySessionsOfWebspace => {
                self.close_with(
                    421,
                    "The accounts of this webspace have too many sessions open. Close one of them \
                     first.",
                );
            }
            _ if self.failures >= self.config.max_sign_in_failures => {
                self.close_with(421, "Too many failed sign-ins.");
            }
            SignInRefusal::Denied => self.reply(530, "The name or the password is wrong."),
            SignInRefusal::TlsRequired => self.reply(
                530,
                "This account may only be used over TLS: AUTH TLS first.",
            ),
            SignInRefusal::Suspended => self.reply(
                530,
                "This account is suspended with its subscription. Ask the administrator.",
            ),
            SignInRefusal::HomeUnavailable => self.reply(
                530,
                "The home folder of this account is not available. Ask the administrator.",
            ),
        }
    }

    /// Result of `StartTls`. State from before TLS is discarded (RFC 4217, 4.2).
    pub(crate) fn tls_started(&mut self) {
        if matches!(self.phase, Phase::Awaiting(Pending::Tls)) {
            self.phase = Phase::Ready;
            self.encrypted = true;
        }
    }

    /// Result of `OpenPassive`; none if no port is free.
    pub(crate) fn passive_opened(&mut self, address: Option<PassiveAddress>) {
        let Phase::Awaiting(Pending::Passive { extended }) = self.phase else {
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

    /// Result of `UseActive`.
    pub(crate) fn active_ready(&mut self) {
        if matches!(self.phase, Phase::Awaiting(Pending::Active)) {
            self.phase = Phase::Ready;
            self.data_ready = true;
            self.reply(200, "Data connections are made to you.");
        }
    }

    /// Result of `File`.
    pub(crate) fn file_done(&mut self, outcome: Result<FileResponse, FileError>) {
        if !matches!(self.phase, Phase::Awaiting(Pending::File(_))) {
            return;
        }
        let Phase::Awaiting(Pending::File(request)) =
            std::mem::replace(&mut self.phase, Phase::Ready)
        else {
            return;
        };
        match outcome {
            Ok(response) => self.file_succeeded(request, response),
            // Nothing is allocated: that no space can be told of refuses nothing.
            Err(_) if request.action == FileAction::Allocate => {
                self.reply(200, "Space is taken as it is needed.");
            }
            Err(error) => self.file_failed(error),
        }
    }

    fn file_succeeded(&mut self, request: FileRequest, response: FileResponse) {
        let Some(reply) = request.reply(response) else {
            return self.file_failed(FileError::Other);
        };
        reply.write_to(&mut self.out);
        if request.action == FileAction::ChangeDir {
            self.cwd = request.path;
        } else if request.action == FileAction::RenameFrom {
            self.rename_from = Some(request.path);
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
            // RFC 3659, section 7.2.1.
            FileError::MlsdOfFile => (501, "MLSD lists folders; MLST tells about a file."),
            FileError::NoSpace => (452, "The disk is full."),
            FileError::OverQuota => (552, "Quota exceeded. Remove something first."),
            FileError::OverWebspaceQuota => (
                552,
                "Quota of the whole webspace exceeded. Something in it has to be removed first.",
            ),
            FileError::Counting => (
                450,
                "Files are still being counted for a quota. Try again in a moment.",
            ),
            FileError::TooLarge => (552, "The file is too large."),
            FileError::BadName => (553, "That name is not allowed."),
            FileError::BeyondEnd => (554, "REST is beyond the end of the file."),
            FileError::Other => (451, "The server could not do this."),
        };
        self.reply(code, text);
    }

    /// Result of `Transfer`: the file is open, or not.
    pub(crate) fn transfer_opened(&mut self, outcome: Result<TransferStart, FileError>) {
        let Phase::Awaiting(Pending::Opening(task)) = self.phase else {
            return;
        };
        match outcome {
            Ok(start) => {
                self.data_ready = false;
                self.phase = Phase::Running {
                    task,
                    aborting: false,
                };
                match start {
                    // RFC 1123, section 4.1.2.9, prescribes this text.
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

    /// Result of `Hash`. None: it was aborted.
    pub(crate) fn hash_finished(&mut self, outcome: Option<Result<FileHash, FileError>>) {
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

    /// The transfer has ended, successfully or not.
    pub(crate) fn transfer_finished(&mut self, outcome: Result<(), TransferError>) {
        match self.phase {
            Phase::Running { task, .. } if task != Task::Hash => self.phase = Phase::Ready,
            _ => return,
        }
        let (code, text) = match outcome {
            Ok(()) => (226, "Transfer complete."),
            Err(TransferError::File(error)) => {
                // 550 is for requests. What fails during a transfer is 451, unless it is about
                // space, or a name that was taken in the meantime.
                return match error {
                    FileError::NoSpace
                    | FileError::OverQuota
                    | FileError::OverWebspaceQuota
                    | FileError::TooLarge
                    | FileError::Exists => self.file_failed(error),
                    _ => self.reply(451, "The server could not read or write the file."),
                };
            }
            Err(TransferError::NotConnected) => (425, "The data connection could not be made."),
            Err(TransferError::Handshake) => (425, "The data connection's TLS handshake failed."),
            Err(TransferError::NotResumed) => (
                425,
                "The data connection has to resume the control connection's TLS session: enable TLS \
                 session resumption in your client, or use a client that has it.",
            ),
            Err(TransferError::Broken) => (426, "The data connection failed."),
            Err(TransferError::Stalled) => (426, "The data connection stalled."),
            Err(TransferError::Truncated) => (
                426,
                "The data connection ended without TLS close_notify: the upload may be incomplete.",
            ),
            Err(TransferError::Aborted) => (426, "The transfer was aborted."),
        };
        self.reply(code, text);
    }
}
