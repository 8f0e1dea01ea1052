//! Queries on quotas, and on what homes hold.

use model::{FtpUsage, HomeDirectory, UtcTime};
use sea_orm::sea_query::{Expr, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::convert::{count, read};
use super::entity::ftp_account::{Column, Entity, Model};
use super::entity::subscription;
use super::error::StoreError;
use super::ftp_accounts_lock::locked;
use super::hosting::WebspaceRecord;
use super::keys::{FtpAccountId, SubscriptionId};
use super::pool::Store;
use super::transaction::Transaction;

/// Keys in one statement.
const MAX_KEYS: usize = 1000;

/// An account that has a quota.
#[derive(Clone, Debug)]
pub struct FtpQuotaRecord {
    /// Key.
    pub id: FtpAccountId,
    /// The folder that counts.
    pub home_directory: HomeDirectory,
    /// Bytes that it may hold.
    pub bytes: Option<u64>,
    /// Files and folders that it may hold.
    pub files: Option<u64>,
    /// What it held when that was last stored.
    pub usage: FtpUsage,
    /// Whether nothing has changed since, as far as this program knows.
    pub is_settled: bool,
}

/// The quotas of a subscription.
#[derive(Clone, Debug)]
pub struct FtpQuotasRecord {
    /// Grows with each change of them.
    pub version: i64,
    /// The folder that the homes are in.
    pub webspace: WebspaceRecord,
    /// The accounts that have one.
    pub quotas: Vec<FtpQuotaRecord>,
}

/// An account whose home is to be counted.
#[derive(Clone, Debug)]
pub struct FtpCountRecord {
    /// Its subscription.
    pub subscription: SubscriptionId,
    /// The subscription's quotas.
    pub quota_version: i64,
    /// The folder that the home is in.
    pub webspace: WebspaceRecord,
    /// The folder to be counted.
    pub home_directory: HomeDirectory,
    /// Whether it has a quota.
    pub has_quota: bool,
    /// What it held when that was last stored.
    pub usage: FtpUsage,
}

/// What an account's home held when that was last stored.
pub(super) fn usage(row: &Model) -> FtpUsage {
    FtpUsage {
        bytes: count(row.used_bytes),
        files: count(row.used_files),
        counted_at: row.counted_at.map(UtcTime),
        is_incomplete: row.usage_incomplete,
    }
}

/// Accounts with a quota, outside of « Corbeille »: as in the indexes' condition, so that they are
/// used.
fn with_quota() -> Condition {
    let any = Condition::any()
        .add(Column::QuotaBytes.is_not_null())
        .add(Column::QuotaFiles.is_not_null());
    Condition::all().add(Column::RemovedAt.is_null()).add(any)
}

/// Subscriptions in « Corbeille », whose homes nobody counts, as a subquery.
fn removed_subscriptions() -> SelectStatement {
    Query::select()
        .column(subscription::Column::Id)
        .from(subscription::Entity)
        .and_where(Expr::col(subscription::Column::RemovedAt).is_not_null())
        .to_owned()
}

/// A number as the database's type, which holds any that the model allows.
fn stored(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

impl Store {
    /// The quotas of a subscription.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn ftp_quotas(
        &self,
        subscription: SubscriptionId,
    ) -> Result<Option<FtpQuotasRecord>, StoreError> {
        // The version first: a change between the two is then seen as one that came later.
        let found = subscription::Entity::find_by_id(subscription.0)
            .one(&self.readers)
            .await?;
        let Some(found) = found else {
            return Ok(None);
        };
        let rows = Entity::find()
            .filter(Column::SubscriptionId.eq(subscription.0))
            .filter(with_quota())
            .all(&self.readers)
            .await?;
        let quotas = rows.into_iter().map(|row| {
            Ok(FtpQuotaRecord {
                id: FtpAccountId(row.id),
                home_directory: read(&row.home_directory, "ftp_account.home_directory")?,
                bytes: row.quota_bytes.map(count),
                files: row.quota_files.map(count),
                usage: usage(&row),
                is_settled: row.usage_settled,
            })
        });
        Ok(Some(FtpQuotasRecord {
            version: found.quota_version,
            webspace: WebspaceRecord::of(&found)?,
            quotas: quotas.collect::<Result<_, StoreError>>()?,
        }))
    }

    /// The quota versions of those of these subscriptions that exist.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn ftp_quota_versions(
        &self,
        ids: &[SubscriptionId],
    ) -> Result<Vec<(SubscriptionId, i64)>, StoreError> {
        let rows: Vec<(i64, i64)> = subscription::Entity::find()
            .select_only()
            .column(subscription::Column::Id)
            .column(subscription::Column::QuotaVersion)
            .filter(subscription::Column::Id.is_in(ids.iter().map(|id| id.0)))
            .filter(subscription::Column::RemovedAt.is_null())
            .into_tuple()
            .all(&self.readers)
            .await?;
        let rows = rows.into_iter();
        Ok(rows
            .map(|(id, version)| (SubscriptionId(id), version))
            .collect())
    }

    /// An account whose home is to be counted; none if it does not exist any more.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn ftp_count_record(
        &self,
        id: FtpAccountId,
    ) -> Result<Option<FtpCountRecord>, StoreError> {
        let found = Entity::find_by_id(id.0)
            .find_also_related(subscription::Entity)
            .filter(Column::RemovedAt.is_null())
            .filter(subscription::Column::RemovedAt.is_null())
            .one(&self.readers)
            .await?;
        let Some((row, Some(subscription))) = found else {
            return Ok(None);
        };
        Ok(Some(FtpCountRecord {
            subscription: SubscriptionId(subscription.id),
            quota_version: subscription.quota_version,
            webspace: WebspaceRecord::of(&subscription)?,
            home_directory: read(&row.home_directory, "ftp_account.home_directory")?,
            has_quota: row.quota_bytes.is_some() || row.quota_files.is_some(),
            usage: usage(&row),
        }))
    }

    /// The main account of a subscription, if it has a quota.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn main_account_with_quota(
        &self,
        subscription: SubscriptionId,
    ) -> Result<Option<FtpAccountId>, StoreError> {
        let id: Option<i64> = Entity::find()
            .select_only()
            .column(Column::Id)
            .filter(Column::SubscriptionId.eq(subscription.0))
            .filter(Column::IsMain.eq(true))
            .filter(with_quota())
            .into_tuple()
            .one(&self.readers)
            .await?;
        Ok(id.map(FtpAccountId))
    }

    /// Accounts with a quota whose homes were never counted, or not since `before`: up to `limit`
    /// of them, the longest ago first.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn ftp_accounts_to_count(
        &self,
        before: UtcTime,
        limit: u64,
    ) -> Result<Vec<(SubscriptionId, FtpAccountId)>, StoreError> {
        let query = |counted: Condition| {
            Entity::find()
                .select_only()
                .column(Column::SubscriptionId)
                .column(Column::Id)
                .filter(with_quota())
                .filter(Column::SubscriptionId.not_in_subquery(removed_subscriptions()))
                .filter(counted)
                .order_by_asc(Column::CountedAt)
                .limit(limit)
                .into_tuple()
        };
        let never = Condition::all().add(Column::CountedAt.is_null());
        let mut ids: Vec<(i64, i64)> = query(never).all(&self.readers).await?;
        if ids.len() < usize::try_from(limit).unwrap_or(usize::MAX) {
            let old = Condition::all().add(Column::CountedAt.lt(before.0));
            let old: Vec<(i64, i64)> = query(old).all(&self.readers).await?;
            ids.extend(old);
        }
        let keys = |(subscription, account)| (SubscriptionId(subscription), FtpAccountId(account));
        Ok(ids.into_iter().map(keys).collect())
    }
}

