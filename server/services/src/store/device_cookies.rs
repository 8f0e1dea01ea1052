//! Queries on the cookies of browsers in which panel users have signed in before.

use model::{Login, PanelUserId, UtcTime};
use sea_orm::ActiveValue::Set;
use sea_orm::{
    ColumnTrait, EntityTrait, JoinType, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    RelationTrait,
};

use super::entity::{device_cookie, panel_user};
use super::error::StoreError;
use super::pool::Store;
use super::sessions::TokenHash;
use super::transaction::Transaction;

/// A device cookie to be stored.
pub struct NewDeviceCookieRecord {
    /// The hash of its token.
    pub token_hash: TokenHash,
    /// Who has signed in.
    pub panel_user_id: PanelUserId,
    /// When.
    pub issued_at: UtcTime,
    /// The cookie that the browser had before, if it had one.
    pub former: Option<TokenHash>,
}

impl Store {
    /// Whether a device cookie was issued after `since` to a browser in which this login signed in.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn is_device_of(
        &self,
        token: &TokenHash,
        login: &Login,
        since: UtcTime,
    ) -> Result<bool, StoreError> {
        let found = device_cookie::Entity::find()
            .join(
                JoinType::InnerJoin,
                device_cookie::Relation::PanelUser.def(),
            )
            .filter(device_cookie::Column::TokenHash.eq(token.0.as_str()))
            .filter(device_cookie::Column::IssuedAt.gt(since.0))
            .filter(panel_user::Column::Login.eq(login.as_str()))
            .count(&self.readers)
            .await?;
        Ok(found > 0)
    }
}

impl Transaction {
    /// Adds a device cookie in the place of the browser's former one, which others who signed in
    /// there keep under the new token. Of one person's, those of before `expired` go, and the
    /// oldest beyond `max`.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn replace_device_cookie(
        &self,
        new: NewDeviceCookieRecord,
        expired: UtcTime,
        max: u64,
    ) -> Result<(), StoreError> {
        let own = || device_cookie::Column::PanelUserId.eq(new.panel_user_id.0);
        if let Some(former) = &new.former {
            let former = || device_cookie::Column::TokenHash.eq(former.0.as_str());
            device_cookie::Entity::delete_many()
                .filter(former())
                .filter(own())
                .exec(&self.transaction)
                .await?;
            device_cookie::Entity::update_many()
                .set(device_cookie::ActiveModel {
                    token_hash: Set(new.token_hash.0.clone()),
                    ..Default::default()
                })
                .filter(former())
                .exec(&self.transaction)
                .await?;
        }
        device_cookie::Entity::insert(device_cookie::ActiveModel {
            token_hash: Set(new.token_hash.0.clone()),
            panel_user_id: Set(new.panel_user_id.0),
            issued_at: Set(new.issued_at.0),
        })
        .exec_without_returning(&self.transaction)
        .await?;
        let newest: Vec<String> = device_cookie::Entity::find()
            .select_only()
            .column(device_cookie::Column::TokenHash)
            .filter(own())
            .filter(device_cookie::Column::IssuedAt.gt(expired.0))
            // Of those of one second the one that has just been added is the newest.
            .order_by_desc(device_cookie::Column::IssuedAt)
            .order_by_desc(device_cookie::Column::TokenHash.eq(new.token_hash.0.as_str()))
            .limit(max)
            .into_tuple()
            .all(&self.transaction)
            .await?;
        device_cookie::Entity::delete_many()
            .filter(own())
            .filter(device_cookie::Column::TokenHash.is_not_in(newest))
            .exec(&self.transaction)
            .await?;
        Ok(())
    }

    /// Removes every device cookie of a panel user.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn remove_device_cookies_of(&self, id: PanelUserId) -> Result<(), StoreError> {
        device_cookie::Entity::delete_many()
            .filter(device_cookie::Column::PanelUserId.eq(id.0))
            .exec(&self.transaction)
            .await?;
        Ok(())
    }
}
