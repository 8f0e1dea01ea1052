//! Queries on removed subscriptions. Their accounts stay as they are: whatever leads to an account
//! leads through its subscription.

use std::collections::BTreeSet;

use model::{AccountName, DomainName, Login, Standing, UtcTime};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use super::convert::{count, read};
use super::entity::subscription::{Column, Entity, Model};
use super::entity::{file_removal, ftp_account, panel_user};
use super::error::StoreError;
use super::ftp_accounts_lock::FtpAccountsLock;
use super::hosting::WebspaceRecord;
use super::keys::{FtpAccountId, SubscriptionId};
use super::pool::Store;
use super::sort_keys::domain_key;
use super::standing::Visible;

/// A subscription in « Corbeille ».
#[derive(Clone, Debug)]
pub struct RemovedSubscriptionRecord {
    /// Key.
    pub id: SubscriptionId,
    /// The site's domain name, which stays taken.
    pub domain: DomainName,
    /// The panel user who owns it.
    pub owner: Login,
    /// The folder on the server that it used.
    pub webspace: WebspaceRecord,
    /// How many FTP accounts it has, without those that were removed before it.
    pub ftp_accounts: u64,
    /// When it was removed.
    pub removed_at: UtcTime,
    /// Who removed it, as the audit trail names them.
    pub removed_by: String,
    /// Whether its files are being removed, and it with them: then it cannot be restored any more.
    pub is_being_purged: bool,
}

/// Whose removed subscriptions are asked for.
#[derive(Clone, Debug)]
pub struct TrashOf {
    /// The subscriptions that they see.
    pub visible: Visible,
    /// What they are to those that they may restore.
    pub standings: Vec<Standing>,
}

impl TrashOf {
    /// Everybody's.
    pub fn all() -> Self {
        Self {
            visible: Visible::All,
            standings: Vec::new(),
        }
    }

    fn condition(&self) -> Condition {
        self.visible.condition_as(&self.standings)
    }
}

fn in_trash() -> sea_orm::SelectTwo<Entity, panel_user::Entity> {
    Entity::find()
        .filter(Column::RemovedAt.is_not_null())
        .find_also_related(panel_user::Entity)
}

/// What was read of removed subscriptions, with whether their files are being removed.
async fn records(
    connection: &impl ConnectionTrait,
    rows: Vec<(Model, Option<panel_user::Model>)>,
) -> Result<Vec<RemovedSubscriptionRecord>, StoreError> {
    let purged: Vec<i64> = file_removal::Entity::find()
        .select_only()
        .column(file_removal::Column::SubscriptionId)
        .filter(file_removal::Column::Folder.eq(Vec::<u8>::new()))
        .filter(file_removal::Column::SubscriptionId.is_in(rows.iter().map(|(row, _)| row.id)))
        .into_tuple()
        .all(connection)
        .await?;
    let purged: BTreeSet<i64> = purged.into_iter().collect();
    rows.into_iter()
        .filter_map(|(row, owner)| Some((row, owner?)))
        .map(|(row, owner)| {
            let removed_at = row.removed_at.ok_or(StoreError::Unreadable {
                column: "subscription.removed_at",
            })?;
            Ok(RemovedSubscriptionRecord {
                id: SubscriptionId(row.id),
                domain: read(&row.domain, "subscription.domain")?,
                owner: read(&owner.login, "panel_user.login")?,
                webspace: WebspaceRecord::of(&row)?,
                ftp_accounts: count(row.ftp_accounts),
                removed_at: UtcTime(removed_at),
                removed_by: row.removed_by.unwrap_or_default(),
                is_being_purged: purged.contains(&row.id),
            })
        })
        .collect()
}

