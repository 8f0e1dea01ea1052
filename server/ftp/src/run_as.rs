//! As whom files are accessed: the program itself, or the system user of a site.
//!
//! Credentials are per thread on Linux (`credentials(7)`, `setresuid(2)`). A thread takes those of
//! another user for one piece of work and gives them back whatever becomes of that, so that the
//! kernel decides what may be done to files, and whom they belong to. Only the effective ids change:
//! the real and the saved one stay the program's, so that the user may neither signal nor trace it
//! (`kill(2)`, `ptrace(2)`).
//!
//! The umask is per process and not part of it: what is made gets its mode explicitly, from the umask
//! of the [`RunAs`] that the thread acts as.

use std::cell::RefCell;
use std::fmt;
use std::os::fd::{AsFd, AsRawFd};
use std::sync::Arc;

use rustix::fs::{AtFlags, OFlags, openat};
use rustix::fs::{CWD, Gid, Mode, Uid, chmodat, fstat, getxattr};
use rustix::io::Errno;
use rustix::process::{getegid, geteuid, getgid, getgroups, getuid};
use rustix::thread::{
    CapabilitySet, capabilities, set_thread_groups, set_thread_res_gid, set_thread_res_uid,
};
use thiserror::Error;

/// The capabilities that a thread which acts as another user may have at most: none of them
/// overrules the permissions of files.
pub const HARMLESS: CapabilitySet = CapabilitySet::SETUID
    .union(CapabilitySet::SETGID)
    .union(CapabilitySet::NET_BIND_SERVICE);

/// The capabilities that it takes to act as another user.
const NEEDED: CapabilitySet = CapabilitySet::SETUID.union(CapabilitySet::SETGID);

/// The modes of what the program makes as itself.
const OWN_FILE_MODE: u32 = 0o644;
const OWN_FOLDER_MODE: u32 = 0o755;

/// The credentials of a system user, and the umask for what they make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credentials {
    /// The user's number.
    pub uid: u32,
    /// The number of the group that new files belong to.
    pub gid: u32,
    /// The supplementary groups.
    pub groups: Vec<u32>,
    /// The permissions that new files and folders do not get, as in `umask(2)`.
    pub umask: u32,
}

/// As whom a thread works.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct RunAs(Option<Arc<Credentials>>);

impl fmt::Debug for RunAs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            None => f.write_str("RunAs(program)"),
            Some(user) => write!(f, "RunAs({}:{})", user.uid, user.gid),
        }
    }
}

/// Why work was not done as another user. None of it was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum RunAsError {
    /// Root's user or group.
    #[error("files are never accessed as root")]
    Root,
    /// The thread acts as somebody else already.
    #[error("the thread acts as another user already")]
    Nested,
    /// The thread has credentials that are not the program's.
    #[error("the thread has credentials that are not the program's own")]
    Foreign,
    /// The thread would keep capabilities that overrule permissions.
    #[error("the program has capabilities that overrule the permissions of files")]
    Privileged,
    /// The system refuses.
    #[error("the credentials of another user cannot be taken: {0}")]
    Refused(#[from] Errno),
}

thread_local! {
    static CURRENT: RefCell<RunAs> = const { RefCell::new(RunAs(None)) };
}

impl RunAs {
    /// As the program itself.
    pub fn program() -> Self {
        Self(None)
    }

    /// As a system user.
    ///
    /// # Errors
    /// [`RunAsError::Root`] if that is root, or in its group.
    pub fn user(credentials: Credentials) -> Result<Self, RunAsError> {
        let Credentials {
            uid, gid, groups, ..
        } = &credentials;
        if *uid == 0 || *gid == 0 || groups.contains(&0) {
            return Err(RunAsError::Root);
        }
        Ok(Self(Some(Arc::new(credentials))))
    }

    /// As whom this thread works at this moment.
    pub fn current() -> Self {
        CURRENT.with_borrow(Clone::clone)
    }

    /// Whether that is the program itself.
    pub fn is_program(&self) -> bool {
        self.0.is_none()
    }

    /// The user's credentials; none of the program itself.
    pub fn credentials(&self) -> Option<&Credentials> {
        self.0.as_deref()
    }

    /// Does some work as this user, on this thread.
    ///
    /// Where the thread acts as this user already, nothing is taken. The work starts no thread and
    /// waits for none: a new one would begin with the credentials of the one that starts it.
    ///
    /// Ends the program if the thread's own credentials cannot be restored.
    ///
    /// # Errors
    /// If the credentials cannot be taken. Then nothing was done.
    pub fn run<T>(&self, work: impl FnOnce() -> T) -> Result<T, RunAsError> {
        let current = Self::current();
        if *self == current {
            return Ok(work());
        }
        match &self.0 {
            Some(user) if current.is_program() => {
                let _taken = Taken::take(self, user)?;
                Ok(work())
            }
            _ => Err(RunAsError::Nested),
        }
    }

