//! Commands: which are allowed when, and what they ask for.

use super::{
    Action, Busy, FileRequest, Identity, ListStyle, Phase, Session, StoreMode, TransferRequest,
    What,
};
use crate::command::{Command, Password, Protection};
use crate::facts::FactSet;
use crate::path::{PathError, VirtualPath};
use crate::pattern::Pattern;
use crate::reply::Reply;

const COMMANDS: &str = "ABOR ALLO APPE AUTH CDUP CWD DELE EPRT EPSV FEAT HELP LIST MDTM MFMT MKD \
                        MLSD MLST MODE NLST NOOP OPTS PASS PASV PBSZ PORT PROT PWD QUIT REST RETR RMD \
                        RNFR RNTO SIZE STAT STOR STOU STRU SYST TYPE USER";

impl Session {
    pub(super) fn execute(&mut self, command: Command) -> Option<Action> {
        // RNTO has to follow RNFR at once (RFC 959, section 4.1.3).
        let rename_from = self.rename_from.take();
        match command {
            Command::User(name) => self.user(name),
            Command::Pass(password) => return self.pass(password),
            Command::AuthTls => return self.auth_tls(),
            Command::Pbsz => self.pbsz(),
            Command::Prot(level) => self.prot(level),
            Command::Ccc => self.reply(534, "The control connection stays encrypted."),
            Command::Quit => self.close_with(221, "Goodbye."),
            Command::System => self.reply(215, "UNIX Type: L8"),
            Command::Features => self.features(),
            Command::OptsUtf8 => self.reply(200, "Names are UTF-8."),
            Command::OptsMlst(names) => self.opts_mlst(&names),
            Command::Help => {
                let words: Vec<_> = COMMANDS.split(' ').collect();
                let lines = words.chunks(10).map(|line| line.join(" ").into_bytes());
                Reply::multi(214, "Commands:", lines, "End").write_to(&mut self.out);
            }
            Command::Noop => self.reply(200, "Still here."),
            Command::Account => self.reply(202, "An account is not needed."),
            command if self.is_signed_in() => return self.execute_inside(command, rename_from),
            _ => self.reply(530, "Please sign in with USER and PASS."),
        }
        None
    }

    fn execute_inside(
        &mut self,
        command: Command,
        rename_from: Option<VirtualPath>,
    ) -> Option<Action> {
        match command {
            Command::Status(None) => self.status(None),
            Command::TypeAscii => {
                self.ascii = true;
                self.reply(200, "Type is A: line ends are translated.");
            }
            Command::TypeImage => {
                self.ascii = false;
                self.reply(200, "Type is I: bytes stay as they are.");
            }
            Command::ModeStream => self.reply(200, "Mode is S."),
            Command::StructureFile => self.reply(200, "Structure is F."),
            Command::Allocate => self.reply(202, "Space is taken as it is needed."),
            Command::PrintDir => {
                let text = [&self.cwd.quoted()[..], b" is the current folder."].concat();
                self.reply(257, text);
            }
            Command::Restart(offset) => {
                self.restart = offset;
                self.reply(350, format!("The next transfer begins at byte {offset}."));
            }
            Command::Abort => self.reply(226, "There is no transfer to abort."),
            Command::Passive => return self.passive(),
            Command::ExtendedPassive(which) => return self.extended_passive(which),
            Command::Port(address) => return self.port(address),
            Command::ExtendedPort(address) => return self.extended_port(address),
            Command::ChangeDir(name) => return self.file(&name, FileRequest::ChangeDir),
            Command::MakeDir(name) => return self.file(&name, FileRequest::MakeDir),
            Command::RemoveDir(name) => return self.file(&name, FileRequest::RemoveDir),
            Command::Delete(name) => return self.file(&name, FileRequest::Delete),
            Command::RenameFrom(name) => return self.file(&name, FileRequest::RenameFrom),
            Command::RenameTo(name) => match rename_from {
                Some(from) => return self.file(&name, |to| FileRequest::Rename { from, to }),
                None => self.reply(503, "RNFR has to come first."),
            },
            Command::Size(_) if self.ascii => {
                // The size on the wire is known only by translating it all (RFC 3659, 4).
                self.reply(550, "SIZE is for TYPE I.");
            }
            Command::Size(name) => return self.file(&name, FileRequest::Size),
            Command::Modified(name) => return self.file(&name, FileRequest::Modified),
            Command::SetModified(time, name) => {
                return self.file(&name, |path| FileRequest::SetModified(path, time));
            }
            Command::MachineFacts(name) => {
                let facts = self.facts;
                return self.file(&name, |path| FileRequest::Facts(path, facts));
            }
            Command::Status(Some(name)) => return self.file(&name, FileRequest::Status),
            Command::List(name) => return self.list(&name, ListStyle::Long),
            Command::NameList(name) => {
                return self.list(&name, ListStyle::Names { name: name.clone() });
            }
            Command::MachineList(name) => {
                let facts = self.facts;
                return self.list(&name, ListStyle::Facts(facts));
            }
            Command::Retrieve(name) => {
                let offset = self.restart;
                return self.transfer(&name, |path| What::Retrieve { path, offset });
            }
            Command::Store(name) => {
                let mode = match self.restart {
                    0 => StoreMode::Replace,
                    offset => StoreMode::At(offset),
                };
                return self.transfer(&name, |path| What::Store { path, mode });
            }
            Command::Append(name) => {
                return self.transfer(&name, |path| What::Store {
                    path,
                    mode: StoreMode::Append,
                });
            }
            Command::StoreUnique => {
                return self.transfer(b"", |path| What::Store {
                    path,
                    mode: StoreMode::Unique,
                });
            }
            // Those that need no sign-in are done before this function.
            _ => self.reply(502, "This command is not implemented."),
        }
        None
    }

