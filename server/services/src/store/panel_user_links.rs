//! Queries on the links by which panel users set their passwords.

use model::{OneTimeLink, PanelUserId, UtcTime};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

use super::entity::panel_user;
use super::entity::panel_user_link::{ActiveModel, Column, Entity, Model};
use super::error::StoreError;
use super::ftp_accounts_lock::unlocked;
use super::one_time_links::NewOneTimeLinkRecord;
use super::panel_users::{PanelUserRecord, record};
use super::pool::Store;
use super::sessions::TokenHash;
use super::transaction::Transaction;

/// A link that works, with whom it is for.
pub struct PanelUserLinkRecord {
    /// Who made it, and until when it works.
    pub link: OneTimeLink,
    /// The person whose password it is for.
    pub user: PanelUserRecord,
}

fn link(row: Model) -> OneTimeLink {
    OneTimeLink {
        expires_at: UtcTime(row.expires_at),
        made_by: row.made_by,
    }
}

/// The link of a token, if it works at `now`: a wrong token, an expired link and one of somebody
/// who is disabled give the same answer after the same work.
async fn find(
    connection: &impl ConnectionTrait,
    token: &TokenHash,
    now: UtcTime,
) -> Result<Option<PanelUserLinkRecord>, StoreError> {
    let found = Entity::find()
        .find_also_related(panel_user::Entity)
        .filter(Column::TokenHash.eq(token.0.as_str()))
        .filter(Column::ExpiresAt.gt(now.0))
        .filter(panel_user::Column::Disabled.eq(false))
        .one(connection)
        .await?;
    let Some((row, Some(user))) = found else {
        return Ok(None);
    };
    Ok(Some(PanelUserLinkRecord {
        link: link(row),
        user: record(user)?,
    }))
}

async fn find_of(
    connection: &impl ConnectionTrait,
    user: PanelUserId,
    now: UtcTime,
) -> Result<Option<OneTimeLink>, StoreError> {
    let found = Entity::find_by_id(user.0)
        .filter(Column::ExpiresAt.gt(now.0))
        .one(connection)
        .await?;
    Ok(found.map(link))
}

impl Store {
    /// The link of a token, if it works at `now`.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn panel_user_link(
        &self,
        token: &TokenHash,
        now: UtcTime,
    ) -> Result<Option<PanelUserLinkRecord>, StoreError> {
        find(&self.readers, token, now).await
    }

    /// A person's link, if they have one that works at `now`.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn panel_user_link_of(
        &self,
        user: PanelUserId,
        now: UtcTime,
    ) -> Result<Option<OneTimeLink>, StoreError> {
        find_of(&self.readers, user, now).await
    }
}

impl Transaction {
    /// As [`Store::panel_user_link`].
    ///
    /// # Errors
    /// If the database fails.
    pub async fn panel_user_link(
        &self,
        token: &TokenHash,
        now: UtcTime,
    ) -> Result<Option<PanelUserLinkRecord>, StoreError> {
        find(&self.transaction, token, now).await
    }

    /// As [`Store::panel_user_link_of`].
    ///
    /// # Errors
    /// If the database fails.
    pub async fn panel_user_link_of(
        &self,
        user: PanelUserId,
        now: UtcTime,
    ) -> Result<Option<OneTimeLink>, StoreError> {
        find_of(&self.transaction, user, now).await
    }

    /// Stores a person's link in place of any other, and removes expired ones.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn replace_panel_user_link(
        &self,
        user: PanelUserId,
        new: NewOneTimeLinkRecord,
    ) -> Result<(), StoreError> {
        let expired = Entity::find()
            .select_only()
            .column(Column::PanelUserId)
            .filter(Column::ExpiresAt.lte(new.made_at.0));
        Entity::delete_many()
            .filter(Column::PanelUserId.in_subquery(unlocked(expired).into_query()))
            .exec(&self.transaction)
            .await?;
        let row = ActiveModel {
            panel_user_id: Set(user.0),
            token_hash: Set(new.token_hash.0),
            made_by: Set(new.link.made_by),
            made_at: Set(new.made_at.0),
            expires_at: Set(new.link.expires_at.0),
        };
        let in_place = OnConflict::column(Column::PanelUserId)
            .update_columns([
                Column::TokenHash,
                Column::MadeBy,
                Column::MadeAt,
                Column::ExpiresAt,
            ])
            .to_owned();
        Entity::insert(row)
            .on_conflict(in_place)
            .exec_without_returning(&self.transaction)
            .await?;
        Ok(())
    }

    /// Removes a person's link; returns whether there was one. Of two concurrent callers, one gets
    /// true.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn remove_panel_user_link(&self, user: PanelUserId) -> Result<bool, StoreError> {
        let removed = Entity::delete_by_id(user.0).exec(&self.transaction).await?;
        Ok(removed.rows_affected > 0)
    }
}
