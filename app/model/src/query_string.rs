//! The query of an address, as a plain form writes it (WHATWG URL, 5: "urlencoded").

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What is escaped in a value: all but what no address gives a meaning. A comma stays, so that
/// lists can be read.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b',');

/// The names and values of a query, with or without its `?`. What cannot be decoded stays as it
/// is; what is no text has replacement characters.
pub(super) fn pairs(query: &str) -> impl Iterator<Item = (String, String)> {
    let query = query.strip_prefix('?').unwrap_or(query);
    form_urlencoded::parse(query.as_bytes()).into_owned()
}

/// Adds a name and its value to a query.
pub(super) fn add(query: &mut String, name: &str, value: &str) {
    if !query.is_empty() {
        query.push('&');
    }
    query.push_str(name);
    query.push('=');
    query.extend(utf8_percent_encode(value, ESCAPED));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_browsers_write_is_read() {
        let read: Vec<_> = pairs("?q=%C3%A9t%c3%a9+1%2B1&empty=&alone&bad=%zz%4").collect();
        let expected = [
            ("q", "été 1+1"),
            ("empty", ""),
            ("alone", ""),
            ("bad", "%zz%4"),
        ];
        let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(read, expected);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_as_the_same(value in any::<String>()) {
            let mut query = String::new();
            add(&mut query, "a", "1");
            add(&mut query, "b", &value);
            prop_assert!(query.bytes().all(|byte| byte.is_ascii_graphic()));
            prop_assert_eq!(pairs(&query).last(), Some(("b".to_owned(), value)));
        }
    }
}
