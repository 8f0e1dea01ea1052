//! Why there is no backup, or none was restored, as sentences.

use std::path::Path;

use services::PrepareError;
use services::store::CopyError;

use super::output::{command_texts, panel_texts};
use crate::backup::BackupError;

/// What to say of an error; `file` is the backup's, if one was to be restored.
pub(super) fn backup_error_sentence(error: &BackupError, file: &str) -> String {
    let texts = command_texts().backup;
    let size = panel_texts().size;
    let name = |path: &Path| path.display().to_string();
    match error {
        BackupError::Exists(path) => (texts.exists)(&name(path)),
        BackupError::NoDatabase(path) => (texts.no_database)(&name(path)),
        BackupError::InMemory => texts.in_memory.to_owned(),
        BackupError::Underway => texts.underway.to_owned(),
        BackupError::Copy(CopyError::Damaged(reason)) => (texts.own_damaged)(reason),
        BackupError::Copy(CopyError::Newer { .. }) => texts.own_newer.to_owned(),
        BackupError::Copy(error) => (texts.not_copied)(&error.to_string()),
        BackupError::NotABackup => (texts.not_a_backup)(file),
        BackupError::Damaged
        | BackupError::Prepare(PrepareError::Copy(CopyError::Damaged(_) | CopyError::Foreign)) => {
            (texts.damaged)(file)
        }
        BackupError::NewerFormat { berth } | BackupError::NewerDatabase { berth } => {
            (texts.newer)(file, &model::visible(berth))
        }
        BackupError::InUse => texts.in_use.to_owned(),
        BackupError::OtherDatabase => texts.other_database.to_owned(),
        BackupError::NoRoom {
            folder,
            needed,
            free,
        } => (texts.no_room)(&name(folder), &size(*needed), &size(*free)),
        BackupError::Prepare(error) => (texts.not_prepared)(&error.to_string()),
        BackupError::Unreadable { path, source } => {
            (texts.unreadable)(&name(path), &source.to_string())
        }
        BackupError::Unwritable { path, source } => {
            (texts.unwritable)(&name(path), &source.to_string())
        }
    }
}
