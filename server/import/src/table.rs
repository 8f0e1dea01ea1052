//! Tables as CSV (RFC 4180) with a heading, as databases and spreadsheets write them.

use csv::{ByteRecord, Position, ReaderBuilder};
use model::{ImportFileError, RecordError};

use crate::lines::{lines, without_byte_order_mark};
use crate::source::{MAX_RECORDS, SourceAccount, SourceRecord};

/// What may stand between two fields.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];
/// More delimiters than a line of any table has.
const MAX_DELIMITERS: usize = 1_000;

/// A table, read up to its heading.
pub(crate) struct Table<'a> {
    file: &'a [u8],
    delimiter: u8,
    heading: Vec<String>,
}

/// One of a table's columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Column(usize);

/// A row that has as many fields as the heading.
pub(crate) struct Row<'a> {
    heading: &'a [String],
    fields: Vec<&'a str>,
}

impl<'a> Table<'a> {
    /// Reads the heading. Commas, semicolons or tabs stand between the fields: whichever the heading
    /// has the most of.
    ///
    /// # Errors
    /// There is no heading in UTF-8, or a line is too wide for any table.
    pub(crate) fn read(file: &'a [u8]) -> Result<Self, ImportFileError> {
        let file = without_byte_order_mark(file);
        let first = lines(file).find(|(_, line)| !line.trim_ascii().is_empty());
        let Some((line, first)) = first else {
            return Err(ImportFileError::NoAccounts);
        };
        let delimiter = delimiter(first);
        if let Some((line, _)) = lines(file).find(|(_, line)| is_too_wide(line, delimiter)) {
            return Err(ImportFileError::NotThisFormat { line: Some(line) });
        }
        let not_this_format = ImportFileError::NotThisFormat { line: Some(line) };
        let mut heading = ByteRecord::new();
        reader(file, delimiter)
            .read_byte_record(&mut heading)
            .map_err(|_| not_this_format.clone())?;
        let heading = texts(&heading).map_err(|_| not_this_format)?;
        Ok(Self {
            file,
            delimiter,
            heading: heading.iter().map(|name| name.trim().to_owned()).collect(),
        })
    }

    /// The column of this name, in any letter case; none if there is none.
    pub(crate) fn find(&self, name: &str) -> Option<Column> {
        let mut names = self.heading.iter();
        names
            .position(|known| known.eq_ignore_ascii_case(name))
            .map(Column)
    }

    /// The column of this name, in any letter case.
    ///
    /// # Errors
    /// There is none.
    pub(crate) fn column(&self, name: &str) -> Result<Column, ImportFileError> {
        self.find(name)
            .ok_or_else(|| ImportFileError::ColumnMissing {
                column: name.to_owned(),
            })
    }

    /// Every column, in their order.
    pub(crate) fn columns(&self) -> impl Iterator<Item = Column> + use<> {
        (0..self.heading.len()).map(Column)
    }

    /// What the heading calls a column.
    pub(crate) fn heading(&self, column: Column) -> &str {
        heading(&self.heading, column)
    }

    /// Reads a record from each row that follows the heading. A row without a name is none, nor is
    /// one with more or fewer fields than the heading.
    ///
    /// # Errors
    /// There are more than [`MAX_RECORDS`] of them.
    pub(crate) fn records(
        &self,
        name: Column,
        account: impl Fn(&Row<'_>) -> Result<SourceAccount, RecordError>,
    ) -> Result<Vec<SourceRecord>, ImportFileError> {
        let mut records = Vec::new();
        let mut lines = LineNumbers::of(self.file);
        let mut reader = reader(self.file, self.delimiter);
        let mut fields = ByteRecord::new();
        // Reads from memory and takes rows of any length, so that no error is left.
        let mut next = |fields: &mut ByteRecord| reader.read_byte_record(fields).unwrap_or(false);
        let mut is_heading = true;
        while next(&mut fields) {
            if std::mem::take(&mut is_heading) {
                continue;
            }
            if records.len() == MAX_RECORDS {
                return Err(ImportFileError::TooLarge);
            }
            records.push(SourceRecord {
                line: lines.number(fields.position()),
                name: String::from_utf8_lossy(fields.get(name.0).unwrap_or_default())
                    .trim()
                    .to_owned(),
                account: self.account(&fields, name, &account),
            });
        }
        Ok(records)
    }

    fn account(
        &self,
        fields: &ByteRecord,
        name: Column,
        account: impl Fn(&Row<'_>) -> Result<SourceAccount, RecordError>,
    ) -> Result<SourceAccount, RecordError> {
        if fields.len() != self.heading.len() {
            return Err(RecordError::FieldCount {
                found: fields.len() as u64,
            });
        }
        let row = Row {
            heading: &self.heading,
            fields: texts(fields)?,
        };
        row.required(name)?;
        account(&row)
    }
}

impl Row<'_> {
    /// A field as it stands there.
    pub(crate) fn text(&self, column: Column) -> &str {
        self.fields.get(column.0).copied().unwrap_or_default()
    }

    /// A field without white space around it; empty if the table has no such column, or if it is
    /// `NULL` or `\N`, as databases write that nothing is there.
    pub(crate) fn value(&self, column: impl Into<Option<Column>>) -> &str {
        match column.into().map_or("", |column| self.text(column).trim()) {
            "NULL" | "\\N" => "",
            value => value,
        }
    }

    /// As [`value`](Self::value), of a column that no row leaves empty.
    ///
    /// # Errors
    /// It is empty.
    pub(crate) fn required(&self, column: Column) -> Result<&str, RecordError> {
        match self.value(column) {
            "" => Err(RecordError::FieldMissing {
                field: self.heading(column).to_owned(),
            }),
            value => Ok(value),
        }
    }

    /// What the heading calls a column, for a field of it that cannot be read.
    pub(crate) fn heading(&self, column: Column) -> &str {
        heading(self.heading, column)
    }
}

fn heading(heading: &[String], column: Column) -> &str {
    heading.get(column.0).map_or("", String::as_str)
}

/// The numbers of the lines in which the rows of a file begin.
struct LineNumbers<'a> {
    file: &'a [u8],
    /// Up to where lines are counted.
    at: usize,
    /// The number of the line there.
    line: u64,
}

