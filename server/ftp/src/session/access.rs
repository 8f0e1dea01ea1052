//! Which commands are allowed: what each needs, and whether the session has it.

use super::Session;
use crate::command::Command;
use crate::policy::Access;

/// What a command needs. `resumes`: an upload would begin within an existing file.
///
/// Every command is listed, so that none can be added without a decision.
fn access(command: &Command, resumes: bool) -> Access {
    match command {
        Command::User(_)
        | Command::Pass(_)
        | Command::AuthTls
        | Command::Pbsz
        | Command::Prot(_)
        | Command::Ccc
        | Command::Quit
        | Command::System
        | Command::Features
        | Command::OptsUtf8
        | Command::OptsMlst(_)
        | Command::OptsHash
        | Command::Help
        | Command::SiteHelp
        | Command::Noop
        | Command::ClientName
        | Command::Identify
        | Command::Host
        | Command::Language
        | Command::Reinitialize
        | Command::Account
        | Command::Status => Access::Anyone,
        Command::File(action, _) => action.access(),
        Command::TypeAscii
        | Command::TypeImage
        | Command::ModeStream
        | Command::StructureFile
        | Command::Allocate
        | Command::PrintDir
        | Command::ModifiedOrSet { .. }
        | Command::List(_)
        | Command::NameList(_)
        | Command::MachineList(_)
        | Command::MachineFacts(_)
        | Command::Restart(_)
        | Command::Abort
        | Command::Passive
        | Command::ExtendedPassive(_)
        | Command::Port(_)
        | Command::ExtendedPort(_) => Access::SignedIn,
        Command::Retrieve(_) | Command::Hash(_) => Access::Read,
        Command::Store(_) if resumes => Access::Modify,
        Command::Store(_) | Command::StoreUnique => Access::Create,
        Command::Append(_) | Command::RenameTo(_) => Access::Modify,
    }
}

impl Session {
    /// The reply to a command that this session is not allowed.
    pub(super) fn refusal(&self, command: &Command) -> Option<(u16, &'static str)> {
        let permission = self.policy.permission;
        let (is_allowed, text) = match access(command, self.restart > 0) {
            Access::Anyone => return None,
            Access::SignedIn | Access::Read | Access::Create | Access::Modify
                if !self.is_signed_in() =>
            {
                return Some((530, "Please sign in with USER and PASS."));
            }
            Access::SignedIn => return None,
            Access::Read => (
                permission.can_read(),
                "This account may upload, but not read what is there.",
            ),
            Access::Modify if permission.can_create() => (
                permission.can_modify(),
                "This account may add files, but not change what is there.",
            ),
            Access::Create | Access::Modify => {
                (permission.can_create(), "This account may only read.")
            }
        };
        (!is_allowed).then_some((550, text))
    }
}
