//! What differs between two states of an account.

use model::{Change, Field, FtpAccountSettings};

use super::snapshot::FtpAccountSnapshot;

/// What differs between two states of an account.
pub(crate) fn changes(before: FtpAccountSnapshot, after: FtpAccountSnapshot) -> Vec<Change> {
    let mut changes = Vec::new();
    if before.name != after.name {
        changes.push(Change::Name {
            before: before.name,
            after: after.name,
        });
    }
    if let Some(until) = after.old_name_until {
        changes.push(Change::OldNameKept { until });
    }
    if before.home_directory != after.home_directory {
        changes.push(Change::HomeDirectory {
            before: before.home_directory,
            after: after.home_directory,
        });
    }
    if after.password_changed {
        changes.push(Change::Password);
    }
    changes.extend(setting_changes(&before.settings, &after.settings));
    changes
}

/// What differs between settings, in the order of the form.
pub(crate) fn setting_changes(
    before: &FtpAccountSettings,
    after: &FtpAccountSettings,
) -> Vec<Change> {
    let changed = |field: &Field| before.value(*field) != after.value(*field);
    FtpAccountSettings::FIELDS
        .into_iter()
        .filter(changed)
        .map(|field| Change::Setting {
            field,
            before: Box::new(before.clone()),
            after: Box::new(after.clone()),
        })
        .collect()
}
