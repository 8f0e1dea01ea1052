//! Queries on subscriptions.

use model::{
    DomainName, HostingSettings, PanelUserId, Standing, SubscriptionRow, Suspension, SystemUser,
    UtcTime, WebspaceRoot,
};
use sea_orm::ActiveValue::Set;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, JoinType, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, RelationTrait, Select,
};

use super::convert::{count, read};
use super::entity::{panel_user, subscription};
use super::error::StoreError;
use super::hosting::{WebspaceRecord, hosting};
use super::keys::SubscriptionId;
use super::pool::Store;
use super::sort_keys::{domain_key, with_domain};
use super::standing::{Visible, standings};
use super::subscription_settings::suspension;
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
    /// Since when it is suspended; none if it is not.
    pub suspension: Option<Suspension>,
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

/// What a list reads: key, domain, owner, root, accounts, creation, system user, umask, suspension.
type ListedColumns = (
    i64,
    String,
    String,
    String,
    i64,
    i64,
    Option<String>,
    i64,
    Option<i64>,
    Option<String>,
);

/// A webspace root that no other subscription can have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReservedRoot {
    /// The folder on the server.
    pub root: WebspaceRoot,
    /// Whether its subscription is in « Corbeille ».
    pub is_removed: bool,
}

/// The subscriptions that are not in « Corbeille ».
fn in_use() -> Select<subscription::Entity> {
    subscription::Entity::find().filter(subscription::Column::RemovedAt.is_null())
}

async fn reserved_roots(
    connection: &impl ConnectionTrait,
) -> Result<Vec<ReservedRoot>, StoreError> {
    let rows: Vec<(String, Option<i64>)> = subscription::Entity::find()
        .select_only()
        .column(subscription::Column::WebspaceRoot)
        .column(subscription::Column::RemovedAt)
        .order_by_asc(subscription::Column::Id)
        .into_tuple()
        .all(connection)
        .await?;
    rows.into_iter()
        .map(|(root, removed_at)| {
            Ok(ReservedRoot {
                root: read(&root, "subscription.webspace_root")?,
                is_removed: removed_at.is_some(),
            })
        })
        .collect()
}

async fn find(
    connection: &impl ConnectionTrait,
    domain: &DomainName,
    visible: Visible,
) -> Result<Option<SubscriptionRecord>, StoreError> {
    type Columns = (
        i64,
        String,
        Option<String>,
        i64,
        i64,
        Option<i64>,
        Option<String>,
    );
    let row: Option<Columns> = in_use()
        .select_only()
        .column(subscription::Column::Id)
        .column(subscription::Column::WebspaceRoot)
        .column(subscription::Column::SystemUser)
        .column(subscription::Column::Umask)
        .column(subscription::Column::FtpAccounts)
        .column(subscription::Column::SuspendedAt)
        .column(subscription::Column::SuspendedBy)
        .filter(subscription::Column::Domain.eq(domain.as_str()))
        .into_tuple()
        .one(connection)
        .await?;
    let Some((id, webspace_root, system_user, umask, accounts, suspended_at, suspended_by)) = row
    else {
        return Ok(None);
    };
    // Asked for by the key, this reads a row or two; in the query above, SQLite would read all that the
    // person is something to.
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
        suspension: suspension(suspended_at, suspended_by),
    }))
}

impl Store {
    /// The webspaces that are served, by key.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn webspaces(&self) -> Result<Vec<WebspaceRecord>, StoreError> {
        let rows = in_use()
            .order_by_asc(subscription::Column::Id)
            .all(&self.readers)
            .await?;
        rows.iter().map(WebspaceRecord::of).collect()
    }

    /// Every subscription's webspace root, by key: also of those in « Corbeille ».
    ///
    /// # Errors
    /// If the database fails.
    pub async fn reserved_roots(&self) -> Result<Vec<ReservedRoot>, StoreError> {
        reserved_roots(&self.readers).await
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
        Ok(in_use()
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
        self.subscription_rows(visible, in_use().offset(offset).limit(limit))
            .await
    }

    /// The visible subscriptions by domain name: `limit` of them after one, or the first ones.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn subscriptions_after(
        &self,
        visible: Visible,
        after: Option<&DomainName>,
        limit: u64,
    ) -> Result<Vec<SubscriptionRow>, StoreError> {
        let mut select = in_use().limit(limit);
        if let Some(after) = after {
            let key = domain_key(after.as_str());
            select = select.filter(subscription::Column::DomainKey.gt(key));
        }
        self.subscription_rows(visible, select).await
    }

    /// The subscription of a domain name as lists show it, if it is among the visible ones.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn listed_subscription(
        &self,
        visible: Visible,
        domain: &DomainName,
    ) -> Result<Option<SubscriptionRow>, StoreError> {
        let select = in_use().filter(subscription::Column::Domain.eq(domain.as_str()));
        Ok(self.subscription_rows(visible, select).await?.pop())
    }

    /// What lists show of the visible ones among these subscriptions, by domain name.
    async fn subscription_rows(
        &self,
        visible: Visible,
        select: Select<subscription::Entity>,
    ) -> Result<Vec<SubscriptionRow>, StoreError> {
        let rows: Vec<ListedColumns> = select
            .select_only()
            .column(subscription::Column::Id)
            .column(subscription::Column::Domain)
            .column(panel_user::Column::Login)
            .column(subscription::Column::WebspaceRoot)
            .column(subscription::Column::FtpAccounts)
            .column(subscription::Column::CreatedAt)
            .column(subscription::Column::SystemUser)
            .column(subscription::Column::Umask)
            .column(subscription::Column::SuspendedAt)
            .column(subscription::Column::SuspendedBy)
            .join(JoinType::InnerJoin, subscription::Relation::Owner.def())
            .filter(visible.condition())
            .order_by_asc(subscription::Column::DomainKey)
            .into_tuple()
            .all(&self.readers)
            .await?;
        let ids: Vec<i64> = rows.iter().map(|row| row.0).collect();
        let standings = standings(&self.readers, visible, &ids).await?;
        let plans = self.plan_names_of(&ids).await?;
        rows.into_iter()
            .filter_map(|row| standings.get(&row.0).map(|standing| (row, *standing)))
            .map(|(row, standing)| {
                let (id, domain, owner, webspace_root, accounts, created_at, ..) = &row;
                let (.., system_user, umask, suspended_at, suspended_by) = &row;
                Ok(SubscriptionRow {
                    domain: read(domain, "subscription.domain")?,
                    owner: read(owner, "panel_user.login")?,
                    webspace_root: read(webspace_root, "subscription.webspace_root")?,
                    ftp_accounts: count(*accounts),
                    created_at: UtcTime(*created_at),
                    standing,
                    plan: plans.get(id).cloned(),
                    hosting: Some(hosting(system_user.as_deref(), *umask)?),
                    suspension: suspension(*suspended_at, suspended_by.clone()),
                })
            })
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

    /// As [`Store::reserved_roots`], in this transaction.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn reserved_roots(&self) -> Result<Vec<ReservedRoot>, StoreError> {
        reserved_roots(&self.transaction).await
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
            version: Set(1),
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
