//! What tests see of records.

use model::{Field, RecordError};

use crate::source::{SourceAccount, SourcePassword, SourceRecord};

/// The line, the name and the error of each record that is none.
pub(crate) fn broken(records: &[SourceRecord]) -> Vec<(u64, &str, &RecordError)> {
    records
        .iter()
        .filter_map(|record| {
            let error = record.account.as_ref().err()?;
            Some((record.line, record.name.as_str(), error))
        })
        .collect()
}

/// The line, the name and the account of each record that is one.
pub(crate) fn accounts(records: &[SourceRecord]) -> Vec<(u64, &str, &SourceAccount)> {
    records
        .iter()
        .filter_map(|record| {
            let account = record.account.as_ref().ok()?;
            Some((record.line, record.name.as_str(), account))
        })
        .collect()
}

/// The settings of an account by their keys.
pub(crate) fn settings(account: &SourceAccount) -> Vec<(&str, &str)> {
    let settings = account.settings.iter();
    settings
        .map(|(field, text)| (model::FtpAccountSettings::key(*field), text.as_str()))
        .collect()
}

/// A setting of an account.
pub(crate) fn setting(account: &SourceAccount, field: Field) -> Option<&str> {
    let mut settings = account.settings.iter();
    let setting = settings.find(|(known, _)| *known == field);
    setting.map(|(_, text)| text.as_str())
}

/// What of an account is not kept.
pub(crate) fn not_kept(account: &SourceAccount) -> Vec<(&str, &str)> {
    let not_kept = account.not_kept.iter();
    not_kept
        .map(|one| (one.setting.as_str(), one.value.as_str()))
        .collect()
}

/// A password, with what it is before it.
pub(crate) fn password(account: &SourceAccount) -> String {
    match &account.password {
        SourcePassword::None => "none".to_owned(),
        SourcePassword::Hash(hash) => format!("hash {hash}"),
        SourcePassword::Plain(plain) => format!("plain {}", plain.as_str()),
    }
}

/// That a field is missing.
pub(crate) fn missing(field: &str) -> RecordError {
    RecordError::FieldMissing {
        field: field.to_owned(),
    }
}

/// That a field cannot be read.
pub(crate) fn unreadable(field: &str) -> RecordError {
    RecordError::FieldUnreadable {
        field: field.to_owned(),
    }
}
