//! The few accounts that an overview lists: of a subscription, or of the whole server.

use model::{FtpUsage, Overview, OverviewAccount, UtcTime};
use sea_orm::{ConnectionTrait, QueryResult};

use super::conditions::{NEARLY_FULL, limit_value};
use super::order::{EXPIRY, USAGE, of_table};
use crate::store::convert::{count, read};
use crate::store::error::StoreError;
use crate::store::keys::SubscriptionId;
use crate::store::pool::Store;
use crate::store::sql::Sql;

/// What makes accounts worth being listed, and comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notable {
    /// Their home directories hold most.
    Largest,
    /// They expire after the first of these times and not after the second.
    Expiring(UtcTime, UtcTime),
    /// They use nine tenths of a quota or more.
    NearlyFull,
}

impl Notable {
    /// The index that has its order: of a subscription's accounts, and of all.
    fn index(self, of: Option<SubscriptionId>) -> &'static str {
        match (self, of) {
            (Self::Largest, Some(_)) => "ftp_account_by_size",
            (Self::Largest, None) => "ftp_account_by_size_anywhere",
            (Self::Expiring(..), Some(_)) => "ftp_account_by_expiry",
            (Self::Expiring(..), None) => "ftp_account_by_expiry_anywhere",
            (Self::NearlyFull, Some(_)) => "ftp_account_by_usage",
            (Self::NearlyFull, None) => "ftp_account_nearly_full_anywhere",
        }
    }
}

impl Store {
    /// The accounts that are most [`Notable`] in a way, at most [`Overview::MAX_ACCOUNTS`]: of a
    /// subscription, or of the whole server.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn notable_ftp_accounts(
        &self,
        of: Option<SubscriptionId>,
        notable: Notable,
    ) -> Result<Vec<OverviewAccount>, StoreError> {
        let limit = Overview::MAX_ACCOUNTS as u64;
        let statement = select(self.sql(), of, notable, limit).statement();
        let rows = self.readers.query_all_raw(statement).await?;
        rows.iter().map(account).collect()
    }
}

/// Written so that the order is the index's: what is not listed is not read.
pub(super) fn select(
    mut sql: Sql,
    of: Option<SubscriptionId>,
    notable: Notable,
    limit: u64,
) -> Sql {
    sql.push(
        "SELECT s.domain, a.name, a.used_bytes, a.used_files, a.counted_at, a.usage_incomplete, \
         a.quota_bytes, a.quota_files, a.expires_at FROM ftp_account AS a",
    );
    sql.hint(&format!(" INDEXED BY {}", notable.index(of)));
    sql.push(" CROSS JOIN subscription AS s WHERE s.id = a.subscription_id");
    sql.push(" AND a.removed_at IS NULL AND s.removed_at IS NULL");
    if let Some(subscription) = of {
        sql.push(" AND a.subscription_id = ").bind(subscription.0);
    }
    // With numbers as in the indexes' conditions: with bound values the indexes would not be used.
    let order = match notable {
        Notable::Largest => {
            sql.push(" AND a.used_bytes > 0");
            "a.used_bytes DESC".to_owned()
        }
        Notable::Expiring(after, until) => {
            let expiry = of_table(EXPIRY, "a");
            sql.push(&format!(" AND a.expires_at IS NOT NULL AND {expiry} > "));
            sql.bind(after.0).push(&format!(" AND {expiry} <= "));
            sql.bind(until.0);
            expiry
        }
        Notable::NearlyFull => {
            let usage = of_table(USAGE, "a");
            sql.push(&format!(" AND {usage} >= {NEARLY_FULL}"));
            format!("{usage} DESC")
        }
    };
    sql.push(&format!(" ORDER BY {order} LIMIT "));
    sql.bind(limit_value(limit));
    sql
}

fn account(row: &QueryResult) -> Result<OverviewAccount, StoreError> {
    let (domain, name): (String, String) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
    let number = |column| -> Result<Option<i64>, StoreError> { Ok(row.try_get_by_index(column)?) };
    Ok(OverviewAccount {
        domain: read(&domain, "subscription.domain")?,
        name: read(&name, "ftp_account.name")?,
        usage: FtpUsage {
            bytes: count(row.try_get_by_index(2)?),
            files: count(row.try_get_by_index(3)?),
            counted_at: number(4)?.map(UtcTime),
            is_incomplete: row.try_get_by_index(5)?,
        },
        quota_bytes: number(6)?.map(count),
        quota_files: number(7)?.map(count),
        expires_at: number(8)?.map(UtcTime),
    })
}
