//! What an account may do in which folder.

use model::{Field, FtpPermission, RecordError};
use serde_json::Value;

use super::object::{Object, shown, texts, unreadable};
use crate::source::SourceAccount;

/// The field of the permissions, and what they are called.
const FIELD: &str = "permissions";
/// The folder whose permissions hold wherever there are no others.
const ROOT: &str = "/";
/// What one needs to do everything that FTP can.
const EVERYTHING: [&str; 9] = [
    "list",
    "download",
    "upload",
    "overwrite",
    "delete",
    "rename",
    "create_dirs",
    "chmod",
    "chtimes",
];
/// What stands for two others together.
const BOTH: [(&str, [&str; 2]); 2] = [
    ("delete", ["delete_files", "delete_dirs"]),
    ("rename", ["rename_files", "rename_dirs"]),
];

/// Sets the permission that is closest to those of the root, and names what gets lost.
///
/// # Errors
/// If there are none, or none for the root.
pub(super) fn read(user: &Object<'_>, account: &mut SourceAccount) -> Result<bool, RecordError> {
    let missing = || RecordError::FieldMissing {
        field: FIELD.to_owned(),
    };
    let folders = user.object(FIELD)?.ok_or_else(missing)?;
    let root = folders.0.get(ROOT).ok_or_else(missing)?;
    let granted = texts(root).ok_or_else(|| unreadable(FIELD))?;
    let (permission, is_the_same) = closest(&granted);
    account.set(Field::Permission, permission.key());
    let kept = |folder: &str| folder == ROOT && is_the_same;
    for (folder, value) in folders.0.iter().filter(|(folder, _)| !kept(folder)) {
        not_kept(account, folder, value);
    }
    Ok(!granted.is_empty())
}

fn not_kept(account: &mut SourceAccount, folder: &str, granted: &Value) {
    account.not_kept(FIELD, format!("{folder}: {}", shown(granted)));
}

/// The permission that is closest and does not let anybody read what they cannot read there, and
/// whether it is just that.
fn closest(granted: &[&str]) -> (FtpPermission, bool) {
    let may = |what: &str| {
        let all = granted.contains(&"*") || granted.contains(&what);
        let mut both = BOTH.iter().filter(|(name, _)| *name == what);
        all || both.any(|(_, parts)| parts.iter().all(|part| granted.contains(part)))
    };
    let are = |names: &[&str]| {
        granted.len() == names.len() && names.iter().all(|name| granted.contains(name))
    };
    match (may("download"), may("upload")) {
        (true, true) => (FtpPermission::ReadWrite, EVERYTHING.into_iter().all(may)),
        (false, true) => {
            let upload_only = ["list", "upload", "create_dirs"];
            (FtpPermission::UploadOnly, are(&upload_only))
        }
        (_, false) => (FtpPermission::ReadOnly, are(&["list", "download"])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closest_permission_never_lets_one_read_more() {
        use FtpPermission::{ReadOnly, ReadWrite, UploadOnly};
        for (granted, permission, is_the_same) in [
            ("*", ReadWrite, true),
            (
                "list download upload overwrite delete rename create_dirs chmod chtimes",
                ReadWrite,
                true,
            ),
            (
                "list download upload overwrite delete_files delete_dirs rename_files rename_dirs create_dirs chmod chtimes chown",
                ReadWrite,
                true,
            ),
            (
                "list download upload overwrite delete_files rename create_dirs chmod chtimes",
                ReadWrite,
                false,
            ),
            ("list download upload", ReadWrite, false),
            ("download list", ReadOnly, true),
            ("list", ReadOnly, false),
            ("list download delete", ReadOnly, false),
            ("list upload create_dirs", UploadOnly, true),
            ("list upload overwrite create_dirs", UploadOnly, false),
            ("upload", UploadOnly, false),
        ] {
            let granted: Vec<&str> = granted.split(' ').collect();
            assert_eq!(closest(&granted), (permission, is_the_same), "{granted:?}");
        }
    }
}
