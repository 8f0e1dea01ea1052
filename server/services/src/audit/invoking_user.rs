//! Who runs the command line.

use std::sync::OnceLock;

use model::is_control;
use rustix::process::getuid;

use crate::system_user::name_of_user;

/// The longest name that is kept, in characters.
const MAX_LENGTH: usize = 64;

/// The system user who runs this process: by name, or by number if the system has no name for it. Of
/// what root runs for somebody by `sudo` it is that person. The first call blocks.
pub(super) fn invoking_user() -> String {
    static NAME: OnceLock<String> = OnceLock::new();
    let name = NAME.get_or_init(|| {
        let uid = getuid().as_raw();
        // The environment is believed of root alone, who could write whatever they like anyway.
        let by_sudo = (uid == 0)
            .then(|| std::env::var("SUDO_USER").ok())
            .flatten();
        user_name(by_sudo, uid, name_of_user)
    });
    name.clone()
}

fn user_name(by_sudo: Option<String>, uid: u32, name_of: fn(u32) -> Option<String>) -> String {
    let by_sudo = by_sudo.filter(|name| {
        let is_long = name.chars().count() > MAX_LENGTH;
        !name.is_empty() && !is_long && !name.chars().any(is_control)
    });
    by_sudo
        .or_else(|| name_of(uid))
        .unwrap_or_else(|| uid.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_who_asked_root_or_whose_process_it_is() {
        let name = |by_sudo: Option<&str>, uid, known: fn(u32) -> Option<String>| {
            user_name(by_sudo.map(str::to_owned), uid, known)
        };
        let known = |_| Some("root".to_owned());
        assert_eq!(name(Some("alice"), 0, known), "alice");
        assert_eq!(name(None, 0, known), "root");
        let endless = "x".repeat(65);
        for wrong in ["", "a\nb", endless.as_str()] {
            assert_eq!(name(Some(wrong), 0, known), "root", "{wrong:?}");
        }
        assert_eq!(name(None, 4711, |_| None), "4711");
    }
}