impl Store {
    /// How many removed subscriptions are somebody's.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn count_removed_subscriptions(&self, of: &TrashOf) -> Result<u64, StoreError> {
        let removed = Entity::find().filter(Column::RemovedAt.is_not_null());
        let removed = removed.filter(of.condition());
        Ok(removed.count(&self.readers).await?)
    }

    /// Somebody's removed subscriptions, the latest removal first: `limit` of them after the first
    /// `offset`.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn list_removed_subscriptions(
        &self,
        of: &TrashOf,
        offset: u64,
        limit: u64,
    ) -> Result<Vec<RemovedSubscriptionRecord>, StoreError> {
        let rows = in_trash()
            .filter(of.condition())
            .order_by_desc(Column::RemovedAt)
            .order_by_desc(Column::Id)
            .offset(offset)
            .limit(limit)
            .all(&self.readers)
            .await?;
        records(&self.readers, rows).await
    }

    /// Somebody's removed subscriptions by domain name: `limit` of them after one, or the first ones.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn removed_subscriptions_after(
        &self,
        of: &TrashOf,
        after: Option<&DomainName>,
        limit: u64,
    ) -> Result<Vec<RemovedSubscriptionRecord>, StoreError> {
        let mut select = in_trash().filter(of.condition());
        if let Some(after) = after {
            select = select.filter(Column::DomainKey.gt(domain_key(after.as_str())));
        }
        let rows = select
            .order_by_asc(Column::DomainKey)
            .limit(limit)
            .all(&self.readers)
            .await?;
        records(&self.readers, rows).await
    }

    /// The removed subscription of a domain name, if it is somebody's.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn removed_subscription(
        &self,
        domain: &DomainName,
        of: &TrashOf,
    ) -> Result<Option<RemovedSubscriptionRecord>, StoreError> {
        let rows = in_trash()
            .filter(Column::Domain.eq(domain.as_str()))
            .filter(of.condition())
            .all(&self.readers)
            .await?;
        Ok(records(&self.readers, rows).await?.pop())
    }

    /// Up to `limit` subscriptions that were removed before that time, the first of them first.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn subscriptions_removed_before(
        &self,
        before: UtcTime,
        limit: u64,
    ) -> Result<Vec<RemovedSubscriptionRecord>, StoreError> {
        let rows = in_trash()
            .filter(Column::RemovedAt.lte(before.0))
            .order_by_asc(Column::RemovedAt)
            .limit(limit)
            .all(&self.readers)
            .await?;
        records(&self.readers, rows).await
    }
}

impl FtpAccountsLock<'_> {
    /// A subscription that is locked and in « Corbeille »; none if it is not there (any more).
    ///
    /// # Errors
    /// If the database fails.
    pub async fn removed_subscription(
        &self,
        subscription: SubscriptionId,
    ) -> Result<Option<RemovedSubscriptionRecord>, StoreError> {
        let connection = &self.transaction.transaction;
        let rows = in_trash().filter(Column::Id.eq(subscription.0));
        let rows = rows.all(connection).await?;
        Ok(records(connection, rows).await?.pop())
    }

    /// Moves a subscription to « Corbeille », or restores it from there.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn set_subscription_removed(
        &self,
        subscription: SubscriptionId,
        removed: Option<(UtcTime, &str)>,
    ) -> Result<(), StoreError> {
        let (at, by) = removed.unzip();
        Entity::update_many()
            .col_expr(Column::RemovedAt, Expr::value(at.map(|at| at.0)))
            .col_expr(Column::RemovedBy, Expr::value(by.map(ToOwned::to_owned)))
            .filter(Column::Id.eq(subscription.0))
            .exec(&self.transaction.transaction)
            .await?;
        Ok(())
    }

    /// Removes a subscription for good, with everything that belongs to it: its main account too,
    /// which only goes so.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn purge_subscription(&self, subscription: SubscriptionId) -> Result<(), StoreError> {
        Entity::delete_by_id(subscription.0)
            .exec(&self.transaction.transaction)
            .await?;
        Ok(())
    }

    /// Whether the files of an account of a subscription, or all of its files, are being removed.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn has_file_removal(&self, subscription: SubscriptionId) -> Result<bool, StoreError> {
        let removals = file_removal::Entity::find()
            .filter(file_removal::Column::SubscriptionId.eq(subscription.0))
            .count(&self.transaction.transaction)
            .await?;
        Ok(removals > 0)
    }

    /// The main account of a locked subscription: its key, and its name.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn main_account(
        &self,
        subscription: SubscriptionId,
    ) -> Result<Option<(FtpAccountId, AccountName)>, StoreError> {
        let row: Option<(i64, String)> = ftp_account::Entity::find()
            .select_only()
            .column(ftp_account::Column::Id)
            .column(ftp_account::Column::Name)
            .filter(ftp_account::Column::SubscriptionId.eq(subscription.0))
            .filter(ftp_account::Column::IsMain.eq(true))
            .into_tuple()
            .one(&self.transaction.transaction)
            .await?;
        row.map(|(id, name)| Ok((FtpAccountId(id), read(&name, "ftp_account.name")?)))
            .transpose()
    }
}
