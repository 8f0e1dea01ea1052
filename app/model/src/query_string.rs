//! The query of an address, as a plain form writes it (WHATWG URL, 5: "urlencoded").

use std::fmt::Write;

/// The names and values of a query, with or without its `?`.
pub(super) fn pairs(query: &str) -> impl Iterator<Item = (String, String)> {
    let query = query.strip_prefix('?').unwrap_or(query);
    query.split('&').map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decoded(name), decoded(value))
    })
}

/// Adds a name and its value to a query.
pub(super) fn add(query: &mut String, name: &str, value: &str) {
    if !query.is_empty() {
        query.push('&');
    }
    query.push_str(name);
    query.push('=');
    for byte in value.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b',' => {
                query.push(char::from(byte));
            }
            b' ' => query.push('+'),
            // Transaction to a text never fails.
            _ => drop(write!(query, "%{byte:02X}")),
        }
    }
}

/// What cannot be read stays as it is; what is no text has replacement characters.
fn decoded(text: &str) -> String {
    let hex = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16));
    let bytes = text.as_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let escaped = (*byte == b'%')
            .then(|| hex(bytes.get(at + 1)).zip(hex(bytes.get(at + 2))))
            .flatten();
        match (byte, escaped) {
            (_, Some((high, low))) => {
                plain.push(u8::try_from(high * 16 + low).unwrap_or_default());
                at += 2;
            }
            (b'+', None) => plain.push(b' '),
            (byte, None) => plain.push(*byte),
        }
        at += 1;
    }
    String::from_utf8_lossy(&plain).into_owned()
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