impl<'a> LineNumbers<'a> {
    fn of(file: &'a [u8]) -> Self {
        Self {
            file,
            at: 0,
            line: 1,
        }
    }

    /// The number of a row that comes later than those that were asked for before.
    fn number(&mut self, position: Option<&Position>) -> u64 {
        let position = position.map_or(0, Position::byte);
        let position = usize::try_from(position).unwrap_or(usize::MAX);
        while let Some(byte) = self.file.get(self.at) {
            // The reader leaves the ends of lines, and empty lines, to the row behind them.
            if self.at >= position && !matches!(byte, b'\r' | b'\n') {
                break;
            }
            self.line += u64::from(*byte == b'\n');
            self.at += 1;
        }
        self.line
    }
}

fn reader(file: &[u8], delimiter: u8) -> csv::Reader<&[u8]> {
    ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(file)
}

/// What stands between the fields of a heading.
fn delimiter(heading: &[u8]) -> u8 {
    let mut most = (0, b',');
    for delimiter in DELIMITERS {
        let count = count(heading, delimiter);
        if count > most.0 {
            most = (count, delimiter);
        }
    }
    most.1
}

fn is_too_wide(line: &[u8], delimiter: u8) -> bool {
    line.len() > MAX_DELIMITERS && count(line, delimiter) > MAX_DELIMITERS
}

fn count(line: &[u8], delimiter: u8) -> usize {
    line.iter().filter(|byte| **byte == delimiter).count()
}

fn texts(fields: &ByteRecord) -> Result<Vec<&str>, RecordError> {
    let texts = fields.iter().map(std::str::from_utf8);
    texts
        .collect::<Result<_, _>>()
        .map_err(|_| RecordError::NotUtf8)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;

    /// Of columns `Name` and `home`.
    fn read(file: &[u8]) -> Result<Vec<SourceRecord>, ImportFileError> {
        let table = Table::read(file)?;
        let home = table.column("HOME")?;
        table.records(table.column("name")?, |row| {
            Ok(SourceAccount {
                home: row.required(home)?.to_owned(),
                ..SourceAccount::default()
            })
        })
    }

    fn homes(records: &[SourceRecord]) -> Vec<(u64, &str, Result<&str, &RecordError>)> {
        records
            .iter()
            .map(|record| {
                let home = record.account.as_ref().map(|account| account.home.as_str());
                (record.line, record.name.as_str(), home)
            })
            .collect()
    }

    #[test]
    fn fields_stand_between_commas_semicolons_or_tabs() {
        for file in [
            "Name,home\nmarie,/a\n",
            "\u{feff}Name;home;\"a, b\"\r\nmarie;/a;\r\n",
            "id\tName\thome\n1\tmarie\t/a",
            "\"Name\",\" home \"\n\" marie\",\" /a \"",
        ] {
            let records = read(file.as_bytes()).unwrap();
            assert_eq!(homes(&records), [(2, "marie", Ok("/a"))], "{file}");
        }
    }

    #[test]
    fn a_broken_row_stops_no_other() {
        let file =
            b"name,home\r\n\r\n\"ma\"\"rie\",\"/a\nb\"\r\npaul\n\n\xff,/b\n,/c\nlea,NULL\nanna,/d";
        let missing = |field: &str| RecordError::FieldMissing {
            field: field.to_owned(),
        };
        assert_eq!(
            homes(&read(file).unwrap()),
            [
                (3, "ma\"rie", Ok("/a\nb")),
                (5, "paul", Err(&RecordError::FieldCount { found: 1 })),
                (7, "\u{fffd}", Err(&RecordError::NotUtf8)),
                (8, "", Err(&missing("name"))),
                (9, "lea", Err(&missing("home"))),
                (10, "anna", Ok("/d")),
            ]
        );
    }

    #[test]
    fn a_file_without_its_heading_is_refused() {
        let refused = |file: &[u8]| read(file).unwrap_err();
        assert_eq!(
            refused(b"name;folder\nmarie;/a"),
            ImportFileError::ColumnMissing {
                column: "HOME".to_owned()
            }
        );
        assert_eq!(refused(b"\r\n \n"), ImportFileError::NoAccounts);
        assert_eq!(
            refused(b"\n\xff\xfen\0"),
            ImportFileError::NotThisFormat { line: Some(2) }
        );
    }

    #[test]
    fn rows_and_columns_are_bounded() {
        let file = "name,home\n".to_owned() + &"a,/\n".repeat(MAX_RECORDS);
        assert_eq!(read(file.as_bytes()).unwrap().len(), MAX_RECORDS);
        let more = file + "a,/\n";
        assert_eq!(
            read(more.as_bytes()).unwrap_err(),
            ImportFileError::TooLarge
        );
        let wide = format!("name,home\na,/\n{}", ",".repeat(MAX_DELIMITERS + 1));
        assert_eq!(
            read(wide.as_bytes()).unwrap_err(),
            ImportFileError::NotThisFormat { line: Some(3) }
        );
    }
}
