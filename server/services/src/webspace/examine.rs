//! Looking at webspaces from outside: whether each can be served as it is.

use std::io;
use std::path::Path;

use model::WebspaceRoot;
use rustix::fs::{Access, AtFlags, CWD, accessat};
use rustix::io::Errno;

use crate::config::WebspacePlaces;
use crate::folder::{RefusedRoot, WebspacePolicy};

/// What the folder of a webspace is like, for the user that this process is.
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
}

/// Looks at webspaces by the settings that say where they may be.
#[derive(Debug)]
pub struct WebspaceExaminer(WebspacePolicy);

impl WebspaceExaminer {
    /// By the data folder and the places of these settings.
    pub fn new(data_dir: &Path, places: WebspacePlaces) -> Self {
        Self(WebspacePolicy::new(data_dir, places))
    }

    /// Looks at one webspace. Blocks, for as long as its storage does.
    pub fn examine(&self, root: &WebspaceRoot) -> WebspaceState {
        let path = Path::new(root.as_str());
        let real = match path.canonicalize() {
            Ok(real) => real,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return WebspaceState::Missing,
            Err(error) => return WebspaceState::Unreachable(error),
        };
        if !real.is_dir() {
            return WebspaceState::NotAFolder;
        }
        match self.0.check_opened(root, real) {
            Err(RefusedRoot::ReachesOwn) => return WebspaceState::ReachesOwn,
            Err(RefusedRoot::OutsideBases) => return WebspaceState::OutsideBases,
            Ok(()) => {}
        }
        let may = |access| accessat(CWD, path, access, AtFlags::EACCESS);
        if let Err(error) = may(Access::READ_OK | Access::EXEC_OK) {
            return WebspaceState::Unreachable(error.into());
        }
        match may(Access::WRITE_OK) {
            Ok(()) => WebspaceState::Fine,
            Err(Errno::ACCESS | Errno::PERM | Errno::ROFS) => WebspaceState::NotWritable,
            Err(error) => WebspaceState::Unreachable(error.into()),
        }
    }
}
