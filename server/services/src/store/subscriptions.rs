//! Queries on subscriptions.

use model::{
    DomainName, HostingSettings, PanelUserId, Standing, SubscriptionRow, SystemUser, UtcTime,
    WebspaceRoot,
};
use sea_orm::ActiveValue::Set;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, JoinType, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, RelationTrait,
};

use super::convert::{count, read};
use super::entity::{panel_user, subscription};
use super::error::StoreError;
use super::hosting::{WebspaceRecord, hosting};
use super::keys::SubscriptionId;
use super::pool::Store;
use super::sort_keys::with_domain;
use super::standing::{Visible, standings};
use super::transaction::Transaction;

/// A subscription.
#[derive(Clone, Debug)]
pub struct SubscriptionRecord {
    /// Key.
    pub id: SubscriptionId,
    /// The site's domain name.
    pub domain: DomainName,
    /// The folder on the server that it may use, and whom its files belong to.
    pub webspace: WebspaceRecord,
    /// How many FTP accounts it has, without those in « Corbeille ».
    pub ftp_accounts: u64,
    /// What the person for whom it was read is to it.
    pub standing: Standing,
}

/// A subscription to be stored.
#[derive(Clone)]
pub struct NewSubscriptionRecord {
    /// The site's domain name.
    pub domain: DomainName,
    /// The panel user who owns it.
    pub owner: PanelUserId,
    /// The folder on the server that it may use.
    pub webspace_root: WebspaceRoot,
    /// Whom its files belong to.
    pub hosting: HostingSettings,
    /// When.
    pub created_at: UtcTime,
}

/// What a list reads: key, domain, owner, root, accounts, creation, system user, umask.
type ListedColumns = (i64, String, String, String, i64, i64, Option<String>, i64);

async fn webspaces(connection: &impl ConnectionTrait) -> Result<Vec<WebspaceRecord>, StoreError> {
    let rows: Vec<(i64, String, Option<String>, i64)> = subscription::Entity::find()
        .select_only()
        .column(subscription::Column::Id)
        .column(subscription::Column::WebspaceRoot)
        .column(subscription::Column::SystemUser)
        .column(subscription::Column::Umask)
        .order_by_asc(subscription::Column::Id)
        .into_tuple()
        .all(connection)
        .await?;
    rows.into_iter()
        .map(|(id, root, system_user, umask)| {
            Ok(WebspaceRecord {
                subscription: SubscriptionId(id),
                root: read(&root, "subscription.webspace_root")?,
                hosting: hosting(system_user.as_deref(), umask)?,
            })
        })
        .collect()
}

async fn find(
    connection: &impl ConnectionTrait,
    domain: &DomainName,
    visible: Visible,
) -> Result<Option<SubscriptionRecord>, StoreError> {
    let row: Option<(i64, String, Option<String>, i64, i64)> = subscription::Entity::find()
        .select_only()
        .column(subscription::Column::Id)
        .column(subscription::Column::WebspaceRoot)
        .column(subscription::Column::SystemUser)
        .column(subscription::Column::Umask)
        .column(subscription::Column::FtpAccounts)
        .filter(subscription::Column::Domain.eq(domain.as_str()))
        .filter(visible.condition())
        .into_tuple()
        .one(connection)
        .await?;
    let Some((id, webspace_root, system_user, umask, accounts)) = row else {
        return Ok(None);
    };
    let standings = standings(connection, visible, &[id]).await?;
    let Some(standing) = standings.get(&id).copied() else {
        return Ok(None);
    };
    Ok(Some(SubscriptionRecord {
        id: SubscriptionId(id),
        domain: domain.clone(),
        webspace: WebspaceRecord {
            subscription: SubscriptionId(id),
            root: read(&webspace_root, "subscription.webspace_root")?,
            hosting: hosting(system_user.as_deref(), umask)?,
        },
        ftp_accounts: count(accounts),
        standing,
    }))
}

