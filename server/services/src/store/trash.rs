//! Queries on removed FTP accounts: « Corbeille ».

use model::{AccountName, DomainName, HomeDirectory, RemovedFtpAccount, UtcTime};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use super::convert::read;
use super::entity::ftp_account::{Column, Entity, Model};
use super::entity::subscription;
use super::error::StoreError;
use super::ftp_account_record::FtpAccountRecord;
use super::ftp_account_record::record;
use super::ftp_accounts::domain_of;
use super::ftp_accounts_lock::{FtpAccountsLock, locked};
use super::keys::{FtpAccountId, SubscriptionId};
use super::pool::Store;

/// An FTP account in « Corbeille ».
#[derive(Clone, Debug)]
pub struct RemovedFtpAccountRecord {
    /// The account, as it was.
    pub account: FtpAccountRecord,
    /// When.
    pub removed_at: UtcTime,
    /// Who removed it, as the audit trail names them.
    pub removed_by: String,
}

/// Where a removed account is among the others: in the order of their removal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RemovedKey {
    /// When it was removed.
    pub at: UtcTime,
    /// Which one of those it is.
    pub id: i64,
}

impl RemovedFtpAccountRecord {
    /// The account as « Corbeille » shows it.
    pub fn into_row(self) -> RemovedFtpAccount {
        RemovedFtpAccount {
            name: self.account.name,
            home_directory: self.account.home_directory,
            removed_at: self.removed_at,
            removed_by: self.removed_by,
        }
    }
}

/// A fingerprint of a subscription's accounts: it differs as soon as one was added or changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccountsRevision(i64, i64, i64);

fn removed(row: Model) -> Result<RemovedFtpAccountRecord, StoreError> {
    let removed_at = row.removed_at.ok_or(StoreError::Unreadable {
        column: "ftp_account.removed_at",
    })?;
    Ok(RemovedFtpAccountRecord {
        removed_at: UtcTime(removed_at),
        removed_by: row.removed_by.clone().unwrap_or_default(),
        account: record(row)?,
    })
}

fn in_trash(subscription: SubscriptionId) -> sea_orm::Select<Entity> {
    Entity::find()
        .filter(Column::SubscriptionId.eq(subscription.0))
        .filter(Column::RemovedAt.is_not_null())
}

async fn revision(
    connection: &impl ConnectionTrait,
    subscription: SubscriptionId,
) -> Result<AccountsRevision, StoreError> {
    let row: Option<(i64, Option<i64>, Option<i64>)> = Entity::find()
        .select_only()
        .column_as(Column::Id.count(), "accounts")
        .column_as(Column::Id.max(), "latest")
        .column_as(
            // PostgreSQL's sum of whole numbers is a decimal one.
            Expr::expr(Column::Version.sum()).cast_as("BIGINT"),
            "versions",
        )
        .filter(Column::SubscriptionId.eq(subscription.0))
        .into_tuple()
        .one(connection)
        .await?;
    let (accounts, latest, versions) = row.unwrap_or_default();
    Ok(AccountsRevision(
        accounts,
        latest.unwrap_or_default(),
        versions.unwrap_or_default(),
    ))
}

