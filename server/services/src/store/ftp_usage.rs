//! Queries on quotas, and on what homes hold.

use model::{FtpUsage, HomeDirectory, UtcTime};
use sea_orm::sea_query::{Expr, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::convert::{count, read};
use super::entity::ftp_account::{Column, Entity, Model};
use super::entity::subscription::{self, Model as Subscription};
use super::error::StoreError;
use super::ftp_accounts_lock::locked;
use super::hosting::WebspaceRecord;
use super::keys::{CountedHome, FtpAccountId, SubscriptionId};
use super::pool::Store;
use super::transaction::Transaction;

/// Keys in one statement.
const MAX_KEYS: usize = 1000;

/// A home that has a quota: an account's, or the webspace.
#[derive(Clone, Debug)]
pub struct FtpQuotaRecord {
    /// Whose home it is.
    pub home: CountedHome,
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
    /// The homes that have one.
    pub quotas: Vec<FtpQuotaRecord>,
}

/// A home that is to be counted.
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

/// What a subscription's webspace held when that was last stored.
pub(super) fn webspace_usage(row: &Subscription) -> FtpUsage {
    FtpUsage {
        bytes: count(row.used_bytes),
        files: count(row.used_files),
        counted_at: row.counted_at.map(UtcTime),
        is_incomplete: row.usage_incomplete,
    }
}

/// The quota of a webspace; none if what it holds is not limited.
fn webspace_quota(row: &Subscription) -> Option<FtpQuotaRecord> {
    (row.max_disk_space.is_some() || row.max_files.is_some()).then(|| FtpQuotaRecord {
        home: CountedHome::Webspace(SubscriptionId(row.id)),
        home_directory: HomeDirectory::root(),
        bytes: row.max_disk_space.map(count),
        files: row.max_files.map(count),
        usage: webspace_usage(row),
        is_settled: row.usage_settled,
    })
}

/// Subscriptions with a limit of what their webspaces hold: as in the index's condition, so that it is
/// used.
fn with_webspace_quota() -> Condition {
    Condition::any()
        .add(subscription::Column::MaxDiskSpace.is_not_null())
        .add(subscription::Column::MaxFiles.is_not_null())
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
                home: CountedHome::Account(FtpAccountId(row.id)),
                home_directory: read(&row.home_directory, "ftp_account.home_directory")?,
                bytes: row.quota_bytes.map(count),
                files: row.quota_files.map(count),
                usage: usage(&row),
                is_settled: row.usage_settled,
            })
        });
        let quotas = quotas.chain(webspace_quota(&found).map(Ok));
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

    /// A home that is to be counted; none if it does not exist any more.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn ftp_count_record(
        &self,
        home: CountedHome,
    ) -> Result<Option<FtpCountRecord>, StoreError> {
        match home {
            CountedHome::Account(id) => self.account_count_record(id).await,
            CountedHome::Webspace(id) => self.webspace_count_record(id).await,
        }
    }

    async fn webspace_count_record(
        &self,
        id: SubscriptionId,
    ) -> Result<Option<FtpCountRecord>, StoreError> {
        let row = subscription::Entity::find_by_id(id.0);
        let Some(row) = row.one(&self.readers).await? else {
            return Ok(None);
        };
        Ok(Some(FtpCountRecord {
            subscription: id,
            quota_version: row.quota_version,
            webspace: WebspaceRecord::of(&row)?,
            home_directory: HomeDirectory::root(),
            has_quota: webspace_quota(&row).is_some(),
            usage: webspace_usage(&row),
        }))
    }

    async fn account_count_record(
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

    /// The homes with a quota that are the webspace root itself: the webspace, the main account's.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn root_homes_with_quota(
        &self,
        subscription: SubscriptionId,
    ) -> Result<Vec<CountedHome>, StoreError> {
        let limited: Option<i64> = subscription::Entity::find_by_id(subscription.0)
            .select_only()
            .column(subscription::Column::Id)
            .filter(with_webspace_quota())
            .into_tuple()
            .one(&self.readers)
            .await?;
        let webspace = limited.map(|_| CountedHome::Webspace(subscription));
        let id: Option<i64> = Entity::find()
            .select_only()
            .column(Column::Id)
            .filter(Column::SubscriptionId.eq(subscription.0))
            .filter(Column::IsMain.eq(true))
            .filter(with_quota())
            .into_tuple()
            .one(&self.readers)
            .await?;
        let main_account = id.map(|id| CountedHome::Account(FtpAccountId(id)));
        Ok(webspace.into_iter().chain(main_account).collect())
    }

    /// Homes with a quota that were never counted, or not since `before`: up to `limit` webspaces and
    /// as many accounts' homes, the longest ago first.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn homes_to_count(
        &self,
        before: UtcTime,
        limit: u64,
    ) -> Result<Vec<(SubscriptionId, CountedHome)>, StoreError> {
        let mut homes = self.webspaces_to_count(before, limit).await?;
        homes.extend(self.ftp_accounts_to_count(before, limit).await?);
        Ok(homes)
    }

    async fn webspaces_to_count(
        &self,
        before: UtcTime,
        limit: u64,
    ) -> Result<Vec<(SubscriptionId, CountedHome)>, StoreError> {
        let counted_at = subscription::Column::CountedAt;
        let mut ids: Vec<i64> = Vec::new();
        // Two queries, which the index answers both.
        for counted in [counted_at.is_null(), counted_at.lt(before.0)] {
            let left = limit.saturating_sub(ids.len() as u64);
            let found: Vec<i64> = subscription::Entity::find()
                .select_only()
                .column(subscription::Column::Id)
                .filter(with_webspace_quota())
                .filter(counted)
                .order_by_asc(counted_at)
                .limit(left)
                .into_tuple()
                .all(&self.readers)
                .await?;
            ids.extend(found);
        }
        let ids = ids.into_iter().map(SubscriptionId);
        Ok(ids.map(|id| (id, CountedHome::Webspace(id))).collect())
    }

    async fn ftp_accounts_to_count(
        &self,
        before: UtcTime,
        limit: u64,
    ) -> Result<Vec<(SubscriptionId, CountedHome)>, StoreError> {
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
        let keys = |(subscription, account)| {
            let home = CountedHome::Account(FtpAccountId(account));
            (SubscriptionId(subscription), home)
        };
        Ok(ids.into_iter().map(keys).collect())
    }
}

