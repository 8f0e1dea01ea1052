//! The credentials of a subscription's system user, if it may be acted as.

use ftp::{Credentials, RunAs};
use model::{HostingSettings, SystemUser, SystemUserError, Umask};

use super::allowed::AllowedSystemUsers;
use super::lookup;

/// Whom files may belong to.
#[derive(Debug)]
pub(super) struct Rules {
    pub(super) allowed: AllowedSystemUsers,
    /// Berth's own users: that of this process, and the one whose the data folder is.
    pub(super) own: Vec<u32>,
}

/// As whom files are accessed with these settings. Blocks.
///
/// A user that the system does not know has the group of the same number, unless another is named,
/// and no more groups.
///
/// # Errors
/// Why Berth may not act as that user.
pub(super) fn resolve(settings: &HostingSettings, rules: &Rules) -> Result<RunAs, SystemUserError> {
    match &settings.system_user {
        None => Ok(RunAs::program()),
        Some(user) => resolve_user(user, settings.umask, rules),
    }
}

fn resolve_user(
    system_user: &SystemUser,
    umask: Umask,
    rules: &Rules,
) -> Result<RunAs, SystemUserError> {
    let user = lookup::user(system_user.user()).ok_or(SystemUserError::NoSuchUser)?;
    let own_group = user.gid.unwrap_or(user.uid);
    let gid = match system_user.group() {
        None => own_group,
        Some(group) => lookup::group(group).ok_or(SystemUserError::NoSuchGroup)?,
    };
    if user.uid == 0 || gid == 0 {
        return Err(SystemUserError::Root);
    }
    if rules.own.contains(&user.uid) {
        return Err(SystemUserError::OwnUser);
    }
    if !rules.allowed.allows(user.uid, lookup::number_of_user) {
        return Err(SystemUserError::NotAllowed);
    }
    let is_own = gid == own_group || user.groups.contains(&gid);
    let number_of_group = |name: &str| lookup::group(model::SystemId::Name(name));
    if !is_own && !rules.allowed.allows(gid, number_of_group) {
        return Err(SystemUserError::GroupNotAllowed);
    }
    let mut groups = user.groups;
    // Root's group opens what no site needs.
    groups.retain(|group| *group != 0);
    let credentials = Credentials {
        uid: user.uid,
        gid,
        groups,
        umask: umask.bits().into(),
    };
    RunAs::user(credentials).map_err(|_| SystemUserError::Root)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A number that no system has an entry for.
    const UNKNOWN: u32 = 61001;

    fn resolved(user: &str, allowed: &str) -> Result<Credentials, SystemUserError> {
        let rules = Rules {
            allowed: allowed.parse().expect("a list"),
            own: vec![61090],
        };
        let settings = HostingSettings {
            system_user: Some(SystemUser::parse(user).expect("a user")),
            umask: Umask::default(),
        };
        let run_as = resolve(&settings, &rules)?;
        Ok(run_as.credentials().expect("a user").clone())
    }

    #[test]
    fn a_number_without_an_entry_has_its_own_group_and_no_more() {
        let credentials = |gid| Credentials {
            uid: UNKNOWN,
            gid,
            groups: Vec::new(),
            umask: 0o022,
        };
        assert_eq!(resolved("61001", "1000-"), Ok(credentials(UNKNOWN)));
        assert_eq!(resolved("61001:61050", "1000-"), Ok(credentials(61050)));
    }

    #[test]
    fn only_whom_the_setting_names_and_never_berths_own() {
        assert_eq!(
            resolved("61001", "61002-"),
            Err(SystemUserError::NotAllowed)
        );
        assert_eq!(
            resolved("61001:50", "1000-"),
            Err(SystemUserError::GroupNotAllowed)
        );
        assert_eq!(resolved("61090", "1000-"), Err(SystemUserError::OwnUser));
        assert_eq!(
            resolved("no-such-user", "1000-"),
            Err(SystemUserError::NoSuchUser)
        );
        assert_eq!(
            resolved("61001:no-such-group", "1000-"),
            Err(SystemUserError::NoSuchGroup)
        );
    }
}
