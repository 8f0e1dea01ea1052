//! Reading pages and batches of a list.

use model::{AccountName, DomainName, FtpAccountListRow, ListPosition, sort_key};
use sea_orm::{ConnectionTrait, QueryResult};

use super::conditions::{candidates, conditions, limit_value, not_removed};
use super::order::Order;
use super::plan::{AccessPath, FtpAccountsFound};
use super::query::{FtpAccountCursor, FtpAccountQuery, FtpAccountsPage};
use super::row::{cursor, list_row, select};
use crate::store::Visible;
use crate::store::convert::count;
use crate::store::error::StoreError;
use crate::store::pool::Store;
use crate::store::sql::Sql;

/// The beginning of a list of all accounts, with the subscription.
pub struct FtpAccountsStart {
    /// How many accounts the subscription has.
    pub total: u64,
    /// The first rows.
    pub rows: Vec<FtpAccountListRow>,
}

impl Store {
    /// The beginning of a list of all accounts of a subscription that is among the visible ones:
    /// one query. None if there is no such subscription.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn ftp_accounts_start(
        &self,
        domain: &DomainName,
        visible: Visible,
        page: &FtpAccountsPage<'_>,
    ) -> Result<Option<FtpAccountsStart>, StoreError> {
        let statement = first_page(self.sql(), domain, visible, page).statement();
        let rows = self.readers.query_all_raw(statement).await?;
        let Some(first) = rows.first() else {
            return Ok(None);
        };
        let total: i64 = first.try_get_by_index(0)?;
        let rows = rows.iter().map(|row| list_row(row, 1, page.columns));
        Ok(Some(FtpAccountsStart {
            total: count(total),
            rows: rows.collect::<Result<_, StoreError>>()?,
        }))
    }

    /// A page of the accounts that were found, in the list's order.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn ftp_accounts_page(
        &self,
        query: &FtpAccountQuery,
        found: FtpAccountsFound,
        page: &FtpAccountsPage<'_>,
    ) -> Result<Vec<FtpAccountListRow>, StoreError> {
        let mut rows = self.read_page(query, found, page, None).await?;
        if page.order().1 {
            rows.reverse();
        }
        let rows = rows.iter().map(|row| list_row(row, 1, page.columns));
        rows.collect()
    }

    /// A batch of the accounts that were found: those after a cursor, or the first ones without it,
    /// with the cursor for the next batch. For reading all of them: accounts that are changed or
    /// removed concurrently leave no gap.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn ftp_accounts_batch(
        &self,
        query: &FtpAccountQuery,
        found: FtpAccountsFound,
        page: &FtpAccountsPage<'_>,
        after: Option<&FtpAccountCursor>,
    ) -> Result<(Vec<FtpAccountListRow>, Option<FtpAccountCursor>), StoreError> {
        let rows = self.read_page(query, found, page, after).await?;
        let cursor = rows.last().map(|row| cursor(row, page)).transpose()?;
        let rows = rows.iter().map(|row| list_row(row, 1, page.columns));
        Ok((rows.collect::<Result<_, StoreError>>()?, cursor))
    }

    /// The rows of a page, in the order in which they are read.
    async fn read_page(
        &self,
        query: &FtpAccountQuery,
        found: FtpAccountsFound,
        page: &FtpAccountsPage<'_>,
        after: Option<&FtpAccountCursor>,
    ) -> Result<Vec<QueryResult>, StoreError> {
        let mut rows = Vec::new();
        if query.finds_nothing {
            return Ok(rows);
        }
        let from = match (after, page.position) {
            (Some(cursor), _) => Start::Cursor(cursor),
            (None, ListPosition::After(name) | ListPosition::Before(name)) => Start::Row(name),
            (None, ListPosition::First | ListPosition::Last) => Start::Beginning,
        };
        for part in parts(found.path, from) {
            let missing = page.limit - rows.len() as u64;
            if missing > 0 {
                let sql = select_part(self.sql(), query, found.path, page, from, *part, missing);
                rows.extend(self.readers.query_all_raw(sql.statement()).await?);
            }
        }
        Ok(rows)
    }
}