impl Transaction {
    /// Records that what the homes of a subscription hold is about to change.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn unsettle_ftp_usage(&self, subscription: SubscriptionId) -> Result<(), StoreError> {
        let settled = Entity::find()
            .filter(Column::SubscriptionId.eq(subscription.0))
            .filter(Column::UsageSettled.eq(true))
            .select_only()
            .column(Column::Id);
        let settled: Vec<i64> = locked(settled).into_tuple().all(&self.transaction).await?;
        for ids in settled.chunks(MAX_KEYS) {
            Entity::update_many()
                .col_expr(Column::UsageSettled, Expr::value(false))
                .filter(Column::Id.is_in(ids.iter().copied()))
                .exec(&self.transaction)
                .await?;
        }
        Ok(())
    }

    /// Records what homes hold, in the order of keys; `is_settled` if it will not change until the
    /// next start.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn record_ftp_usage(
        &self,
        used: &[(FtpAccountId, u64, u64)],
        is_settled: bool,
    ) -> Result<(), StoreError> {
        let mut used: Vec<_> = used.iter().collect();
        used.sort_unstable_by_key(|(account, ..)| *account);
        for (account, bytes, files) in used {
            Entity::update_many()
                .col_expr(Column::UsedBytes, Expr::value(stored(*bytes)))
                .col_expr(Column::UsedFiles, Expr::value(stored(*files)))
                .col_expr(Column::UsageSettled, Expr::value(is_settled))
                .filter(Column::Id.eq(account.0))
                .exec(&self.transaction)
                .await?;
        }
        Ok(())
    }

    /// Resets what an account's home holds: it is another folder now.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn reset_ftp_usage(&self, account: FtpAccountId) -> Result<(), StoreError> {
        let never: Option<i64> = None;
        self.record_ftp_usage(&[(account, 0, 0)], false).await?;
        Entity::update_many()
            .col_expr(Column::CountedAt, Expr::value(never))
            .col_expr(Column::UsageIncomplete, Expr::value(false))
            .filter(Column::Id.eq(account.0))
            .exec(&self.transaction)
            .await?;
        Ok(())
    }

    /// Records that an account's home was counted, and whether all of it could be read.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn record_ftp_count(
        &self,
        account: FtpAccountId,
        at: UtcTime,
        is_complete: bool,
    ) -> Result<(), StoreError> {
        Entity::update_many()
            .col_expr(Column::CountedAt, Expr::value(at.0))
            .col_expr(Column::UsageIncomplete, Expr::value(!is_complete))
            .filter(Column::Id.eq(account.0))
            .exec(&self.transaction)
            .await?;
        Ok(())
    }
}
