//! Lists that are shown a page at a time.

use serde::{Deserialize, Serialize};

/// The number of a page, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "u32", into = "u32")]
pub struct PageNumber(u32);

impl PageNumber {
    /// The first page.
    pub const FIRST: Self = Self(1);

    /// The page of a number in an address; what is no number from 1 up is the first page.
    pub fn parse(text: &str) -> Self {
        text.parse::<u32>().map_or(Self::FIRST, Self::from)
    }

    /// The number, from 1.
    pub fn get(self) -> u32 {
        self.0
    }

    /// How many rows stand on the pages before, for pages of `size` rows.
    pub fn offset(self, size: u32) -> u64 {
        u64::from(self.0 - 1) * u64::from(size)
    }
}

impl From<u32> for PageNumber {
    fn from(number: u32) -> Self {
        Self(number.max(1))
    }
}

impl From<PageNumber> for u32 {
    fn from(page: PageNumber) -> Self {
        page.0
    }
}

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<Row> {
    /// The rows on this page.
    pub rows: Vec<Row>,
    /// How many rows the whole list has.
    pub total: u64,
    /// Which page this is.
    pub number: PageNumber,
}

impl<Row> Page<Row> {
    /// Rows on a full page.
    pub const SIZE: u32 = 25;

    /// The number of the last page; 1 for an empty list.
    pub fn last(&self) -> u32 {
        u32::try_from(self.total.div_ceil(u64::from(Self::SIZE)))
            .unwrap_or(u32::MAX)
            .max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_page_is_the_first() {
        for text in ["", "0", "-1", "x", "99999999999"] {
            assert_eq!(PageNumber::parse(text), PageNumber::FIRST, "{text}");
        }
        assert_eq!(PageNumber::parse("3").offset(25), 50);
    }

    #[test]
    fn the_last_page_holds_the_last_row() {
        let last = |total| {
            Page::<()> {
                rows: vec![],
                total,
                number: PageNumber::FIRST,
            }
            .last()
        };
        assert_eq!([last(0), last(1), last(25), last(26)], [1, 1, 1, 2]);
    }
}
