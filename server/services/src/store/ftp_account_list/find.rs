//! Counting the accounts that a query finds, and choosing the index that leads to them.

use sea_orm::ConnectionTrait;

use super::conditions::{begins, candidates, conditions, filter_index, limit_value, not_removed};
use super::plan::{AccessPath, FtpAccountsFound};
use super::query::FtpAccountQuery;
use crate::store::convert::count;
use crate::store::error::StoreError;
use crate::store::pool::Store;
use crate::store::sql::Sql;

/// How many candidates of an index are counted for each account that may be found: scanning an index
/// costs far less than reading each account that it leads to.
const CANDIDATES_PER_RESULT: u64 = 8;

/// How many candidates of every index are counted first: if one has few, the long ones are not
/// scanned.
const FIRST_CANDIDATES: u64 = 1_000;

impl Store {
    /// Counts the accounts that a query finds, up to `limit`.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn find_ftp_accounts(
        &self,
        query: &FtpAccountQuery,
        limit: u64,
    ) -> Result<FtpAccountsFound, StoreError> {
        if query.is_all() {
            return Ok(FtpAccountsFound {
                count: None,
                path: AccessPath::Order,
            });
        }
        let path = self.most_selective(query, limit).await?;
        let found = if query.finds_nothing {
            0
        } else {
            let repeats = self.repeats(query, path).await?;
            self.number(count_found(self.sql(), query, path, repeats, limit))
                .await?
        };
        Ok(FtpAccountsFound {
            count: Some(found),
            path: if found < limit {
                path
            } else {
                AccessPath::Order
            },
        })
    }

    /// The index that leads to the fewest accounts.
    async fn most_selective(
        &self,
        query: &FtpAccountQuery,
        limit: u64,
    ) -> Result<AccessPath, StoreError> {
        // Scanning the words costs less than the filters.
        let words = (0..query.words.len()).map(AccessPath::Word);
        let filters = query.has_filters().then_some(AccessPath::Filters);
        let paths: Vec<AccessPath> = words.chain(filters).collect();
        let mut most_selective = paths.first().copied().unwrap_or(AccessPath::Order);
        if paths.len() < 2 {
            return Ok(most_selective);
        }
        for max in [FIRST_CANDIDATES, limit * CANDIDATES_PER_RESULT] {
            let mut fewest = max;
            for path in &paths {
                let candidates = self
                    .number(count_candidates(self.sql(), query, *path, fewest))
                    .await?;
                if candidates < fewest {
                    (most_selective, fewest) = (*path, candidates);
                }
            }
            if fewest < max {
                break;
            }
        }
        Ok(most_selective)
    }

    /// Whether an index may lead to an account more than once: it may have two words of one prefix.
    async fn repeats(&self, query: &FtpAccountQuery, path: AccessPath) -> Result<bool, StoreError> {
        match path {
            AccessPath::Word(number) => Ok(self
                .number(count_prefix_words(self.sql(), query, number))
                .await?
                > 1),
            AccessPath::Order | AccessPath::Filters => Ok(false),
        }
    }

    async fn number(&self, sql: Sql) -> Result<u64, StoreError> {
        let row = self.readers.query_one_raw(sql.statement()).await?;
        let number: Option<i64> = row.map(|row| row.try_get_by_index(0)).transpose()?;
        Ok(count(number.unwrap_or(0)))
    }
}

/// How many accounts are found, up to `limit`; `repeats` if the index may lead to one twice.
pub(super) fn count_found(
    mut sql: Sql,
    query: &FtpAccountQuery,
    path: AccessPath,
    repeats: bool,
    limit: u64,
) -> Sql {
    sql.push("SELECT count(*) FROM (SELECT ");
    if repeats {
        sql.push("DISTINCT ");
    }
    if let AccessPath::Word(number) = path {
        sql.push("a.id FROM ftp_account_word AS c CROSS JOIN ftp_account AS a");
        sql.hint(" NOT INDEXED");
        not_removed(&mut sql, "a", query);
        sql.push(" AND c.subscription_id = ");
        sql.bind(query.subscription.0);
        begins(&mut sql, "c", query, number);
        sql.push(" AND a.id = c.ftp_account_id");
    } else {
        sql.push("a.id FROM ftp_account AS a");
        sql.hint(" INDEXED BY ftp_account_to_filter");
        not_removed(&mut sql, "a", query);
        filter_index(&mut sql, "a", query);
    }
    conditions(&mut sql, query, path);
    sql.push(" LIMIT ")
        .bind(limit_value(limit))
        .push(") AS found");
    sql
}

/// How many words have the prefix that is searched for: 2 stands for any number above one.
pub(super) fn count_prefix_words(mut sql: Sql, query: &FtpAccountQuery, number: usize) -> Sql {
    sql.push("SELECT count(*) FROM (");
    for end in ["SELECT min(c.word)", " UNION SELECT max(c.word)"] {
        sql.push(end)
            .push(" FROM ftp_account_word AS c WHERE c.subscription_id = ");
        sql.bind(query.subscription.0);
        begins(&mut sql, "c", query, number);
    }
    sql.push(") AS ends");
    sql
}

/// To how many accounts an index leads, up to `limit`.
pub(super) fn count_candidates(
    mut sql: Sql,
    query: &FtpAccountQuery,
    path: AccessPath,
    limit: u64,
) -> Sql {
    sql.push("SELECT count(*) FROM (SELECT ");
    candidates(&mut sql, query, path);
    sql.push(" LIMIT ")
        .bind(limit_value(limit))
        .push(") AS candidates");
    sql
}
