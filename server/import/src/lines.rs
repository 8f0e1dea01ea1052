//! Files with a record in each line.

use model::{ImportFileError, RecordError};

use crate::source::{MAX_RECORDS, SourceAccount, SourceRecord};

/// More fields than a line of any format has.
const MAX_FIELDS: usize = 64;

/// Reads a record from each line whose fields stand between colons. The first field is its name,
/// which the format calls `name`; empty lines and those that begin with `#` are none.
///
/// # Errors
/// The file has more than [`MAX_RECORDS`] records, or no line is of the format.
pub(crate) fn records(
    file: &[u8],
    name: &str,
    account: impl Fn(&[&str]) -> Result<SourceAccount, RecordError>,
) -> Result<Vec<SourceRecord>, ImportFileError> {
    let mut records = Vec::new();
    for (line, bytes) in lines(file).filter(|(_, bytes)| is_record(bytes)) {
        if records.len() == MAX_RECORDS {
            return Err(ImportFileError::TooLarge);
        }
        records.push(record(line, bytes, name, &account));
    }
    match records.first() {
        Some(first) if records.iter().all(is_none) => Err(ImportFileError::NotThisFormat {
            line: Some(first.line),
        }),
        _ => Ok(records),
    }
}

/// The lines of a file and their numbers, from 1, without what ends them and without the byte order
/// mark at its beginning.
pub(crate) fn lines(file: &[u8]) -> impl Iterator<Item = (u64, &[u8])> {
    let lines = without_byte_order_mark(file).split(|byte| *byte == b'\n');
    (1..).zip(lines.map(|line| line.strip_suffix(b"\r").unwrap_or(line)))
}

/// A file without the byte order mark that some editors write at the beginning of UTF-8.
pub(crate) fn without_byte_order_mark(file: &[u8]) -> &[u8] {
    file.strip_prefix(b"\xef\xbb\xbf").unwrap_or(file)
}

fn is_record(line: &[u8]) -> bool {
    !line.trim_ascii().is_empty() && !line.starts_with(b"#")
}

fn record(
    line: u64,
    bytes: &[u8],
    name: &str,
    account: impl Fn(&[&str]) -> Result<SourceAccount, RecordError>,
) -> SourceRecord {
    let name_bytes = bytes.split(|byte| *byte == b':').next().unwrap_or(bytes);
    SourceRecord {
        line,
        name: String::from_utf8_lossy(name_bytes).into_owned(),
        account: fields(bytes).and_then(|fields| match name_bytes.is_empty() {
            true => Err(RecordError::FieldMissing {
                field: name.to_owned(),
            }),
            false => account(&fields),
        }),
    }
}

fn fields(line: &[u8]) -> Result<Vec<&str>, RecordError> {
    let line = std::str::from_utf8(line).map_err(|_| RecordError::NotUtf8)?;
    let found = line.split(':').count();
    match found > MAX_FIELDS {
        true => Err(RecordError::FieldCount {
            found: found as u64,
        }),
        false => Ok(line.split(':').collect()),
    }
}

/// Whether a line does not even look like one of the format.
fn is_none(record: &SourceRecord) -> bool {
    matches!(
        record.account,
        Err(RecordError::FieldCount { .. } | RecordError::NotUtf8)
    )
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;

    /// Of two fields, the second the home.
    fn read(file: &[u8]) -> Result<Vec<SourceRecord>, ImportFileError> {
        records(file, "login", |fields| match fields {
            [_, home] => Ok(SourceAccount {
                home: (*home).to_owned(),
                ..SourceAccount::default()
            }),
            _ => Err(RecordError::FieldCount {
                found: fields.len() as u64,
            }),
        })
    }

    #[test]
    fn each_line_is_a_record_with_its_number() {
        let file = b"\xef\xbb\xbf# accounts\r\n\r\nmarie:/a\r\npaul\n\xff:/b\n:/c\n  \nanna:/d";
        let records = read(file).unwrap();
        let homes: Vec<_> = records
            .iter()
            .map(|record| {
                let home = record.account.as_ref().map(|account| account.home.as_str());
                (record.line, record.name.as_str(), home)
            })
            .collect();
        assert_eq!(
            homes,
            [
                (3, "marie", Ok("/a")),
                (4, "paul", Err(&RecordError::FieldCount { found: 1 })),
                (5, "\u{fffd}", Err(&RecordError::NotUtf8)),
                (
                    6,
                    "",
                    Err(&RecordError::FieldMissing {
                        field: "login".to_owned()
                    })
                ),
                (8, "anna", Ok("/d")),
            ]
        );
    }

    #[test]
    fn a_file_without_any_such_line_is_of_another_format() {
        for file in [&b"\n{\n  \"users\" []\n}\n"[..], b"# nothing\n\xff\xfe"] {
            assert_eq!(
                read(file).unwrap_err(),
                ImportFileError::NotThisFormat { line: Some(2) }
            );
        }
        assert!(read(b"").unwrap().is_empty());
    }

    #[test]
    fn records_and_fields_are_bounded() {
        let file = "a:/\n".repeat(MAX_RECORDS);
        assert_eq!(read(file.as_bytes()).unwrap().len(), MAX_RECORDS);
        let more = file + "a:/\n";
        assert_eq!(
            read(more.as_bytes()).unwrap_err(),
            ImportFileError::TooLarge
        );
        let wide = format!("a:/\n{}", ":".repeat(1_000));
        assert_eq!(
            read(wide.as_bytes()).unwrap()[1].account,
            Err(RecordError::FieldCount { found: 1_001 })
        );
    }
}
