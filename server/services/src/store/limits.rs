//! Queries on what subscriptions may have and use.

use model::{
    DomainName, LimitsPreview, LockedSettings, OverLimits, PlanId, SubscriptionLimits,
    SubscriptionUse,
};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect,
};

use super::convert::{count, read};
use super::entity::subscription::{Column, Entity, Model};
use super::error::StoreError;
use super::ftp_accounts_lock::FtpAccountsLock;
use super::ftp_usage::webspace_usage;
use super::keys::SubscriptionId;
use super::pool::Store;
use super::transaction::Transaction;

/// What a subscription may have and use, beside what it has and uses.
#[derive(Clone, Debug)]
pub struct LimitsRecord {
    /// What it may have and use.
    pub limits: SubscriptionLimits,
    /// The plan that they are from; none if they are its own.
    pub plan: Option<PlanId>,
    /// Grows with each change.
    pub version: i64,
    /// What it has and uses, as that was last stored.
    pub used: SubscriptionUse,
}

/// Whose limits are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitsOf {
    /// A subscription's.
    Subscription(SubscriptionId),
    /// Those of all subscriptions that have a plan.
    Plan(PlanId),
}

impl LimitsOf {
    fn condition(self) -> Condition {
        Condition::all().add(match self {
            Self::Subscription(id) => Column::Id.eq(id.0),
            Self::Plan(id) => Column::PlanId.eq(id.0),
        })
    }
}

/// The columns of limits, as a subscription and a plan have them.
pub(super) struct LimitColumns<'a> {
    pub(super) ftp_accounts: Option<i64>,
    pub(super) disk_space: Option<i64>,
    pub(super) files: Option<i64>,
    pub(super) ftp_sessions: Option<i64>,
    pub(super) upload_rate: Option<i64>,
    pub(super) download_rate: Option<i64>,
    pub(super) locked: &'a str,
}

impl LimitColumns<'_> {
    pub(super) fn read(self) -> Result<SubscriptionLimits, StoreError> {
        let number = |number: Option<i64>| {
            let number = number.map(u32::try_from).transpose();
            number.map_err(|_| StoreError::Unreadable {
                column: "subscription.max_...",
            })
        };
        Ok(SubscriptionLimits {
            ftp_accounts: number(self.ftp_accounts)?,
            disk_space: self.disk_space.map(count),
            files: self.files.map(count),
            ftp_sessions: number(self.ftp_sessions)?,
            upload_rate: number(self.upload_rate)?,
            download_rate: number(self.download_rate)?,
            locked: read::<LockedSettings>(self.locked, "subscription.locked_settings")?,
        })
    }
}

/// The limits of a row.
pub(super) fn limits(row: &Model) -> Result<SubscriptionLimits, StoreError> {
    LimitColumns {
        ftp_accounts: row.max_ftp_accounts,
        disk_space: row.max_disk_space,
        files: row.max_files,
        ftp_sessions: row.max_ftp_sessions,
        upload_rate: row.total_upload_rate,
        download_rate: row.total_download_rate,
        locked: &row.locked_settings,
    }
    .read()
}

