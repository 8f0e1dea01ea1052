//! Rows as CSV (RFC 4180), for spreadsheets and other programs.

use csv::{Terminator, WriterBuilder};
use model::{AppError, visible};

/// What a cell may not begin with: spreadsheets would take it for a formula (CWE-1236).
const FORMULA_STARTS: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];
/// By it spreadsheets know that the text is UTF-8.
pub(crate) const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Rows as lines of CSV, in which no cell is a formula.
pub(crate) fn csv_lines<const N: usize>(
    rows: impl IntoIterator<Item = [String; N]>,
) -> Result<String, AppError> {
    let mut writer = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        // Also quotes cells with semicolons, at which spreadsheets of some languages separate.
        .comment(Some(b';'))
        .from_writer(Vec::new());
    let written = rows
        .into_iter()
        .try_for_each(|row| writer.write_record(row.map(|cell| without_formula(&cell))));
    let bytes = written.ok().and_then(|()| writer.into_inner().ok());
    bytes
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .ok_or_else(|| {
            // Memory takes every byte, and all rows have as many cells.
            tracing::error!("rows could not be written as CSV");
            AppError::Internal
        })
}

/// A cell that spreadsheets show as the text that it is: not as a formula, and turning nothing.
fn without_formula(cell: &str) -> String {
    let begins_one = cell.trim_start().starts_with(FORMULA_STARTS);
    let quote = if begins_one { "'" } else { "" };
    format!("{quote}{}", visible(cell))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_or_more_than_one() {
        for (text, written) in [
            ("for marie", "for marie"),
            ("one, two", "\"one, two\""),
            ("one; two", "\"one; two\""),
            ("one\ntwo", "one‹U+000A›two"),
            ("one\u{202e}owt", "one‹U+202E›owt"),
            ("he said \"no\"", "\"he said \"\"no\"\"\""),
            ("=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\""),
            (" =1+1", "' =1+1"),
            ("+33 1", "'+33 1"),
            ("-1", "'-1"),
            ("@cmd", "'@cmd"),
            ("\t=1", "'‹U+0009›=1"),
            ("＝1", "'＝1"),
        ] {
            let line = csv_lines([[String::new(), text.to_owned()]]).expect("a line");
            assert_eq!(line, format!(",{written}\r\n"), "{text}");
        }
    }
}
