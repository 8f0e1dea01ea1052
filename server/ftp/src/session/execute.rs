//! Executes commands: replies to them, or requests actions.

use std::time::SystemTime;

use super::{
    Action, ListStyle, Pending, Phase, Session, StoreMode, Task, TransferOperation, TransferRequest,
};
use crate::command::{Command, ListArguments};
use crate::file_request::{FileAction, FileRequest};
use crate::path::{PathError, VirtualPath};
use crate::pattern::Pattern;

impl Session {
    pub(super) fn execute(&mut self, command: Command) -> Option<Action> {
        // RNTO has to follow RNFR at once (RFC 959, section 4.1.3).
        let rename_from = self.rename_from.take();
        if let Some((code, text)) = self.refusal(&command) {
            self.restart = 0;
            self.reply(code, text);
            return None;
        }
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
            Command::OptsHash => self.reply(200, "SHA-256"),
            Command::Help => self.help(),
            Command::SiteHelp => self.site_help(),
            Command::Noop => self.reply(200, "Still here."),
            Command::ClientName => self.reply(200, "Noted."),
            Command::Identify => self.reply(200, "Name=Berth; CaseSensitive=1; DirSep=/;"),
            Command::Host => self.host(),
            Command::Language => self.reply(200, "Replies are in English."),
            Command::Reinitialize => return self.reinitialize(),
            Command::Account => self.reply(202, "An account is not needed."),
            Command::Status => self.status("No transfer is in progress."),
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
            Command::Allocate => {
                let folder = self.cwd.clone();
                return Some(self.request(FileAction::Allocate.on(folder)));
            }
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
            Command::RenameTo(name) => match rename_from {
                Some(from) => return self.file(FileAction::Rename { from }, &name),
                None => self.reply(503, "RNFR has to come first."),
            },
            Command::File(FileAction::Size, _) if self.ascii => {
                // The transfer size is known only after translating the whole file (RFC 3659, 4).
                self.reply(550, "SIZE is for TYPE I.");
            }
            Command::File(action, name) => return self.file(action, &name),
            Command::ModifiedOrSet { whole, time, name } => {
                return self.modified_or_set(&whole, time, &name);
            }
            Command::Hash(name) => return self.hash(&name),
            Command::MachineFacts(name) => {
                let facts = self.facts.with_permission(self.policy.permission);
                return self.file(FileAction::Facts(facts), &name);
            }
            Command::List(ListArguments { name, recursive }) => {
                let style = match recursive {
                    true => ListStyle::Recursive { name: name.clone() },
                    false => ListStyle::Long,
                };
                return self.list(&name, style);
            }
            Command::NameList(name) => {
                return self.list(&name, ListStyle::Names { name: name.clone() });
            }
            Command::MachineList(name) => {
                let facts = self.facts.with_permission(self.policy.permission);
                return self.list(&name, ListStyle::Facts(facts));
            }
            Command::Retrieve(name) => {
                let offset = self.restart;
                return self.transfer(&name, |path| TransferOperation::Retrieve { path, offset });
            }
            Command::Store(name) => {
                let mode = match self.restart {
                    0 if !self.policy.permission.can_modify() => StoreMode::CreateNew,
                    0 => StoreMode::Replace,
                    offset => StoreMode::At(offset),
                };
                return self.transfer(&name, |path| TransferOperation::Store { path, mode });
            }
            Command::Append(name) => {
                return self.transfer(&name, |path| TransferOperation::Store {
                    path,
                    mode: StoreMode::Append,
                });
            }
            Command::StoreUnique => {
                return self.transfer(b"", |path| TransferOperation::Store {
                    path,
                    mode: StoreMode::Unique,
                });
            }
        }
        None
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

    fn file(&mut self, action: FileAction, name: &[u8]) -> Option<Action> {
        let path = self.path(name)?;
        Some(self.request(action.on(path)))
    }

    /// Who may not set times can only mean a file of that name.
    fn modified_or_set(&mut self, whole: &[u8], time: SystemTime, name: &[u8]) -> Option<Action> {
        if !self.policy.permission.can_modify() {
            return self.file(FileAction::Modified, whole);
        }
        let whole = self.path(whole)?;
        self.file(FileAction::ModifiedOrSet { whole, time }, name)
    }

    fn request(&mut self, request: FileRequest) -> Action {
        self.phase = Phase::Awaiting(Pending::File(request.clone()));
        Action::File(request)
    }

    fn hash(&mut self, name: &[u8]) -> Option<Action> {
        let path = self.path(name)?;
        self.hashing = Some(path.clone());
        self.phase = Phase::Running {
            task: Task::Hash,
            aborting: false,
        };
        Some(Action::Hash(path))
    }

    fn list(&mut self, name: &[u8], style: ListStyle) -> Option<Action> {
        let last = name.rsplit(|b| *b == b'/').next().unwrap_or_default();
        // MLSD has no patterns (RFC 3659, section 7.2).
        let pattern = match style {
            ListStyle::Long | ListStyle::Recursive { .. } | ListStyle::Names { .. } => {
                Pattern::of(last)
            }
            ListStyle::Facts(_) => None,
        };
        self.transfer(name, |path| TransferOperation::List {
            path,
            pattern,
            style,
        })
    }

    fn transfer(
        &mut self,
        name: &[u8],
        operation: impl FnOnce(VirtualPath) -> TransferOperation,
    ) -> Option<Action> {
        let path = self.path(name)?;
        let operation = operation(path);
        let offset = std::mem::take(&mut self.restart);
        let is_list = matches!(operation, TransferOperation::List { .. });
        if self.rejects_plaintext_data() && !self.protect {
            self.reply(
                521,
                "Unencrypted data connections are not allowed: PROT P first.",
            );
        } else if offset > 0 && self.ascii && !is_list {
            self.reply(504, "REST is for TYPE I.");
        } else if !self.data_ready {
            self.reply(425, "There is no data connection: EPSV or PASV first.");
        } else {
            let task = match operation {
                TransferOperation::Store { .. } => Task::Upload,
                TransferOperation::Retrieve { .. } | TransferOperation::List { .. } => {
                    Task::Download
                }
            };
            self.phase = Phase::Awaiting(Pending::Opening(task));
            return Some(Action::Transfer(TransferRequest {
                operation,
                ascii: self.ascii && !is_list,
                protect: self.protect,
            }));
        }
        None
    }
}