    fn user(&mut self, name: String) {
        if self.is_signed_in() {
            self.reply(503, "You are signed in already; QUIT first.");
        } else if self.refuses_clear() {
            self.reply(
                530,
                "This server takes no password in clear: AUTH TLS first.",
            );
        } else {
            self.identity = Identity::Named(name);
            self.reply(331, "Password, please.");
        }
    }

    fn pass(&mut self, password: Password) -> Option<Action> {
        if self.is_signed_in() {
            self.reply(503, "You are signed in already.");
            return None;
        }
        if self.refuses_clear() {
            self.reply(
                530,
                "This server takes no password in clear: AUTH TLS first.",
            );
            return None;
        }
        match std::mem::replace(&mut self.identity, Identity::Unknown) {
            Identity::Named(name) => {
                self.phase = Phase::Busy(Busy::SignIn);
                Some(Action::SignIn { name, password })
            }
            Identity::Unknown | Identity::SignedIn(_) => {
                self.reply(503, "USER has to come first.");
                None
            }
        }
    }

    fn refuses_clear(&self) -> bool {
        self.policy.require_tls && !self.secured
    }

    fn auth_tls(&mut self) -> Option<Action> {
        if !self.policy.tls_offered {
            self.reply(502, "This server has no TLS.");
        } else if self.secured {
            self.reply(503, "The connection is encrypted already.");
        } else if self.is_signed_in() {
            self.reply(503, "AUTH has to come before USER.");
        } else {
            self.reply(234, "Ready for TLS.");
            // What came in clear after AUTH may be an attacker's, put before the client's
            // encrypted words. It is never looked at.
            self.lines.clear();
            self.identity = Identity::Unknown;
            self.phase = Phase::Busy(Busy::Tls);
            return Some(Action::StartTls);
        }
        None
    }

    fn pbsz(&mut self) {
        if self.secured {
            self.protection_sized = true;
            self.reply(200, "PBSZ=0");
        } else {
            self.reply(503, "AUTH TLS has to come first.");
        }
    }

    fn prot(&mut self, level: Protection) {
        if !self.protection_sized {
            self.reply(503, "PBSZ has to come first.");
        } else if level == Protection::Clear && self.policy.require_tls {
            self.reply(534, "This server moves no data in clear: PROT P.");
        } else {
            self.protect = level == Protection::Private;
            self.reply(
                200,
                match level {
                    Protection::Clear => "Data connections are in clear.",
                    Protection::Private => "Data connections are encrypted.",
                },
            );
        }
    }

