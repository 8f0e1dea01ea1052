//! Numbers of other servers in Berth's units.

use model::{RecordError, size_text};

/// The whole number in a field, without white space around it; none if it is empty.
///
/// # Errors
/// It is no whole number from 0.
pub(crate) fn number(field: &str, text: &str) -> Result<Option<u64>, RecordError> {
    match text.trim() {
        "" => Ok(None),
        text => text
            .parse()
            .map(Some)
            .map_err(|_| RecordError::FieldUnreadable {
                field: field.to_owned(),
            }),
    }
}

/// A number of bytes as the text of a quota; empty, for no limit, of none at all.
pub(crate) fn size(bytes: u64) -> String {
    match bytes {
        0 => String::new(),
        bytes => size_text(bytes),
    }
}

/// Bytes a second as the text of a rate, in KiB: rounded down, at least 1. Empty, for no limit, of
/// none at all.
pub(crate) fn rate(bytes: u64) -> String {
    match bytes {
        0 => String::new(),
        bytes => (bytes / 1024).max(1).to_string(),
    }
}

/// A number as the text of a setting; empty, for no limit, of 0.
pub(crate) fn count(number: u64) -> String {
    match number {
        0 => String::new(),
        number => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_read() {
        assert_eq!(number("uid", ""), Ok(None));
        assert_eq!(number("uid", " 33 "), Ok(Some(33)));
        for text in ["-1", "1.5", "many"] {
            let field = "uid".to_owned();
            assert_eq!(
                number("uid", text),
                Err(RecordError::FieldUnreadable { field })
            );
        }
    }

    #[test]
    fn numbers_are_texts_of_settings() {
        assert_eq!([size(0), size(123), size(2048)], ["", "123 B", "2 KiB"]);
        assert_eq!(
            [rate(0), rate(1), rate(1023), rate(2047)],
            ["", "1", "1", "1"]
        );
        assert_eq!(rate(10 * 1024 * 1024), "10240");
        assert_eq!([count(0), count(3)], ["", "3"]);
    }
}
