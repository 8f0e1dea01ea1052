//! Lists, which are read a page at a time: `limit` says how many, and `cursor` where to go on.
//!
//! Cursors are opaque: whatever is in them may change with any version of Berth. They stay valid
//! whatever becomes of the rows around them.

use data_encoding::BASE64URL_NOPAD;
use serde::Serialize;
use utoipa::ToSchema;

use super::error::RestError;
use super::query::invalid_query;
use super::request_error::RequestError;

/// How many items a page has that does not say it.
const DEFAULT_LIMIT: u16 = 100;
/// The most items of a page.
pub(super) const MAX_LIMIT: u16 = 500;

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Page<T> {
    /// The items, in the order of the list.
    pub(super) items: Vec<T>,
    /// The `cursor` of the next page, on which there may be nothing; null on the last one.
    #[schema(required)]
    pub(super) next: Option<String>,
}

impl<T> Page<T> {
    /// A page, and the key after which the next one begins.
    pub(super) fn new(items: Vec<T>, next: Option<impl ToString>) -> Self {
        let next = next.map(|key| BASE64URL_NOPAD.encode(key.to_string().as_bytes()));
        Self { items, next }
    }

    /// A page of the rows that were read, `limit` at most. If it is full, another one may follow, which
    /// begins after the key of the last row.
    pub(super) fn of_rows<Row, Key: ToString>(
        rows: Vec<Row>,
        limit: u16,
        key: impl FnOnce(&Row) -> Key,
        item: impl FnMut(Row) -> T,
    ) -> Self {
        let is_full = rows.len() >= usize::from(limit);
        let next = rows.last().filter(|_| is_full).map(key);
        Self::new(rows.into_iter().map(item).collect(), next)
    }
}

/// The key that a cursor holds.
///
/// # Errors
/// [`RequestError::InvalidCursor`] for what `parse` does not read.
pub(super) fn read_cursor<Key>(
    cursor: Option<&str>,
    parse: impl FnOnce(&str) -> Option<Key>,
) -> Result<Option<Key>, RestError> {
    let Some(cursor) = cursor else {
        return Ok(None);
    };
    let bytes = BASE64URL_NOPAD.decode(cursor.as_bytes()).ok();
    let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
    let key = text.as_deref().and_then(parse);
    key.map(Some).ok_or(RequestError::InvalidCursor.into())
}

/// How many items a page has.
///
/// # Errors
/// If there is no such page.
pub(super) fn page_limit(limit: Option<u16>) -> Result<u16, RestError> {
    match limit.unwrap_or(DEFAULT_LIMIT) {
        limit @ 1..=MAX_LIMIT => Ok(limit),
        _ => Err(invalid_query(&format!("limit: not from 1 to {MAX_LIMIT}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_as_it_was_written_and_anything_else_is_none() {
        let next = Page::<()>::new(Vec::new(), Some(17))
            .next
            .expect("a cursor");
        let number = |text: &str| text.parse::<u32>().ok();
        let read = |cursor| read_cursor(Some(cursor), number).ok().flatten();
        assert_eq!(read(&next), Some(17));
        for cursor in ["", "17", "!", "eHg"] {
            assert_eq!(read(cursor), None, "{cursor}");
        }
        assert!(matches!(read_cursor(None, number), Ok(None)));
    }

    #[test]
    fn a_full_page_says_where_the_next_one_begins() {
        let page = |rows| Page::of_rows(rows, 2, |row| *row, |row: u32| row);
        assert_eq!(
            page(vec![7, 8]).next,
            Page::<u32>::new(Vec::new(), Some(8)).next
        );
        assert_eq!(page(vec![7]).next, None);
        assert_eq!(page(Vec::new()).next, None);
        assert_eq!(page(vec![7, 8]).items, [7, 8]);
    }

    #[test]
    fn a_page_has_some_items_and_not_too_many() {
        assert_eq!(page_limit(None).ok(), Some(DEFAULT_LIMIT));
        assert_eq!(page_limit(Some(MAX_LIMIT)).ok(), Some(MAX_LIMIT));
        for limit in [0, MAX_LIMIT + 1] {
            assert!(page_limit(Some(limit)).is_err(), "{limit}");
        }
    }
}
