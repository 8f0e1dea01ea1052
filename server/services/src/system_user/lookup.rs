//! The users and groups that the system knows. It may ask another machine: the calls block.

use std::ffi::CString;
use std::path::PathBuf;

use model::{SystemId, SystemUser};
use nix::errno::Errno;
use nix::unistd::{Gid, Group, Uid, User, getgrouplist};

/// A user of the system, as a program may run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SystemAccount {
    /// The user's number.
    pub uid: u32,
    /// The group that the system has for it; none of a number that it does not know.
    pub gid: Option<u32>,
    /// All groups that it is in.
    pub groups: Vec<u32>,
}

impl SystemAccount {
    /// Looks a user up, with the group that is named with it. Blocks.
    ///
    /// None if the system does not know one of them.
    pub fn find(system_user: &SystemUser) -> Option<Self> {
        let found = user(system_user.user())?;
        let gid = match system_user.group() {
            None => found.gid,
            Some(id) => Some(group(id)?),
        };
        Some(Self { gid, ..found })
    }
}

/// The home of a user, as the system has it.
pub(crate) fn home_of_user(uid: u32) -> Option<PathBuf> {
    known(User::from_uid(Uid::from_raw(uid))).map(|user| user.dir)
}

/// The name of a user, as the system has it.
pub(crate) fn name_of_user(uid: u32) -> Option<String> {
    known(User::from_uid(Uid::from_raw(uid))).map(|user| user.name)
}

/// Looks a user up. A number needs no entry. None, too, if the system cannot be asked.
pub(super) fn user(id: SystemId<'_>) -> Option<SystemAccount> {
    let found = match id {
        SystemId::Number(uid) => User::from_uid(Uid::from_raw(uid)),
        SystemId::Name(name) => User::from_name(name),
    };
    // Who cannot be looked up may have an entry: with another's group nothing is done.
    match (asked(found)?, id) {
        (Some(user), _) => Some(SystemAccount {
            uid: user.uid.as_raw(),
            gid: Some(user.gid.as_raw()),
            groups: groups_of(&user)?,
        }),
        (None, SystemId::Number(uid)) => Some(SystemAccount {
            uid,
            gid: None,
            groups: Vec::new(),
        }),
        (None, SystemId::Name(_)) => None,
    }
}

/// The number of a group. A number needs no entry.
pub(super) fn group(id: SystemId<'_>) -> Option<u32> {
    match id {
        SystemId::Number(gid) => Some(gid),
        SystemId::Name(name) => known(Group::from_name(name)).map(|group| group.gid.as_raw()),
    }
}

/// The number of a user.
pub(super) fn number_of_user(name: &str) -> Option<u32> {
    known(User::from_name(name)).map(|user| user.uid.as_raw())
}

fn groups_of(user: &User) -> Option<Vec<u32>> {
    let name = CString::new(user.name.as_str()).ok()?;
    let groups = asked(getgrouplist(&name, user.gid))?;
    Some(groups.into_iter().map(Gid::as_raw).collect())
}

/// What was found; nothing where the system cannot be asked.
fn known<T>(found: Result<Option<T>, Errno>) -> Option<T> {
    asked(found).flatten()
}

/// The system's answer. That it cannot be asked is logged.
fn asked<T>(found: Result<T, Errno>) -> Option<T> {
    found
        .inspect_err(|error| {
            tracing::warn!(%error, "users or groups of the system cannot be looked up");
        })
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn root_is_known_and_numbers_need_no_entry() {
        let root = user(SystemId::Name("root")).expect("a system has root");
        assert_eq!((root.uid, root.gid), (0, Some(0)));
        assert!(root.groups.contains(&0));
        assert_eq!(user(SystemId::Name("no-such-user-of-berth")), None);
        let unknown = user(SystemId::Number(4_011_223_344)).expect("a number is enough");
        assert_eq!((unknown.uid, unknown.gid), (4_011_223_344, None));
        assert_eq!(group(SystemId::Name("no-such-group-of-berth")), None);
        assert_eq!(group(SystemId::Number(7)), Some(7));
    }
}