impl Store {
    /// How many removed accounts a subscription has.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn count_removed_ftp_accounts(
        &self,
        subscription: SubscriptionId,
    ) -> Result<u64, StoreError> {
        Ok(in_trash(subscription).count(&self.readers).await?)
    }

    /// Removed accounts of a subscription, the latest removal first: `limit` of them after the
    /// first `offset`.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn list_removed_ftp_accounts(
        &self,
        subscription: SubscriptionId,
        offset: u64,
        limit: u64,
    ) -> Result<Vec<RemovedFtpAccount>, StoreError> {
        let rows = in_trash(subscription)
            .order_by_desc(Column::RemovedAt)
            .order_by_desc(Column::Id)
            .offset(offset)
            .limit(limit)
            .all(&self.readers)
            .await?;
        rows.into_iter()
            .map(|row| Ok(removed(row)?.into_row()))
            .collect()
    }

    /// Removed accounts of a subscription, the latest removal first: `limit` of them after a key, or the
    /// first ones.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn removed_ftp_accounts_after(
        &self,
        subscription: SubscriptionId,
        after: Option<RemovedKey>,
        limit: u64,
    ) -> Result<Vec<(RemovedKey, RemovedFtpAccount)>, StoreError> {
        let mut select = in_trash(subscription);
        if let Some(RemovedKey { at, id }) = after {
            let same = Column::RemovedAt.eq(at.0).and(Column::Id.lt(id));
            select = select.filter(Column::RemovedAt.lt(at.0).or(same));
        }
        let rows = select
            .order_by_desc(Column::RemovedAt)
            .order_by_desc(Column::Id)
            .limit(limit)
            .all(&self.readers)
            .await?;
        let keyed = |row: Model| {
            let id = row.id;
            let removed = removed(row)?;
            let at = removed.removed_at;
            Ok((RemovedKey { at, id }, removed.into_row()))
        };
        rows.into_iter().map(keyed).collect()
    }

    /// One removed account of a subscription.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn removed_ftp_account(
        &self,
        subscription: SubscriptionId,
        name: &AccountName,
    ) -> Result<Option<RemovedFtpAccountRecord>, StoreError> {
        let row = in_trash(subscription)
            .filter(Column::Name.eq(name.as_str()))
            .one(&self.readers)
            .await?;
        row.map(removed).transpose()
    }

    /// One account of a subscription, also one in « Corbeille », and whether it is removed.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn ftp_account_or_removed(
        &self,
        subscription: SubscriptionId,
        name: &AccountName,
    ) -> Result<Option<(FtpAccountRecord, bool)>, StoreError> {
        let row = Entity::find()
            .filter(Column::SubscriptionId.eq(subscription.0))
            .filter(Column::Name.eq(name.as_str()))
            .one(&self.readers)
            .await?;
        row.map(|row| {
            let is_removed = row.removed_at.is_some();
            Ok((record(row)?, is_removed))
        })
        .transpose()
    }

    /// The domain name of the subscription that an account belongs to, also one in « Corbeille ».
    ///
    /// # Errors
    /// If the database fails.
    pub async fn domain_of_ftp_account_or_removed(
        &self,
        name: &AccountName,
    ) -> Result<Option<DomainName>, StoreError> {
        domain_of(&self.readers, Entity::find(), name).await
    }

    /// The current revision of a subscription's accounts.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn accounts_revision(
        &self,
        subscription: SubscriptionId,
    ) -> Result<AccountsRevision, StoreError> {
        revision(&self.readers, subscription).await
    }

    /// The home directories of a subscription's accounts, each with one account that has it; except
    /// that of the main account and that of `except`.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn other_home_directories(
        &self,
        subscription: SubscriptionId,
        except: FtpAccountId,
    ) -> Result<Vec<(AccountName, HomeDirectory)>, StoreError> {
        let rows: Vec<(String, String)> = Entity::find()
            .select_only()
            .column_as(Column::Name.min(), "name")
            .column(Column::HomeDirectory)
            .filter(Column::SubscriptionId.eq(subscription.0))
            .filter(Column::IsMain.eq(false))
            .filter(Column::Id.ne(except.0))
            .group_by(Column::HomeDirectory)
            .into_tuple()
            .all(&self.readers)
            .await?;
        rows.into_iter()
            .map(|(name, home)| {
                Ok((
                    read(&name, "ftp_account.name")?,
                    read(&home, "ftp_account.home_directory")?,
                ))
            })
            .collect()
    }

    /// Up to `limit` accounts of any subscription that were removed before that time, the first
    /// of them first.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn ftp_accounts_removed_before(
        &self,
        before: UtcTime,
        limit: u64,
    ) -> Result<Vec<(FtpAccountRecord, SubscriptionId, DomainName)>, StoreError> {
        let rows = Entity::find()
            .find_also_related(subscription::Entity)
            .filter(Column::RemovedAt.lte(before.0))
            .order_by_asc(Column::RemovedAt)
            .limit(limit)
            .all(&self.readers)
            .await?;
        rows.into_iter()
            .filter_map(|(row, subscription)| Some((row, subscription?)))
            .map(|(row, subscription)| {
                let domain = read(&subscription.domain, "subscription.domain")?;
                Ok((record(row)?, SubscriptionId(subscription.id), domain))
            })
            .collect()
    }
}

impl FtpAccountsLock<'_> {
    /// The current revision of a subscription's accounts.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn revision(
        &self,
        subscription: SubscriptionId,
    ) -> Result<AccountsRevision, StoreError> {
        revision(&self.transaction.transaction, subscription).await
    }

    /// Those of these accounts of a subscription that are in « Corbeille », by name. Nobody changes
    /// them until the end of the transaction.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn find_removed(
        &self,
        subscription: SubscriptionId,
        names: &[AccountName],
    ) -> Result<Vec<RemovedFtpAccountRecord>, StoreError> {
        let found = in_trash(subscription)
            .filter(Column::Name.is_in(names.iter().map(AccountName::as_str)));
        let mut rows = locked(found).all(&self.transaction.transaction).await?;
        rows.sort_unstable_by(|one, other| one.name.cmp(&other.name));
        rows.into_iter().map(removed).collect()
    }

    /// Moves accounts to « Corbeille » that [`Self::find_many`] found. Their sessions end.
    ///
    /// # Errors
    /// [`Constraint::MainAccountStays`](super::error::Constraint::MainAccountStays).
    pub async fn move_to_trash(
        &self,
        ids: &[FtpAccountId],
        at: UtcTime,
        by: &str,
    ) -> Result<(), StoreError> {
        self.set_removed(ids, Column::RemovedAt.is_null(), Some((at, by)))
            .await
    }

    /// Restores accounts from « Corbeille » that [`Self::find_removed`] found.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn restore_from_trash(&self, ids: &[FtpAccountId]) -> Result<(), StoreError> {
        self.set_removed(ids, Column::RemovedAt.is_not_null(), None)
            .await
    }

    async fn set_removed(
        &self,
        ids: &[FtpAccountId],
        are_so: Expr,
        removed: Option<(UtcTime, &str)>,
    ) -> Result<(), StoreError> {
        let (at, by) = removed.unzip();
        // The new access version ends sessions that began before, even if nobody checked them in
        // between.
        let moved = Entity::update_many()
            .col_expr(Column::RemovedAt, Expr::value(at.map(|at| at.0)))
            .col_expr(Column::RemovedBy, Expr::value(by.map(ToOwned::to_owned)))
            // No ledger has followed what its home holds.
            .col_expr(Column::UsageSettled, Expr::value(false))
            .col_expr(Column::Version, Expr::col(Column::Version).add(1))
            .col_expr(
                Column::AccessVersion,
                Expr::col(Column::AccessVersion).add(1),
            )
            .filter(Column::Id.is_in(ids.iter().map(|id| id.0)))
            .filter(are_so)
            .exec(&self.transaction.transaction)
            .await?;
        if moved.rows_affected < ids.len() as u64 {
            // They were not read in this transaction.
            return Err(StoreError::Conflict);
        }
        Ok(())
    }
}
