//! CSV (RFC 4180) with a heading of Berth's own names, as `berth import` reads it.
//!
//! Unlike the panel's CSV it is for programs: a cell is the value to the letter.

use std::io;

use csv::Writer;
use model::FtpAccountSettings;

use super::account::{Account, ExportError, Written};

/// The columns before the settings.
const FIRST_COLUMNS: [&str; 3] = ["name", "home", "password-hash"];

/// The heading.
pub(super) fn heading() -> Result<String, ExportError> {
    let settings = FtpAccountSettings::FIELDS.map(FtpAccountSettings::key);
    record(FIRST_COLUMNS.into_iter().chain(settings))
}

/// A line. Without a hash that field is empty.
pub(super) fn line(account: &Account<'_>) -> Result<Written, ExportError> {
    let row = account.row;
    let settings = FtpAccountSettings::FIELDS.map(|field| row.settings.value(field));
    let first = [
        row.name.as_str(),
        row.home_directory.as_str(),
        account.hash.unwrap_or_default(),
    ];
    let text = record(first.into_iter().chain(settings.iter().map(String::as_str)))?;
    Ok(Written {
        text: text.into(),
        ..Written::default()
    })
}

fn record<'a>(fields: impl Iterator<Item = &'a str>) -> Result<String, ExportError> {
    let mut writer = Writer::from_writer(Vec::new());
    writer.write_record(fields).map_err(io::Error::from)?;
    let bytes = writer.into_inner().map_err(|error| error.into_error())?;
    let text = String::from_utf8(bytes).map_err(io::Error::other)?;
    Ok(text)
}
