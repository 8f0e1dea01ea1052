//! The system user that the files of a subscription belong to.

use serde::{Deserialize, Serialize};

use super::checked_text;

/// A user of the server's operating system and, if wanted, a group: `USER` or `USER:GROUP`, each by
/// name or by number. Never root, by whichever of the two.
///
/// Whether there is such a user, and whether Berth may become it, is for the server to say.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SystemUser(String);

checked_text!(SystemUser, SystemUserError);

/// A user or a group, as it was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SystemId<'a> {
    /// By its number.
    Number(u32),
    /// By its name.
    Name(&'a str),
}

/// Why a text is no system user, or not for a subscription.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SystemUserError {
    /// It is not written as `USER` or `USER:GROUP`.
    Shape,
    /// Root, or its group.
    Root,
    /// The server has no user of this name.
    NoSuchUser,
    /// The server has no group of this name.
    NoSuchGroup,
    /// Berth's own user.
    OwnUser,
    /// The setting `BERTH_SYSTEM_USERS` does not name it.
    NotAllowed,
    /// The group is neither the user's own nor named by that setting.
    GroupNotAllowed,
    /// Berth may not act as other users at all.
    NoPermission,
}

impl SystemUser {
    /// The longest name of a user or group, in bytes.
    pub const MAX_NAME_BYTES: usize = 64;

    /// Reads what was submitted.
    ///
    /// # Errors
    /// The first broken rule.
    pub fn parse(text: &str) -> Result<Self, SystemUserError> {
        let text = text.trim();
        let (user, group) = split(text);
        for id in std::iter::once(user).chain(group) {
            match read(id).ok_or(SystemUserError::Shape)? {
                SystemId::Number(0) | SystemId::Name("root") => return Err(SystemUserError::Root),
                SystemId::Number(_) | SystemId::Name(_) => {}
            }
        }
        Ok(Self(text.to_owned()))
    }

    /// The user.
    pub fn user(&self) -> SystemId<'_> {
        let (user, _) = split(&self.0);
        read(user).unwrap_or(SystemId::Name(user))
    }

    /// The group, if one was named.
    pub fn group(&self) -> Option<SystemId<'_>> {
        let (_, group) = split(&self.0);
        group.map(|group| read(group).unwrap_or(SystemId::Name(group)))
    }
}

fn split(text: &str) -> (&str, Option<&str>) {
    match text.split_once(':') {
        Some((user, group)) => (user, Some(group)),
        None => (text, None),
    }
}

/// One of the two. The highest number stands for "none" in system calls (`setresuid(2)`).
fn read(text: &str) -> Option<SystemId<'_>> {
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        let number = text.parse().ok().filter(|number| *number < u32::MAX);
        return number.map(SystemId::Number);
    }
    let may_be_inside = |byte: u8| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-' | b'@' | b'\\' | b'+')
    };
    let begins = text
        .bytes()
        .next()
        .is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'_');
    let stem = text.strip_suffix('$').unwrap_or(text);
    let is_name =
        begins && text.len() <= SystemUser::MAX_NAME_BYTES && stem.bytes().all(may_be_inside);
    is_name.then_some(SystemId::Name(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn users_and_groups_are_names_or_numbers() {
        let read = |text: &str| {
            let user = SystemUser::parse(text).expect(text);
            let owned = |id| match id {
                SystemId::Number(number) => Ok(number),
                SystemId::Name(name) => Err(String::from(name)),
            };
            (owned(user.user()), user.group().map(owned))
        };
        let name = |name: &str| Err(String::from(name));
        assert_eq!(read("www-data"), (name("www-data"), None));
        assert_eq!(read(" anne:web "), (name("anne"), Some(name("web"))));
        assert_eq!(read("1001:33"), (Ok(1001), Some(Ok(33))));
        assert_eq!(read("1001:web$"), (Ok(1001), Some(name("web$"))));
        assert_eq!(read("4294967294"), (Ok(4_294_967_294), None));
    }

    #[test]
    fn root_and_what_is_no_user_are_refused() {
        for text in ["root", "0", "00", "anne:root", "anne:0", "0:anne"] {
            assert_eq!(
                SystemUser::parse(text),
                Err(SystemUserError::Root),
                "{text}"
            );
        }
        let long = "a".repeat(65);
        for text in [
            "",
            ":",
            "anne:",
            ":web",
            "a b",
            "-1",
            "4294967295",
            "1e3",
            "anne:web:more",
            "é",
            "a/b",
            &long,
        ] {
            assert_eq!(
                SystemUser::parse(text),
                Err(SystemUserError::Shape),
                "{text}"
            );
        }
    }
}
