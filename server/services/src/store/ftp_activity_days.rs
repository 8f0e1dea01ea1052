//! Sums of what was done over FTP on each day.

use std::collections::BTreeMap;

use model::{ActivitySums, UtcDay};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Alias, Expr, OnConflict};
use sea_orm::{
    ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
};

use super::convert::count;
use super::entity::ftp_activity_day::{ActiveModel, Column, Entity, Model};
use super::error::StoreError;
use super::ftp_accounts_lock::unlocked;
use super::keys::SubscriptionId;
use super::pool::Store;
use super::transaction::Transaction;

/// Sums by subscription, none standing for the whole server, and by day.
pub type SumsByDay = BTreeMap<(Option<SubscriptionId>, UtcDay), ActivitySums>;

/// The key of the row for the whole server: no subscription has it.
const SERVER: i64 = 0;
/// Rows for each INSERT: 8 values each, and SQLite takes 32,766 in one statement.
const MAX_ROWS_PER_INSERT: usize = 1000;
/// What is added to where there is a row already.
const SUMS: [Column; 6] = [
    Column::Uploads,
    Column::UploadBytes,
    Column::Downloads,
    Column::DownloadBytes,
    Column::SignIns,
    Column::Refusals,
];

fn key(of: Option<SubscriptionId>) -> i64 {
    of.map_or(SERVER, |subscription| subscription.0)
}

fn days(of: Option<SubscriptionId>, from: UtcDay, to: UtcDay) -> Select<Entity> {
    Entity::find()
        .filter(Column::SubscriptionId.eq(key(of)))
        .filter(Column::Day.between(from.0, to.0))
        .order_by_asc(Column::Day)
}

impl Store {
    /// The days from one to another on which something was done, each with its sums: of a
    /// subscription, or of the whole server.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn ftp_activity_days(
        &self,
        of: Option<SubscriptionId>,
        from: UtcDay,
        to: UtcDay,
    ) -> Result<Vec<(UtcDay, ActivitySums)>, StoreError> {
        let rows = days(of, from, to).all(&self.readers).await?;
        Ok(rows.into_iter().map(sums).collect())
    }
}

impl Transaction {
    /// Adds to the sums of days.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn add_ftp_activity_sums(&self, more: &SumsByDay) -> Result<(), StoreError> {
        // In the order of keys, as everywhere, so that transactions never deadlock.
        let rows: Vec<ActiveModel> = more.iter().map(active_model).collect();
        for rows in rows.chunks(MAX_ROWS_PER_INSERT) {
            Entity::insert_many(rows.iter().cloned())
                .on_conflict(added())
                .exec_without_returning(&self.transaction)
                .await?;
        }
        Ok(())
    }

    /// Removes the sums of the oldest day that is before this one; returns how many rows that were.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn prune_ftp_activity_day(&self, before: UtcDay) -> Result<u64, StoreError> {
        let oldest = Entity::find()
            .select_only()
            .column(Column::Day)
            .filter(Column::Day.lt(before.0))
            .order_by_asc(Column::Day)
            .limit(1);
        let oldest = unlocked(oldest).into_query();
        let removed = Entity::delete_many()
            .filter(Column::Day.in_subquery(oldest))
            .exec(&self.transaction)
            .await?;
        Ok(removed.rows_affected)
    }
}

/// Where there is a row already, the new one is added to it.
fn added() -> OnConflict {
    let mut on_conflict = OnConflict::columns([Column::SubscriptionId, Column::Day]);
    for column in SUMS {
        let more = Expr::col((Alias::new("excluded"), column));
        on_conflict.value(column, Expr::col((Entity, column)).add(more));
    }
    on_conflict
}

fn active_model(
    ((of, day), sums): (&(Option<SubscriptionId>, UtcDay), &ActivitySums),
) -> ActiveModel {
    let number = |sum: u64| Set(i64::try_from(sum).unwrap_or(i64::MAX));
    ActiveModel {
        subscription_id: Set(key(*of)),
        day: Set(day.0),
        uploads: number(sums.uploads),
        upload_bytes: number(sums.upload_bytes),
        downloads: number(sums.downloads),
        download_bytes: number(sums.download_bytes),
        sign_ins: number(sums.sign_ins),
        refusals: number(sums.refusals),
    }
}

fn sums(row: Model) -> (UtcDay, ActivitySums) {
    let sums = ActivitySums {
        uploads: count(row.uploads),
        upload_bytes: count(row.upload_bytes),
        downloads: count(row.downloads),
        download_bytes: count(row.download_bytes),
        sign_ins: count(row.sign_ins),
        refusals: count(row.refusals),
    };
    (UtcDay(row.day), sums)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use sea_orm::{ConnectionTrait, DbBackend};

    use super::*;
    use crate::store::Database;

    #[tokio::test]
    async fn only_the_rows_of_the_days_are_read_in_their_order() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("berth.sqlite");
        let store = Store::open(&Database::File(file)).await.unwrap();
        for of in [None, Some(SubscriptionId(7))] {
            let mut statement = days(of, UtcDay(0), UtcDay(90)).build(DbBackend::Sqlite);
            statement.sql = format!("EXPLAIN QUERY PLAN {}", statement.sql);
            let rows = store.readers.query_all_raw(statement).await.unwrap();
            let steps: Vec<String> = rows
                .iter()
                .map(|row| row.try_get("", "detail").unwrap())
                .collect();
            let expected = "SEARCH ftp_activity_day USING PRIMARY KEY \
                            (subscription_id=? AND day>? AND day<?)";
            assert_eq!(steps, [expected]);
        }
    }
}
