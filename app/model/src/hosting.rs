//! Whom the files of a subscription belong to.

use serde::{Deserialize, Serialize};

use super::{DomainName, SystemId, SystemUser, Umask, WebspaceRoot};

/// Whom what is made in a webspace belongs to, and who may read it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct HostingSettings {
    /// The system user as whom all is done to its files; none for Berth's own.
    pub system_user: Option<SystemUser>,
    /// What new files and folders do not permit. Without a system user it has no effect.
    pub umask: Umask,
}

/// The hosting settings of a subscription, as the page that changes them shows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HostingView {
    /// The subscription.
    pub domain: DomainName,
    /// The folder on the server that it may use.
    pub webspace_root: WebspaceRoot,
    /// The settings.
    pub settings: HostingSettings,
    /// Grows with each change, from 0.
    pub version: i64,
    /// Which system users a subscription may have.
    pub choice: SystemUserChoice,
}

impl HostingView {
    /// The command by which root gives the files that are there to the system user; none without
    /// one. A symlink's target stays whose it is.
    pub fn chown_command(&self) -> Option<String> {
        let system_user = self.settings.system_user.as_ref()?;
        let owner = match (system_user.user(), system_user.group()) {
            // With the group that the system has for the user.
            (SystemId::Name(name), None) => format!("{name}:"),
            _ => system_user.to_string(),
        };
        let (owner, root) = (quoted(&owner), quoted(self.webspace_root.as_str()));
        Some(format!("chown -hR {owner} {root}"))
    }
}

/// A text as a shell takes it (POSIX, "Shell Command Language", 2.2.2).
fn quoted(text: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/._-:@".contains(&byte);
    match text.bytes().all(is_plain) {
        true => text.to_owned(),
        false => format!("'{}'", text.replace('\'', r"'\''")),
    }
}

/// What a change of hosting settings did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HostingChange {
    /// What they were.
    pub before: HostingSettings,
    /// What they are.
    pub after: HostingSettings,
}

/// Which system users a subscription may have on this server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SystemUserChoice {
    /// The setting that names them, as it is written.
    pub allowed: String,
    /// Whether Berth may act as other users at all.
    pub is_possible: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_is_safe_to_be_pasted() {
        let command = |user: &str, root: &str| {
            let view = HostingView {
                domain: DomainName::parse("example.com").expect("a domain"),
                webspace_root: WebspaceRoot::parse(root).expect("a folder"),
                settings: HostingSettings {
                    system_user: Some(SystemUser::parse(user).expect("a user")),
                    umask: Umask::default(),
                },
                version: 0,
                choice: SystemUserChoice {
                    allowed: String::new(),
                    is_possible: true,
                },
            };
            view.chown_command().expect("a command")
        };
        assert_eq!(command("anne", "/srv/a"), "chown -hR anne: /srv/a");
        assert_eq!(command("anne:web", "/srv/a"), "chown -hR anne:web /srv/a");
        assert_eq!(command("1001", "/srv/a"), "chown -hR 1001 /srv/a");
        assert_eq!(
            command("web$", "/srv/a b;'x'"),
            r"chown -hR 'web$:' '/srv/a b;'\''x'\'''"
        );
    }
}