/// A number as the database's type, which holds any that the model allows.
pub(super) fn stored(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

async fn find(
    connection: &impl ConnectionTrait,
    subscription: SubscriptionId,
) -> Result<Option<LimitsRecord>, StoreError> {
    let row = Entity::find_by_id(subscription.0).one(connection).await?;
    row.map(|row| {
        Ok(LimitsRecord {
            limits: limits(&row)?,
            plan: row.plan_id.map(PlanId),
            version: row.limits_version,
            used: used(&row),
        })
    })
    .transpose()
}

fn used(row: &Model) -> SubscriptionUse {
    SubscriptionUse {
        ftp_accounts: count(row.ftp_accounts),
        webspace: webspace_usage(row),
    }
}

/// What is beyond these limits.
fn over(limits: &SubscriptionLimits) -> Condition {
    let beyond = |column: Column, most: Option<u64>| most.map(|most| column.gt(stored(most)));
    Condition::any()
        // Never true, where nothing is limited.
        .add(Expr::value(1).eq(0))
        .add_option(beyond(
            Column::FtpAccounts,
            limits.ftp_accounts.map(u64::from),
        ))
        .add_option(beyond(Column::UsedBytes, limits.disk_space))
        .add_option(beyond(Column::UsedFiles, limits.files))
}

/// What these limits would mean for those subscriptions.
pub(super) async fn preview(
    connection: &impl ConnectionTrait,
    of: LimitsOf,
    limits: &SubscriptionLimits,
) -> Result<LimitsPreview, StoreError> {
    let theirs = || Entity::find().filter(of.condition());
    let uncounted = match limits.limits_webspace() {
        true => {
            let never = theirs().filter(Column::CountedAt.is_null());
            never.count(connection).await?
        }
        false => 0,
    };
    let examples = theirs()
        .filter(over(limits))
        .order_by_asc(Column::DomainKey)
        .limit(u64::from(LimitsPreview::MAX_EXAMPLES))
        .all(connection)
        .await?;
    let examples = examples.iter().map(|row| {
        Ok(OverLimits {
            domain: read::<DomainName>(&row.domain, "subscription.domain")?,
            excesses: limits.excesses(&used(row)),
        })
    });
    Ok(LimitsPreview {
        subscriptions: theirs().count(connection).await?,
        over: theirs().filter(over(limits)).count(connection).await?,
        examples: examples.collect::<Result<_, StoreError>>()?,
        uncounted,
        limits: limits.fingerprint(),
    })
}

impl Store {
    /// What a subscription may have and use, beside what it has and uses.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn subscription_limits(
        &self,
        subscription: SubscriptionId,
    ) -> Result<Option<LimitsRecord>, StoreError> {
        find(&self.readers, subscription).await
    }

    /// What these limits would mean for those subscriptions.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn limits_preview(
        &self,
        of: LimitsOf,
        limits: &SubscriptionLimits,
    ) -> Result<LimitsPreview, StoreError> {
        preview(&self.readers, of, limits).await
    }
}

impl Transaction {
    /// As [`Store::subscription_limits`], in this transaction.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn subscription_limits(
        &self,
        subscription: SubscriptionId,
    ) -> Result<Option<LimitsRecord>, StoreError> {
        find(&self.transaction, subscription).await
    }
}

impl FtpAccountsLock<'_> {
    /// As [`Store::subscription_limits`], of a locked subscription.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn subscription_limits(
        &self,
        subscription: SubscriptionId,
    ) -> Result<Option<LimitsRecord>, StoreError> {
        find(&self.transaction.transaction, subscription).await
    }

    /// As [`Store::limits_preview`], of locked subscriptions.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn limits_preview(
        &self,
        of: LimitsOf,
        limits: &SubscriptionLimits,
    ) -> Result<LimitsPreview, StoreError> {
        preview(&self.transaction.transaction, of, limits).await
    }

    /// Gives locked subscriptions these limits, which are from `plan`, if they are from one; the
    /// versions grow by one. What webspaces hold that was not limited until now is unknown then.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn change_limits(
        &self,
        of: LimitsOf,
        plan: Option<PlanId>,
        limits: &SubscriptionLimits,
    ) -> Result<(), StoreError> {
        let connection = &self.transaction.transaction;
        if limits.limits_webspace() {
            let unlimited = Condition::all()
                .add(Column::MaxDiskSpace.is_null())
                .add(Column::MaxFiles.is_null());
            Entity::update_many()
                .col_expr(Column::UsedBytes, Expr::value(0_i64))
                .col_expr(Column::UsedFiles, Expr::value(0_i64))
                .col_expr(Column::CountedAt, Expr::value(Option::<i64>::None))
                .col_expr(Column::UsageIncomplete, Expr::value(false))
                .col_expr(Column::UsageSettled, Expr::value(false))
                .filter(of.condition())
                .filter(unlimited)
                .exec(connection)
                .await?;
        }
        let number = |number: Option<u32>| Expr::value(number.map(i64::from));
        let large = |number: Option<u64>| Expr::value(number.map(stored));
        let one_more = |column: Column| Expr::col(column).add(1_i64);
        Entity::update_many()
            .col_expr(Column::PlanId, Expr::value(plan.map(|plan| plan.0)))
            .col_expr(Column::MaxFtpAccounts, number(limits.ftp_accounts))
            .col_expr(Column::MaxDiskSpace, large(limits.disk_space))
            .col_expr(Column::MaxFiles, large(limits.files))
            .col_expr(Column::MaxFtpSessions, number(limits.ftp_sessions))
            .col_expr(Column::TotalUploadRate, number(limits.upload_rate))
            .col_expr(Column::TotalDownloadRate, number(limits.download_rate))
            .col_expr(Column::LockedSettings, Expr::value(limits.locked.keys()))
            .col_expr(Column::LimitsVersion, one_more(Column::LimitsVersion))
            .col_expr(Column::QuotaVersion, one_more(Column::QuotaVersion))
            .filter(of.condition())
            .exec(connection)
            .await?;
        Ok(())
    }
}
