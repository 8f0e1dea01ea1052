//! What the server may do on the machine: less than root, before anything else is done.
//!
//! Credentials are per thread on Linux, so this is for the one thread that there is at the start.

use std::io;

// What the server keeps: acting as the system users of subscriptions, and ports below 1024.
use ftp::HARMLESS as KEPT;
use model::SystemUser;
use rustix::process::{Gid, Uid};
use rustix::process::{geteuid, getuid};
use rustix::thread::{
    CapabilitySet, CapabilitySets, capabilities, capability_is_in_bounding_set,
    clear_ambient_capability_set, remove_capability_from_bounding_set, set_capabilities,
    set_keep_capabilities, set_no_new_privs, set_thread_groups, set_thread_res_gid,
    set_thread_res_uid,
};
use services::SystemAccount;
use thiserror::Error;

/// Why the server does not give its privileges up, and so does not start.
#[derive(Debug, Error)]
pub enum PrivilegesError {
    /// The system does not know the user or the group that is named with it, or it is root.
    #[error(
        "the system has no such user and group, or it is root: {0}. Make them, or correct BERTH_USER"
    )]
    NoSuchUser(SystemUser),
    /// The system does not know its group.
    #[error("the system has no group for {0} but root's. Name one in BERTH_USER, as USER:GROUP")]
    NoSuchGroup(SystemUser),
    /// Only root can become somebody else.
    #[error(
        "only root can become the user {0}. Start Berth as root or as that user, or unset BERTH_USER"
    )]
    NotRoot(SystemUser),
    /// There are other threads, which would stay root's.
    #[error("threads were started before the server could become the user of BERTH_USER")]
    Threads,
    /// The system refuses.
    #[error(
        "the server cannot become the user of BERTH_USER: {0}. Start it with CAP_SETUID, CAP_SETGID and CAP_SETPCAP, or as that user"
    )]
    System(#[from] io::Error),
}

/// Becomes the user that the settings name, if the process is root, and gives up for good all
/// capabilities but [`KEPT`] unless it stays root.
///
/// # Errors
/// See [`PrivilegesError`]. Then the process is to end.
pub(crate) fn limit(user: Option<&SystemUser>) -> Result<(), PrivilegesError> {
    match (user, geteuid().is_root()) {
        // It is warned of that later.
        (None, true) => Ok(()),
        (None, false) => Ok(keep_only()?),
        (Some(user), is_root) => {
            let account = SystemAccount::find(user);
            let account = account.ok_or_else(|| PrivilegesError::NoSuchUser(user.clone()))?;
            if is_root {
                become_user(user, &account)
            } else if account.uid == getuid().as_raw() {
                Ok(keep_only()?)
            } else {
                Err(PrivilegesError::NotRoot(user.clone()))
            }
        }
    }
}

fn become_user(user: &SystemUser, account: &SystemAccount) -> Result<(), PrivilegesError> {
    if account.uid == 0 {
        return Err(PrivilegesError::NoSuchUser(user.clone()));
    }
    let gid = account.gid.filter(|gid| *gid != 0);
    let gid = gid.ok_or_else(|| PrivilegesError::NoSuchGroup(user.clone()))?;
    if std::fs::read_dir("/proc/self/task")?.count() > 1 {
        return Err(PrivilegesError::Threads);
    }
    // While they are permitted. Where they are not, nothing that is started gets any either: see
    // `set_no_new_privs`.
    for bit in 0..u64::BITS {
        let one = CapabilitySet::from_bits_retain(1 << bit);
        if !KEPT.contains(one)
            && matches!(capability_is_in_bounding_set(one), Ok(true))
            && let Err(error) = remove_capability_from_bounding_set(one)
        {
            tracing::debug!(%error, bit, "a capability stays in the bounding set");
        }
    }
    set_keep_capabilities(true).map_err(io::Error::from)?;
    let groups = account.groups.iter().filter(|group| **group != 0);
    let groups: Vec<Gid> = groups.map(|group| Gid::from_raw(*group)).collect();
    let (uid, gid) = (Uid::from_raw(account.uid), Gid::from_raw(gid));
    set_thread_groups(&groups).map_err(io::Error::from)?;
    set_thread_res_gid(gid, gid, gid).map_err(io::Error::from)?;
    set_thread_res_uid(uid, uid, uid).map_err(io::Error::from)?;
    set_keep_capabilities(false).map_err(io::Error::from)?;
    Ok(keep_only()?)
}

/// Gives up all capabilities but [`KEPT`], and whatever a program that is executed could get more.
fn keep_only() -> io::Result<()> {
    let kept = capabilities(None)?.permitted & KEPT;
    set_capabilities(
        None,
        CapabilitySets {
            effective: kept,
            permitted: kept,
            inheritable: CapabilitySet::empty(),
        },
    )?;
    clear_ambient_capability_set()?;
    set_no_new_privs(true)?;
    Ok(())
}
