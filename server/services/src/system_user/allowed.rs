//! Which system users a subscription may have: the setting `BERTH_SYSTEM_USERS`.

use std::fmt;
use std::str::FromStr;

use model::{SystemId, SystemUser};
use thiserror::Error;

/// The users, and the groups beside the users' own, that the files of subscriptions may belong to.
/// Nothing in the panel changes that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AllowedSystemUsers(Vec<Entry>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Entry {
    /// From a number to another, both included.
    Numbers(u32, u32),
    Name(String),
}

/// A part of the setting that names nobody.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error(
    "“{0}” is neither a number from 1 on, nor a range of them, nor the name of a user other than root. Write them like 1000-, 33, 500-599, www-data"
)]
pub struct AllowedSystemUsersError(String);

impl AllowedSystemUsers {
    /// What holds where the setting is not given.
    pub const DEFAULT: &'static str = "1000-, www-data";

    /// Whether a number is named, or the number of a name is, which `number_of` looks up.
    pub(super) fn allows(&self, id: u32, number_of: impl Fn(&str) -> Option<u32>) -> bool {
        id != 0
            && self.0.iter().any(|entry| match entry {
                Entry::Numbers(first, last) => (*first..=*last).contains(&id),
                Entry::Name(name) => number_of(name) == Some(id),
            })
    }
}

impl Default for AllowedSystemUsers {
    fn default() -> Self {
        let www_data = Entry::Name("www-data".to_owned());
        Self(vec![Entry::Numbers(1000, u32::MAX - 1), www_data])
    }
}

impl FromStr for AllowedSystemUsers {
    type Err = AllowedSystemUsersError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts = text.split(',').map(str::trim);
        let parts = parts.filter(|part| !part.is_empty());
        let entry = |part: &str| read(part).ok_or_else(|| AllowedSystemUsersError(part.to_owned()));
        parts.map(entry).collect::<Result<_, _>>().map(Self)
    }
}

fn read(part: &str) -> Option<Entry> {
    let number = |text: &str| {
        let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let number = text.parse::<u32>().ok().filter(|_| is_number);
        number.filter(|number| (1..u32::MAX).contains(number))
    };
    if let Some(id) = number(part) {
        return Some(Entry::Numbers(id, id));
    }
    if let Some((first, last)) = part.split_once('-')
        && let Some(first) = number(first.trim())
    {
        let last = match last.trim() {
            "" => u32::MAX - 1,
            last => number(last)?,
        };
        return (first <= last).then_some(Entry::Numbers(first, last));
    }
    let user = SystemUser::parse(part).ok()?;
    match (user.user(), user.group()) {
        (SystemId::Name(name), None) => Some(Entry::Name(name.to_owned())),
        _ => None,
    }
}

impl fmt::Display for AllowedSystemUsers {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, entry) in self.0.iter().enumerate() {
            if at > 0 {
                formatter.write_str(", ")?;
            }
            match entry {
                Entry::Numbers(first, last) if first == last => write!(formatter, "{first}")?,
                Entry::Numbers(first, last) if *last == u32::MAX - 1 => {
                    write!(formatter, "{first}-")?;
                }
                Entry::Numbers(first, last) => write!(formatter, "{first}-{last}")?,
                Entry::Name(name) => formatter.write_str(name)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_ranges_and_names_are_allowed_and_root_never() {
        let allowed: AllowedSystemUsers = "500-599, 33,2000- , www-data".parse().expect("a list");
        assert_eq!(allowed.to_string(), "500-599, 33, 2000-, www-data");
        let allows = |id| allowed.allows(id, |name| (name == "www-data").then_some(40));
        for (id, is_allowed) in [
            (0, false),
            (1, false),
            (33, true),
            (40, true),
            (499, false),
            (500, true),
            (599, true),
            (600, false),
            (1999, false),
            (2000, true),
            (4_000_000_000, true),
        ] {
            assert_eq!(allows(id), is_allowed, "{id}");
        }
        let nobody: AllowedSystemUsers = "".parse().expect("an empty list");
        assert!(!nobody.allows(1000, |_| Some(1000)));
        let usual = AllowedSystemUsers::DEFAULT.parse();
        assert_eq!(usual, Ok(AllowedSystemUsers::default()));
        // Not even where the system calls another user by number 0.
        let named: AllowedSystemUsers = "toor".parse().expect("a name");
        assert!(!named.allows(0, |_| Some(0)));
    }

    #[test]
    fn what_names_nobody_is_refused_by_its_part() {
        for part in [
            "0",
            "0-",
            "root",
            "5-4",
            "-5",
            "1000-x",
            "a b",
            "anne:web",
            "4294967295",
        ] {
            let error = AllowedSystemUsersError(part.to_owned());
            assert_eq!(
                format!("1000-, {part}").parse::<AllowedSystemUsers>(),
                Err(error)
            );
        }
    }
}