impl Transaction {
    /// Records that what the homes of a subscription hold is about to change.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn unsettle_ftp_usage(&self, subscription: SubscriptionId) -> Result<(), StoreError> {
        subscription::Entity::update_many()
            .col_expr(subscription::Column::UsageSettled, Expr::value(false))
            .filter(subscription::Column::Id.eq(subscription.0))
            .filter(subscription::Column::UsageSettled.eq(true))
            .exec(&self.transaction)
            .await?;
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
        used: &[(CountedHome, u64, u64)],
        is_settled: bool,
    ) -> Result<(), StoreError> {
        let mut used: Vec<_> = used.iter().collect();
        used.sort_unstable_by_key(|(home, ..)| *home);
        for (home, bytes, files) in used {
            let (bytes, files) = (Expr::value(stored(*bytes)), Expr::value(stored(*files)));
            match home {
                CountedHome::Webspace(subscription) => {
                    use subscription::Column;
                    subscription::Entity::update_many()
                        .col_expr(Column::UsedBytes, bytes)
                        .col_expr(Column::UsedFiles, files)
                        .col_expr(Column::UsageSettled, Expr::value(is_settled))
                        .filter(Column::Id.eq(subscription.0))
                        .exec(&self.transaction)
                        .await?;
                }
                CountedHome::Account(account) => {
                    Entity::update_many()
                        .col_expr(Column::UsedBytes, bytes)
                        .col_expr(Column::UsedFiles, files)
                        .col_expr(Column::UsageSettled, Expr::value(is_settled))
                        .filter(Column::Id.eq(account.0))
                        .exec(&self.transaction)
                        .await?;
                }
            }
        }
        Ok(())
    }

    /// Resets what an account's home holds: it is another folder now.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn reset_ftp_usage(&self, account: FtpAccountId) -> Result<(), StoreError> {
        let never: Option<i64> = None;
        let home = CountedHome::Account(account);
        self.record_ftp_usage(&[(home, 0, 0)], false).await?;
        Entity::update_many()
            .col_expr(Column::CountedAt, Expr::value(never))
            .col_expr(Column::UsageIncomplete, Expr::value(false))
            .filter(Column::Id.eq(account.0))
            .exec(&self.transaction)
            .await?;
        Ok(())
    }

    /// Records that a home was counted, and whether all of it could be read.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn record_ftp_count(
        &self,
        home: CountedHome,
        at: UtcTime,
        is_complete: bool,
    ) -> Result<(), StoreError> {
        let (at, is_incomplete) = (Expr::value(at.0), Expr::value(!is_complete));
        match home {
            CountedHome::Webspace(subscription) => {
                use subscription::Column;
                subscription::Entity::update_many()
                    .col_expr(Column::CountedAt, at)
                    .col_expr(Column::UsageIncomplete, is_incomplete)
                    .filter(Column::Id.eq(subscription.0))
                    .exec(&self.transaction)
                    .await?;
            }
            CountedHome::Account(account) => {
                Entity::update_many()
                    .col_expr(Column::CountedAt, at)
                    .col_expr(Column::UsageIncomplete, is_incomplete)
                    .filter(Column::Id.eq(account.0))
                    .exec(&self.transaction)
                    .await?;
            }
        }
        Ok(())
    }
}
