//! The parameters of a list of FTP accounts.

use model::{
    AccountName, FtpAccountColumn, FtpAccountColumns, FtpAccountFilters, FtpAccountListing,
    ListPosition, UtcTime, query_words,
};
use sea_orm::Value;

use super::order::{KeyKind, Order};
use crate::store::keys::SubscriptionId;

/// Which accounts of a subscription a list finds.
#[derive(Clone, Debug)]
pub struct FtpAccountQuery {
    pub(super) subscription: SubscriptionId,
    pub(super) filters: FtpAccountFilters,
    pub(super) words: Vec<String>,
    pub(super) now: UtcTime,
    /// Whether there is a search text without a word, which finds nothing.
    pub(super) finds_nothing: bool,
}

impl FtpAccountQuery {
    /// The accounts that a list finds at this time.
    pub fn of(subscription: SubscriptionId, listing: &FtpAccountListing, now: UtcTime) -> Self {
        let words = query_words(listing.search.as_str());
        Self {
            subscription,
            filters: listing.filters.clone(),
            finds_nothing: words.is_empty() && !listing.search.as_str().is_empty(),
            words,
            now,
        }
    }

    /// Whether it finds every account.
    pub(super) fn is_all(&self) -> bool {
        self.words.is_empty() && !self.has_filters() && !self.finds_nothing
    }

    /// Whether the filters leave only accounts that are equal in this column.
    pub(super) fn are_equal_in(&self, sort: FtpAccountColumn) -> bool {
        match sort {
            FtpAccountColumn::State => self.filters.enabled.is_some(),
            FtpAccountColumn::Permission => self.filters.permission.is_some(),
            FtpAccountColumn::LastSignIn => self.filters.unused,
            _ => false,
        }
    }

    pub(super) fn has_filters(&self) -> bool {
        self.filters != FtpAccountFilters::default()
    }
}

/// A keyset page of a list.
#[derive(Clone, Debug)]
pub struct FtpAccountsPage<'a> {
    /// Its order.
    pub sort: FtpAccountColumn,
    /// Whether the greatest comes first.
    pub descending: bool,
    /// What is read of each account.
    pub columns: FtpAccountColumns,
    /// The row after or before which the page is.
    pub position: &'a ListPosition,
    /// How many rows at most.
    pub limit: u64,
}

impl<'a> FtpAccountsPage<'a> {
    /// The page that a list shows, and one row more.
    pub fn of(listing: &'a FtpAccountListing) -> Self {
        Self {
            sort: listing.sort,
            descending: listing.descending,
            columns: listing.columns,
            position: &listing.position,
            limit: u64::from(listing.size.get()) + 1,
        }
    }

    /// The order in which it is read, and whether that is from the end.
    pub(super) fn order(&self) -> (Order, bool) {
        let order = Order::of(self.sort, self.descending);
        match self.position {
            ListPosition::First | ListPosition::After(_) => (order, false),
            ListPosition::Before(_) | ListPosition::Last => (order.reversed(), true),
        }
    }
}

/// A keyset cursor: a row's key in an order. It stays valid whatever becomes of the row.
#[derive(Clone, Debug)]
pub struct FtpAccountCursor {
    pub(super) key: Value,
    pub(super) name: AccountName,
}

impl FtpAccountCursor {
    /// The cursor as text, which [`parse`](Self::parse) reads.
    pub fn text(&self) -> String {
        let key = match &self.key {
            Value::Bool(key) => serde_json::json!(key),
            Value::BigInt(key) => serde_json::json!(key),
            Value::String(key) => serde_json::json!(key),
            // No order has another kind of key.
            _ => serde_json::Value::Null,
        };
        serde_json::json!([key, self.name]).to_string()
    }

    /// The cursor of a text, in a list that is sorted by this column; none for any other text.
    pub fn parse(text: &str, sort: FtpAccountColumn, descending: bool) -> Option<Self> {
        let (key, name): (serde_json::Value, AccountName) = serde_json::from_str(text).ok()?;
        let key = match Order::of(sort, descending).kind {
            KeyKind::Flag => Value::from(key.as_bool()?),
            KeyKind::Number => Value::from(key.as_i64()?),
            // PostgreSQL takes no such character.
            KeyKind::Text => {
                Value::from(key.as_str().filter(|key| !key.contains('\0'))?.to_owned())
            }
        };
        Some(Self { key, name })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_in_a_list_of_the_same_kind_alone() {
        let name: AccountName = "marie".parse().expect("a name");
        for (key, sort) in [
            (Value::from(true), FtpAccountColumn::Name),
            (Value::from(-1_i64), FtpAccountColumn::Usage),
            (Value::from("/a b"), FtpAccountColumn::HomeDirectory),
        ] {
            let cursor = FtpAccountCursor {
                key: key.clone(),
                name: name.clone(),
            };
            let text = cursor.text();
            let read = FtpAccountCursor::parse(&text, sort, false).expect(&text);
            assert_eq!((read.key, read.name), (key, name.clone()));
            for other in [
                FtpAccountColumn::Name,
                FtpAccountColumn::Usage,
                FtpAccountColumn::HomeDirectory,
            ] {
                let read = FtpAccountCursor::parse(&text, other, false);
                assert_eq!(read.is_some(), other == sort, "{text} {other:?}");
            }
        }
        for text in ["", "[]", "[true]", "[true,\"..\"]", "[1.5,\"marie\"]"] {
            let read = FtpAccountCursor::parse(text, FtpAccountColumn::Usage, false);
            assert!(read.is_none(), "{text}");
        }
    }
}
