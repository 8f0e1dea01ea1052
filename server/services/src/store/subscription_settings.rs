//! Queries on what administrators set of a subscription: its names, and whether it is suspended.

use model::{DomainName, Login, PanelUserId, Suspension, UtcTime};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, JoinType, QueryFilter, QuerySelect,
    RelationTrait,
};

use super::convert::read;
use super::entity::subscription::{ActiveModel, Column, Entity, Relation};
use super::entity::{collaborator, panel_user};
use super::error::StoreError;
use super::ftp_accounts_lock::FtpAccountsLock;
use super::keys::SubscriptionId;
use super::pool::Store;
use super::sort_keys::with_domain;

/// What is set of a subscription.
#[derive(Clone, Debug)]
pub struct SubscriptionSettingsRecord {
    /// The site's domain name.
    pub domain: DomainName,
    /// The panel user who owns it.
    pub owner: Login,
    /// Grows with each change of these two.
    pub version: i64,
    /// Since when it is suspended; none if it is not.
    pub suspension: Option<Suspension>,
}

/// Reads the two columns.
pub(super) fn suspension(at: Option<i64>, by: Option<String>) -> Option<Suspension> {
    at.map(|at| Suspension {
        since: UtcTime(at),
        by: by.unwrap_or_default(),
    })
}

async fn find(
    connection: &impl ConnectionTrait,
    subscription: SubscriptionId,
) -> Result<Option<SubscriptionSettingsRecord>, StoreError> {
    type Columns = (String, String, i64, Option<i64>, Option<String>);
    let row: Option<Columns> = Entity::find_by_id(subscription.0)
        .select_only()
        .column(Column::Domain)
        .column(panel_user::Column::Login)
        .column(Column::Version)
        .column(Column::SuspendedAt)
        .column(Column::SuspendedBy)
        .join(JoinType::InnerJoin, Relation::Owner.def())
        .into_tuple()
        .one(connection)
        .await?;
    row.map(|(domain, owner, version, suspended_at, suspended_by)| {
        Ok(SubscriptionSettingsRecord {
            domain: read(&domain, "subscription.domain")?,
            owner: read(&owner, "panel_user.login")?,
            version,
            suspension: suspension(suspended_at, suspended_by),
        })
    })
    .transpose()
}

impl Store {
    /// What is set of a subscription.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn subscription_settings(
        &self,
        subscription: SubscriptionId,
    ) -> Result<Option<SubscriptionSettingsRecord>, StoreError> {
        find(&self.readers, subscription).await
    }
}

impl FtpAccountsLock<'_> {
    /// As [`Store::subscription_settings`], of a locked subscription.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn subscription_settings(
        &self,
        subscription: SubscriptionId,
    ) -> Result<Option<SubscriptionSettingsRecord>, StoreError> {
        find(&self.transaction.transaction, subscription).await
    }

    /// Gives a subscription another domain name and another owner, who needs no part in it any more; the
    /// version grows by one.
    ///
    /// # Errors
    /// [`Constraint::Domain`](super::error::Constraint::Domain) if the domain name is taken.
    pub async fn change_subscription(
        &self,
        subscription: SubscriptionId,
        domain: &DomainName,
        owner: PanelUserId,
    ) -> Result<(), StoreError> {
        collaborator::Entity::delete_many()
            .filter(collaborator::Column::PanelUserId.eq(owner.0))
            .filter(collaborator::Column::SubscriptionId.eq(subscription.0))
            .exec(&self.transaction.transaction)
            .await?;
        Entity::update_many()
            .set(with_domain(ActiveModel::default(), domain))
            .col_expr(Column::OwnerId, Expr::value(owner.0))
            .col_expr(Column::Version, Expr::col(Column::Version).add(1_i64))
            .filter(Column::Id.eq(subscription.0))
            .exec(&self.transaction.transaction)
            .await?;
        Ok(())
    }

    /// Suspends a subscription, or resumes it.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn set_suspension(
        &self,
        subscription: SubscriptionId,
        suspension: Option<&Suspension>,
    ) -> Result<(), StoreError> {
        let since = suspension.map(|suspension| suspension.since.0);
        let by = suspension.map(|suspension| suspension.by.clone());
        Entity::update_many()
            .col_expr(Column::SuspendedAt, Expr::value(since))
            .col_expr(Column::SuspendedBy, Expr::value(by))
            .filter(Column::Id.eq(subscription.0))
            .exec(&self.transaction.transaction)
            .await?;
        Ok(())
    }
}
