//! Files with a record in each line.

use model::{ImportFileError, RecordError};

use crate::source::{MAX_RECORDS, SourceAccount, SourceRecord};
use crate::units::number;

/// How a format's lines are written.
pub(crate) struct LineFormat {
    /// What the format calls the fields, which stand between colons. The first is the record's name.
    pub(crate) fields: &'static [&'static str],
    /// How many of them a line has at least.
    pub(crate) least: usize,
}

/// The fields of a line.
pub(crate) struct Line<'a> {
    fields: &'static [&'static str],
    values: Vec<&'a str>,
}

/// Reads a record from each line. Empty lines and those that begin with `#` are none.
///
/// # Errors
/// The file has more than [`MAX_RECORDS`] records, or no line is of the format.
pub(crate) fn records(
    file: &[u8],
    format: &LineFormat,
    account: impl Fn(&Line<'_>) -> Result<SourceAccount, RecordError>,
) -> Result<Vec<SourceRecord>, ImportFileError> {
    let mut records = Vec::new();
    for (number, bytes) in lines(file).filter(|(_, bytes)| is_record(bytes)) {
        if records.len() == MAX_RECORDS {
            return Err(ImportFileError::TooLarge);
        }
        let name = bytes.split(|byte| *byte == b':').next().unwrap_or(bytes);
        records.push(SourceRecord {
            line: number,
            name: String::from_utf8_lossy(name).into_owned(),
            account: Line::parse(bytes, format).and_then(|line| account(&line)),
        });
    }
    of_the_format(records)
}

/// Takes records, if a line of theirs looks at all like one of the format.
///
/// # Errors
/// None does.
pub(crate) fn of_the_format(
    records: Vec<SourceRecord>,
) -> Result<Vec<SourceRecord>, ImportFileError> {
    let is_none = |record: &SourceRecord| {
        matches!(
            record.account,
            Err(RecordError::FieldCount { .. } | RecordError::NotUtf8)
        )
    };
    match records.first() {
        Some(first) if records.iter().all(is_none) => Err(ImportFileError::NotThisFormat {
            line: Some(first.line),
        }),
        _ => Ok(records),
    }
}

impl<'a> Line<'a> {
    /// Reads a line that has a name.
    ///
    /// # Errors
    /// It is no line of the format.
    pub(crate) fn parse(line: &'a [u8], format: &LineFormat) -> Result<Self, RecordError> {
        let line = std::str::from_utf8(line).map_err(|_| RecordError::NotUtf8)?;
        // Counted first, so that a line of nothing but colons takes no memory.
        let found = line.split(':').count();
        if !(format.least..=format.fields.len()).contains(&found) {
            return Err(RecordError::FieldCount {
                found: found as u64,
            });
        }
        let line = Self {
            fields: format.fields,
            values: line.split(':').collect(),
        };
        line.required(format.fields[0])?;
        Ok(line)
    }

    /// A field; empty if the line ends before it.
    pub(crate) fn value(&self, field: &str) -> &'a str {
        let at = self.fields.iter().position(|known| *known == field);
        at.and_then(|at| self.values.get(at).copied())
            .unwrap_or_default()
    }

    /// A field that no line leaves empty.
    ///
    /// # Errors
    /// It is empty.
    pub(crate) fn required(&self, field: &str) -> Result<&'a str, RecordError> {
        match self.value(field) {
            "" => Err(RecordError::FieldMissing {
                field: field.to_owned(),
            }),
            value => Ok(value),
        }
    }

    /// The whole number in a field; none if it is empty.
    ///
    /// # Errors
    /// It is no whole number from 0.
    pub(crate) fn number(&self, field: &str) -> Result<Option<u64>, RecordError> {
        number(field, self.value(field))
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

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;

    fn read(file: &[u8]) -> Result<Vec<SourceRecord>, ImportFileError> {
        let format = LineFormat {
            fields: &["login", "home"],
            least: 2,
        };
        records(file, &format, |line| {
            Ok(SourceAccount {
                home: line.value("home").to_owned(),
                ..SourceAccount::default()
            })
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
