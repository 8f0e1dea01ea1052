//! The parameters of a list of FTP accounts.

use model::{
    AccountName, FtpAccountColumn, FtpAccountColumns, FtpAccountFilters, FtpAccountListing,
    ListPosition, UtcTime, query_words,
};
use sea_orm::Value;

use super::order::Order;
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