    fn features(&mut self) {
        let mut lines: Vec<Vec<u8>> = Vec::new();
        if self.policy.tls_offered {
            lines.extend([b"AUTH TLS".to_vec(), b"PBSZ".to_vec(), b"PROT".to_vec()]);
        }
        if self.policy.active_mode {
            lines.push(b"EPRT".to_vec());
        }
        lines.extend(["EPSV", "MDTM", "MFMT"].map(|feature| feature.as_bytes().to_vec()));
        lines.push([&b"MLST "[..], &self.facts.feature()].concat());
        lines.extend(
            ["REST STREAM", "SIZE", "TVFS", "UTF8"].map(|feature| feature.as_bytes().to_vec()),
        );
        Reply::multi(211, "Features:", lines, "End").write_to(&mut self.out);
    }

    fn opts_mlst(&mut self, names: &[u8]) {
        self.facts = FactSet::choose(names);
        let mut text = b"MLST OPTS".to_vec();
        let chosen = self.facts.chosen();
        if !chosen.is_empty() {
            text.push(b' ');
            text.extend_from_slice(&chosen);
        }
        self.reply(200, text);
    }

    /// `transfer`: during one, whether it is an upload.
    pub(super) fn status(&mut self, transfer: Option<bool>) {
        let mut lines = vec![format!("Connected from {}.", self.policy.peer).into_bytes()];
        if let Identity::SignedIn(name) = &self.identity {
            lines.push(format!("Signed in as {name}.").into_bytes());
        }
        let word = |encrypted| if encrypted { "encrypted" } else { "in clear" };
        lines.push(
            format!(
                "Control is {}, data is {}.",
                word(self.secured),
                word(self.protect)
            )
            .into_bytes(),
        );
        lines.push(format!("Type is {}.", if self.ascii { 'A' } else { 'I' }).into_bytes());
        lines.push(match transfer {
            Some(true) => b"An upload is in progress.".to_vec(),
            Some(false) => b"A download is in progress.".to_vec(),
            None => b"No transfer is in progress.".to_vec(),
        });
        Reply::multi(211, "Status:", lines, "End").write_to(&mut self.out);
    }

    fn path(&mut self, name: &[u8]) -> Option<VirtualPath> {
        match self.cwd.resolve(name) {
            Ok(path) => Some(path),
            Err(PathError::Nul) => {
                self.reply(501, "A name cannot hold a NUL byte.");
                None
            }
            Err(PathError::TooLong) => {
                self.reply(553, "The path is too long.");
                None
            }
        }
    }

    fn file(
        &mut self,
        name: &[u8],
        request: impl FnOnce(VirtualPath) -> FileRequest,
    ) -> Option<Action> {
        let request = request(self.path(name)?);
        self.phase = Phase::Busy(Busy::File(request.clone()));
        Some(Action::File(request))
    }

    fn list(&mut self, name: &[u8], style: ListStyle) -> Option<Action> {
        let last = name.rsplit(|b| *b == b'/').next().unwrap_or_default();
        // MLSD knows no patterns (RFC 3659, section 7.2).
        let pattern = match style {
            ListStyle::Long | ListStyle::Names { .. } => Pattern::of(last),
            ListStyle::Facts(_) => None,
        };
        self.transfer(name, |path| What::List {
            path,
            pattern,
            style,
        })
    }

    fn transfer(&mut self, name: &[u8], what: impl FnOnce(VirtualPath) -> What) -> Option<Action> {
        let path = self.path(name)?;
        let what = what(path);
        let offset = std::mem::take(&mut self.restart);
        let is_list = matches!(what, What::List { .. });
        if self.policy.require_tls && !self.protect {
            self.reply(521, "This server moves no data in clear: PROT P first.");
        } else if offset > 0 && self.ascii && !is_list {
            self.reply(504, "REST is for TYPE I.");
        } else if !std::mem::take(&mut self.data_ready) {
            self.reply(425, "There is no data connection: EPSV or PASV first.");
        } else {
            let upload = matches!(what, What::Store { .. });
            self.phase = Phase::Busy(Busy::Opening { upload });
            return Some(Action::Transfer(TransferRequest {
                what,
                ascii: self.ascii && !is_list,
                protect: self.protect,
            }));
        }
        None
    }
}
