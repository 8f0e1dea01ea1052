//! Queries on who has a part in a subscription of another's.

use model::{CollaboratorRole, CollaboratorRow, Login, PanelUserId, UtcTime};
use sea_orm::ActiveValue::Set;
use sea_orm::{
    ColumnTrait, EntityTrait, JoinType, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    RelationTrait,
};

use super::convert::read;
use super::entity::{collaborator, panel_user, subscription};
use super::error::StoreError;
use super::keys::SubscriptionId;
use super::pool::Store;
use super::transaction::Transaction;

fn row(
    (login, display_name, role, added_at): (String, String, String, i64),
) -> Result<CollaboratorRow, StoreError> {
    Ok(CollaboratorRow {
        login: read(&login, "panel_user.login")?,
        display_name,
        role: read(&role, "collaborator.role")?,
        added_at: UtcTime(added_at),
    })
}

impl Store {
    /// Who has a part in a subscription beside its owner, by login.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn collaborators(
        &self,
        subscription: SubscriptionId,
    ) -> Result<Vec<CollaboratorRow>, StoreError> {
        let rows: Vec<(String, String, String, i64)> = collaborator::Entity::find()
            .select_only()
            .column(panel_user::Column::Login)
            .column(panel_user::Column::DisplayName)
            .column(collaborator::Column::Role)
            .column(collaborator::Column::AddedAt)
            .join(JoinType::InnerJoin, collaborator::Relation::PanelUser.def())
            .filter(collaborator::Column::SubscriptionId.eq(subscription.0))
            .order_by_asc(panel_user::Column::LoginKey)
            .into_tuple()
            .all(&self.readers)
            .await?;
        rows.into_iter().map(row).collect()
    }

    /// Who owns a subscription.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn subscription_owner(
        &self,
        subscription: SubscriptionId,
    ) -> Result<Option<Login>, StoreError> {
        let login: Option<String> = subscription::Entity::find_by_id(subscription.0)
            .select_only()
            .column(panel_user::Column::Login)
            .join(JoinType::InnerJoin, subscription::Relation::Owner.def())
            .into_tuple()
            .one(&self.readers)
            .await?;
        login
            .map(|login| read(&login, "panel_user.login"))
            .transpose()
    }
}

impl Transaction {
    /// The key of who owns a subscription.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn owner_of(
        &self,
        subscription: SubscriptionId,
    ) -> Result<Option<PanelUserId>, StoreError> {
        let owner: Option<i64> = subscription::Entity::find_by_id(subscription.0)
            .select_only()
            .column(subscription::Column::OwnerId)
            .into_tuple()
            .one(&self.transaction)
            .await?;
        Ok(owner.map(PanelUserId))
    }

    /// The part that somebody has in a subscription.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn collaborator(
        &self,
        subscription: SubscriptionId,
        login: &Login,
    ) -> Result<Option<(PanelUserId, CollaboratorRole)>, StoreError> {
        let found: Option<(i64, String)> = collaborator::Entity::find()
            .select_only()
            .column(collaborator::Column::PanelUserId)
            .column(collaborator::Column::Role)
            .join(JoinType::InnerJoin, collaborator::Relation::PanelUser.def())
            .filter(collaborator::Column::SubscriptionId.eq(subscription.0))
            .filter(panel_user::Column::Login.eq(login.as_str()))
            .into_tuple()
            .one(&self.transaction)
            .await?;
        found
            .map(|(id, role)| Ok((PanelUserId(id), read(&role, "collaborator.role")?)))
            .transpose()
    }

    /// How many people have a part in a subscription beside its owner.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn count_collaborators(
        &self,
        subscription: SubscriptionId,
    ) -> Result<u64, StoreError> {
        let of = collaborator::Column::SubscriptionId.eq(subscription.0);
        let found = collaborator::Entity::find().filter(of);
        Ok(found.count(&self.transaction).await?)
    }

    /// Gives somebody a part in a subscription who has none.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn add_collaborator(
        &self,
        subscription: SubscriptionId,
        person: PanelUserId,
        role: CollaboratorRole,
        at: UtcTime,
    ) -> Result<(), StoreError> {
        let row = collaborator::ActiveModel {
            subscription_id: Set(subscription.0),
            panel_user_id: Set(person.0),
            role: Set(role.as_str().to_owned()),
            added_at: Set(at.0),
        };
        collaborator::Entity::insert(row)
            .exec_without_returning(&self.transaction)
            .await?;
        Ok(())
    }

    /// Gives somebody another part in a subscription.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn change_collaborator(
        &self,
        subscription: SubscriptionId,
        person: PanelUserId,
        role: CollaboratorRole,
    ) -> Result<(), StoreError> {
        let row = collaborator::ActiveModel {
            role: Set(role.as_str().to_owned()),
            ..collaborator::ActiveModel::default()
        };
        collaborator::Entity::update_many()
            .set(row)
            .filter(collaborator::Column::SubscriptionId.eq(subscription.0))
            .filter(collaborator::Column::PanelUserId.eq(person.0))
            .exec(&self.transaction)
            .await?;
        Ok(())
    }

    /// Takes somebody's part in a subscription away.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn remove_collaborator(
        &self,
        subscription: SubscriptionId,
        person: PanelUserId,
    ) -> Result<(), StoreError> {
        collaborator::Entity::delete_many()
            .filter(collaborator::Column::SubscriptionId.eq(subscription.0))
            .filter(collaborator::Column::PanelUserId.eq(person.0))
            .exec(&self.transaction)
            .await?;
        Ok(())
    }
}