/// Where a page begins.
#[derive(Clone, Copy, Debug)]
pub(super) enum Start<'a> {
    /// From the first one on.
    Beginning,
    /// After the row of this name, wherever it is now.
    Row(&'a AccountName),
    /// After a cursor.
    Cursor(&'a FtpAccountCursor),
}

/// A range of the accounts after a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// All accounts, since there is no row to begin after.
    All,
    /// All that come after the row.
    Later,
    /// Those after it with an equal key.
    Equal,
    /// Those after it with another key.
    Greater,
}

/// The parts in which the accounts after a row are read. Each is one range of the order's index: a
/// comparison of both columns at once would be none.
pub(super) fn parts(path: AccessPath, from: Start<'_>) -> &'static [Part] {
    match (from, path) {
        (Start::Beginning, _) => &[Part::All],
        (_, AccessPath::Order) => &[Part::Equal, Part::Greater],
        (_, AccessPath::Filters | AccessPath::Word(_)) => &[Part::Later],
    }
}

fn first_page(
    mut sql: Sql,
    domain: &DomainName,
    visible: Visible,
    page: &FtpAccountsPage<'_>,
) -> Sql {
    let (order, _) = page.order();
    sql.push("SELECT s.ftp_accounts, ");
    select(&mut sql, page.columns);
    sql.push(" FROM subscription AS s JOIN ftp_account AS a");
    sql.hint(" INDEXED BY ").hint(order.index);
    sql.push(" ON a.subscription_id = s.id WHERE s.domain = ");
    sql.bind(domain.as_str());
    visible.restrict(&mut sql);
    sql.push(" AND a.removed_at IS NULL").push(&order.clause());
    sql.push(" LIMIT ").bind(limit_value(page.limit));
    sql
}

/// One part of a page.
pub(super) fn select_part(
    mut sql: Sql,
    query: &FtpAccountQuery,
    path: AccessPath,
    page: &FtpAccountsPage<'_>,
    from: Start<'_>,
    part: Part,
    limit: u64,
) -> Sql {
    let (order, _) = page.order();
    sql.push("SELECT ").push(&order.key("a")).push(", ");
    select(&mut sql, page.columns);
    sql.push(" FROM ftp_account AS a");
    if path == AccessPath::Order {
        sql.hint(" INDEXED BY ").hint(order.index);
    } else {
        sql.hint(" NOT INDEXED");
    }
    not_removed(&mut sql, "a", query);
    if path != AccessPath::Order {
        sql.push(" AND a.id IN (SELECT ");
        candidates(&mut sql, query, path);
        sql.push(")");
    }
    conditions(&mut sql, query, path);
    after(&mut sql, query, order, from, part);
    // By a key that is the same for all, SQLite would sort.
    let ordered = if part == Part::Equal || query.are_equal_in(page.sort) {
        order.clause_of_equals()
    } else {
        order.clause()
    };
    sql.push(&ordered).push(" LIMIT ").bind(limit_value(limit));
    sql
}

/// The condition for the rows of a part.
fn after(sql: &mut Sql, query: &FtpAccountQuery, order: Order, from: Start<'_>, part: Part) {
    let (key, later) = (order.key("a"), order.later());
    let name = match from {
        Start::Beginning => return,
        Start::Row(name) => name,
        Start::Cursor(cursor) => &cursor.name,
    };
    let compared = |sql: &mut Sql, how: &str| {
        sql.push(&format!("{key} {how} "));
        if let Start::Cursor(cursor) = from {
            sql.bind(cursor.key.clone());
            return;
        }
        sql.push(&format!("(SELECT {} FROM ftp_account AS r", order.key("r")));
        sql.push(" WHERE r.name = ").bind(name.as_str());
        sql.push(" AND r.subscription_id = ");
        sql.bind(query.subscription.0).push(")");
    };
    let by_name = |sql: &mut Sql| {
        sql.push(&format!(" AND a.name_key {later} "))
            .bind(sort_key(name.as_str()));
    };
    match part {
        Part::All => {}
        Part::Greater => {
            sql.push(" AND ");
            compared(sql, later);
        }
        Part::Equal => {
            sql.push(" AND ");
            compared(sql, "=");
            by_name(sql);
        }
        Part::Later => {
            sql.push(" AND (");
            compared(sql, later);
            sql.push(" OR ");
            compared(sql, "=");
            by_name(sql);
            sql.push(")");
        }
    }
}