impl Store {
    /// Every subscription's webspace, by key.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn webspaces(&self) -> Result<Vec<WebspaceRecord>, StoreError> {
        webspaces(&self.readers).await
    }

    /// Every subscription's webspace root, by key.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn webspace_roots(&self) -> Result<Vec<WebspaceRoot>, StoreError> {
        let webspaces = webspaces(&self.readers).await?;
        Ok(webspaces
            .into_iter()
            .map(|webspace| webspace.root)
            .collect())
    }

    /// The subscription of a domain name, if it is among the visible ones.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn subscription(
        &self,
        domain: &DomainName,
        visible: Visible,
    ) -> Result<Option<SubscriptionRecord>, StoreError> {
        find(&self.readers, domain, visible).await
    }

    /// The domain names of those of these subscriptions that exist.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn domains(
        &self,
        ids: &[SubscriptionId],
    ) -> Result<Vec<(SubscriptionId, DomainName)>, StoreError> {
        let rows: Vec<(i64, String)> = subscription::Entity::find()
            .select_only()
            .column(subscription::Column::Id)
            .column(subscription::Column::Domain)
            .filter(subscription::Column::Id.is_in(ids.iter().map(|id| id.0)))
            .into_tuple()
            .all(&self.readers)
            .await?;
        rows.into_iter()
            .map(|(id, domain)| Ok((SubscriptionId(id), read(&domain, "subscription.domain")?)))
            .collect()
    }

    /// How many subscriptions are visible.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn count_subscriptions(&self, visible: Visible) -> Result<u64, StoreError> {
        Ok(subscription::Entity::find()
            .filter(visible.condition())
            .count(&self.readers)
            .await?)
    }

    /// The visible subscriptions by domain name: `limit` of them after the first `offset`.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn list_subscriptions(
        &self,
        visible: Visible,
        offset: u64,
        limit: u64,
    ) -> Result<Vec<SubscriptionRow>, StoreError> {
        let rows: Vec<ListedColumns> = subscription::Entity::find()
            .select_only()
            .column(subscription::Column::Id)
            .column(subscription::Column::Domain)
            .column(panel_user::Column::Login)
            .column(subscription::Column::WebspaceRoot)
            .column(subscription::Column::FtpAccounts)
            .column(subscription::Column::CreatedAt)
            .column(subscription::Column::SystemUser)
            .column(subscription::Column::Umask)
            .join(JoinType::InnerJoin, subscription::Relation::Owner.def())
            .filter(visible.condition())
            .order_by_asc(subscription::Column::DomainKey)
            .offset(offset)
            .limit(limit)
            .into_tuple()
            .all(&self.readers)
            .await?;
        let ids: Vec<i64> = rows.iter().map(|row| row.0).collect();
        let standings = standings(&self.readers, visible, &ids).await?;
        rows.into_iter()
            .filter_map(|row| standings.get(&row.0).map(|standing| (row, *standing)))
            .map(
                |(
                    (_, domain, owner, webspace_root, accounts, created_at, system_user, umask),
                    standing,
                )| {
                    Ok(SubscriptionRow {
                        domain: read(&domain, "subscription.domain")?,
                        owner: read(&owner, "panel_user.login")?,
                        webspace_root: read(&webspace_root, "subscription.webspace_root")?,
                        ftp_accounts: count(accounts),
                        created_at: UtcTime(created_at),
                        standing,
                        hosting: Some(hosting(system_user.as_deref(), umask)?),
                    })
                },
            )
            .collect()
    }
}

impl Transaction {
    /// The subscription of a domain name, if it is among the visible ones.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn subscription(
        &self,
        domain: &DomainName,
        visible: Visible,
    ) -> Result<Option<SubscriptionRecord>, StoreError> {
        find(&self.transaction, domain, visible).await
    }

    /// As [`Store::webspace_roots`], in this transaction.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn webspace_roots(&self) -> Result<Vec<WebspaceRoot>, StoreError> {
        let webspaces = webspaces(&self.transaction).await?;
        Ok(webspaces
            .into_iter()
            .map(|webspace| webspace.root)
            .collect())
    }

    /// Adds a subscription, without its main FTP account.
    ///
    /// # Errors
    /// A [`Constraint`](super::error::Constraint) if the domain or the webspace root is taken.
    pub async fn add_subscription(
        &self,
        new: NewSubscriptionRecord,
    ) -> Result<SubscriptionId, StoreError> {
        let row = subscription::ActiveModel {
            owner_id: Set(new.owner.0),
            webspace_root: Set(new.webspace_root.into()),
            created_at: Set(new.created_at.0),
            ftp_accounts: Set(0),
            system_user: Set(new.hosting.system_user.as_ref().map(SystemUser::to_string)),
            umask: Set(new.hosting.umask.bits().into()),
            ..subscription::ActiveModel::default()
        };
        let added = subscription::Entity::insert(with_domain(row, &new.domain))
            .exec(&self.transaction)
            .await?;
        Ok(SubscriptionId(added.last_insert_id))
    }
}