    /// The mode that a new file has.
    pub(crate) fn file_mode(&self) -> u32 {
        self.0
            .as_ref()
            .map_or(OWN_FILE_MODE, |user| 0o666 & !user.umask)
    }

    /// The mode that a new folder has.
    pub fn folder_mode(&self) -> u32 {
        self.0
            .as_ref()
            .map_or(OWN_FOLDER_MODE, |user| 0o777 & !user.umask)
    }

    /// Sees to it that what was made just now has the mode that it was made with: the umask of the
    /// process, which the user has nothing to do with, may have taken something away.
    ///
    /// What the program makes as itself is left as it is, and so is what the default access control
    /// list of its folder decides (`acl(5)`).
    pub(crate) fn settle_mode(&self, parent: impl AsFd, made: impl AsFd, mode: u32) {
        if self.is_program() {
            return;
        }
        let settle = || {
            let found = Mode::from_raw_mode(fstat(&made)?.st_mode);
            let permissions = Mode::RWXU | Mode::RWXG | Mode::RWXO;
            let wanted = Mode::from_raw_mode(mode) & permissions;
            if found & permissions != wanted && !has_default_acl(parent) {
                let kept = found & (Mode::SUID | Mode::SGID | Mode::SVTX);
                // The descriptor may be one by which nothing can be changed (`O_PATH`).
                chmodat(CWD, through_proc(&made), wanted | kept, AtFlags::empty())?;
            }
            Ok::<_, Errno>(())
        };
        if let Err(error) = settle() {
            // Some file systems have no such permissions.
            tracing::debug!(%error, "something new does not have the mode that the umask gives it");
        }
    }

    /// The same for a folder, by its name.
    pub fn settle_folder_mode(&self, parent: impl AsFd, name: impl rustix::path::Arg) {
        if self.is_program() {
            return;
        }
        let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        if let Ok(made) = openat(parent.as_fd(), name, flags, Mode::empty()) {
            self.settle_mode(parent, made, self.folder_mode());
        }
    }
}

/// Whether this program may act as other users: whether it has `CAP_SETUID` and `CAP_SETGID`.
pub fn can_act_as_others() -> bool {
    capabilities(None).is_ok_and(|sets| sets.effective.contains(NEEDED))
}

fn has_default_acl(folder: impl AsFd) -> bool {
    let nothing: &mut [u8] = &mut [];
    getxattr(through_proc(folder), "system.posix_acl_default", nothing).is_ok()
}

fn through_proc(file: impl AsFd) -> String {
    format!("/proc/self/fd/{}", file.as_fd().as_raw_fd())
}

/// A thread's own credentials while it has another user's. Dropped, it has them again.
struct Taken {
    uid: Uid,
    gid: Gid,
    groups: Vec<Gid>,
    changes_groups: bool,
}

impl Taken {
    fn take(run_as: &RunAs, user: &Credentials) -> Result<Self, RunAsError> {
        let (uid, gid) = (geteuid(), getegid());
        if (uid, gid) != (getuid(), getgid()) {
            return Err(RunAsError::Foreign);
        }
        let own_groups = getgroups()?;
        let groups: Vec<Gid> = user.groups.iter().map(|id| Gid::from_raw(*id)).collect();
        // From here on, whatever was taken is given back.
        let taken = Self {
            uid,
            gid,
            changes_groups: own_groups != groups,
            groups: own_groups,
        };
        if taken.changes_groups {
            set_thread_groups(&groups)?;
        }
        set_thread_res_gid(None, Gid::from_raw(user.gid), None)?;
        set_thread_res_uid(None, Uid::from_raw(user.uid), None)?;
        // Root's are gone with the effective user (capabilities(7)), those of another user are not.
        let kept = capabilities(None)?.effective;
        if !HARMLESS.contains(kept) {
            return Err(RunAsError::Privileged);
        }
        CURRENT.set(run_as.clone());
        Ok(taken)
    }

