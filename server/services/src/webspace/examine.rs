//! Looking at webspaces from outside: whether each can be served as it is.

use std::io;
use std::path::Path;

use model::{HostingSettings, SystemUserError, WebspaceRoot};
use rustix::fs::{Access, AtFlags, CWD, accessat};
use rustix::io::Errno;

use crate::config::WebspacePlaces;
use crate::folder::{RefusedRoot, WebspacePolicy};
use crate::system_user::{AllowedSystemUsers, SystemUsers};

/// What the folder of a webspace is like, for its system user, or for the user that this process is.
#[derive(Debug)]
pub enum WebspaceState {
    /// It can be read and written.
    Fine,
    /// There is no such folder.
    Missing,
    /// What is there is no folder.
    NotAFolder,
    /// It cannot be reached.
    Unreachable(io::Error),
    /// It can be reached, and not written.
    NotWritable,
    /// It lies outside the folders in which webspaces may be.
    OutsideBases,
    /// It holds, or lies in, what is Berth's own.
    ReachesOwn,
    /// Berth does not act as its system user.
    SystemUser(SystemUserError),
}

/// Looks at webspaces by the settings that say where they may be.
pub struct WebspaceExaminer {
    policy: WebspacePolicy,
    system_users: SystemUsers,
}

impl WebspaceExaminer {
    /// By the data folder, the places and the system users of these settings.
    pub fn new(data_dir: &Path, places: WebspacePlaces, allowed: AllowedSystemUsers) -> Self {
        Self {
            policy: WebspacePolicy::new(data_dir, places),
            system_users: SystemUsers::new(allowed, data_dir),
        }
    }

    /// Looks at one webspace. Blocks, for as long as its storage does.
    pub fn examine(&self, root: &WebspaceRoot, hosting: &HostingSettings) -> WebspaceState {
        let path = Path::new(root.as_str());
        let real = match path.canonicalize() {
            Ok(real) => real,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return WebspaceState::Missing,
            Err(error) => return WebspaceState::Unreachable(error),
        };
        if !real.is_dir() {
            return WebspaceState::NotAFolder;
        }
        match self.policy.check_opened(root, real) {
            Err(RefusedRoot::ReachesOwn) => return WebspaceState::ReachesOwn,
            Err(RefusedRoot::OutsideBases) => return WebspaceState::OutsideBases,
            Ok(()) => {}
        }
        match self.system_users.resolve_at_once(hosting) {
            Ok(user) => user.run(|| access(path)).unwrap_or_else(|error| {
                WebspaceState::Unreachable(io::Error::other(error.to_string()))
            }),
            // The server may be able to, as whoever looks here is not.
            Err(SystemUserError::NoPermission) => WebspaceState::Fine,
            Err(reason) => WebspaceState::SystemUser(reason),
        }
    }
}

/// What the user that this thread acts as may do in a folder.
fn access(folder: &Path) -> WebspaceState {
    let may = |access| accessat(CWD, folder, access, AtFlags::EACCESS);
    if let Err(error) = may(Access::READ_OK | Access::EXEC_OK) {
        return WebspaceState::Unreachable(error.into());
    }
    match may(Access::WRITE_OK) {
        Ok(()) => WebspaceState::Fine,
        Err(Errno::ACCESS | Errno::PERM | Errno::ROFS) => WebspaceState::NotWritable,
        Err(error) => WebspaceState::Unreachable(error.into()),
    }
}