    fn restore(&self) -> Result<(), Errno> {
        // The user first: what comes next may need its capabilities.
        set_thread_res_uid(None, self.uid, None)?;
        set_thread_res_gid(None, self.gid, None)?;
        if self.changes_groups {
            set_thread_groups(&self.groups)?;
        }
        Ok(())
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        CURRENT.set(RunAs::program());
        if let Err(error) = self.restore() {
            tracing::error!(
                %error,
                "a thread cannot get its own credentials back. Berth ends, so that nothing is done \
                 with those of another user; start it again"
            );
            std::process::abort();
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(
        clippy::unwrap_used,
        clippy::panic,
        reason = "a test may fail by panicking"
    )]
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use proptest::prelude::*;

    use super::*;

    fn user(uid: u32, groups: &[u32]) -> RunAs {
        let credentials = Credentials {
            uid,
            gid: uid + 1,
            groups: groups.to_vec(),
            umask: 0o027,
        };
        RunAs::user(credentials).unwrap()
    }

    fn own() -> (Uid, Uid, Gid, Gid, Vec<Gid>) {
        (
            geteuid(),
            getuid(),
            getegid(),
            getgid(),
            getgroups().unwrap(),
        )
    }

    /// Whether other users' credentials can be taken here; says so if not.
    fn is_root() -> bool {
        if !can_act_as_others() {
            eprintln!("left out: only root can act as other users");
        }
        can_act_as_others()
    }

    #[test]
    fn root_is_nobody_to_act_as() {
        let refused = |uid, gid, groups: &[u32]| {
            let (groups, umask) = (groups.to_vec(), 0);
            let credentials = Credentials {
                uid,
                gid,
                groups,
                umask,
            };
            RunAs::user(credentials).err()
        };
        for (uid, gid, groups) in [(0, 5, &[][..]), (5, 0, &[]), (5, 5, &[7, 0])] {
            assert_eq!(refused(uid, gid, groups), Some(RunAsError::Root));
        }
        assert_eq!(refused(5, 5, &[7]), None);
    }

    #[test]
    fn a_thread_has_the_users_ids_and_no_capabilities_over_files() {
        if !is_root() {
            return;
        }
        let before = own();
        let user = user(61001, &[61007, 61008]);
        let inside = user.run(|| {
            let kept = capabilities(None).unwrap().effective;
            assert!(HARMLESS.contains(kept), "{kept:?}");
            assert_eq!(RunAs::current(), user);
            // Real and saved ids stay: the user may not signal this program.
            assert_eq!((getuid(), getgid()), (before.1, before.3));
            (geteuid().as_raw(), getegid().as_raw(), getgroups().unwrap())
        });
        let groups = [61007, 61008].map(Gid::from_raw).to_vec();
        assert_eq!(inside, Ok((61001, 61002, groups)));
        assert_eq!(own(), before);
        assert!(RunAs::current().is_program());
    }

    #[test]
    fn work_inside_work_is_the_same_users_or_refused() {
        if !is_root() {
            return;
        }
        let (one, other) = (user(61001, &[]), user(61002, &[]));
        let nested = one.run(|| {
            let same = one.run(|| geteuid().as_raw());
            let others = other.run(|| panic!("done as another"));
            let own = RunAs::program().run(|| panic!("done as the program"));
            (same, others, own)
        });
        let refused = Err(RunAsError::Nested);
        assert_eq!(nested, Ok((Ok(61001), refused, refused)));
    }

    proptest! {
        #[test]
        fn credentials_are_given_back_whatever_happens(
            works in prop::collection::vec(
                (1000..70_000_u32, prop::collection::vec(1000..70_000_u32, 0..4), any::<bool>()),
                1..8,
            )
        ) {
            if is_root() {
                let before = own();
                for (uid, groups, panics) in works {
                    let user = user(uid, &groups);
                    let work = || user.run(|| assert!(!panics, "as it should"));
                    let done = catch_unwind(AssertUnwindSafe(work));
                    prop_assert_eq!(done.is_err(), panics);
                    prop_assert_eq!(own(), before.clone());
                    prop_assert!(RunAs::current().is_program());
                    prop_assert!(can_act_as_others());
                }
            }
        }
    }

    #[test]
    fn the_umask_of_the_process_takes_nothing_from_the_users_mode() {
        use std::os::unix::fs::{MetadataExt, PermissionsExt};
        if !is_root() {
            return;
        }
        let temp = tempfile::tempdir().unwrap();
        let open = std::fs::Permissions::from_mode(0o777);
        std::fs::set_permissions(temp.path(), open).unwrap();
        let folder = std::fs::File::open(temp.path()).unwrap();
        let user = RunAs::user(Credentials {
            uid: 61001,
            gid: 61001,
            groups: Vec::new(),
            umask: 0o002,
        });
        let user = user.unwrap();
        let make = || {
            // As if the umask of the process had been 077.
            rustix::fs::mkdirat(&folder, "made", Mode::from_raw_mode(0o700)).unwrap();
            user.settle_folder_mode(&folder, "made");
        };
        user.run(make).unwrap();
        let made = temp.path().join("made").metadata().unwrap();
        assert_eq!(made.permissions().mode() & 0o7777, 0o775);
        assert_eq!((made.uid(), made.gid()), (61001, 61001));
    }
}
