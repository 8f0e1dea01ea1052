//! Queries on the sessions of the panel.

use model::{PanelUserId, UtcTime};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, JoinType, QueryFilter, QuerySelect, RelationTrait};

use super::convert::read;
use super::entity::{panel_user, session};
use super::{Store, StoreError, Transaction};
use model::{Locale, Viewer};

/// The hash of a session's token: what a thief of the database would not get in with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenHash(pub String);

/// A session to be stored.
pub struct NewSessionRecord {
    /// The token's hash.
    pub token_hash: TokenHash,
    /// Who is signed in.
    pub panel_user_id: PanelUserId,
    /// When.
    pub created_at: UtcTime,
    /// Until when.
    pub expires_at: UtcTime,
    /// From where.
    pub address: String,
    /// What the browser calls itself.
    pub user_agent: String,
}

type SignedInRow = (i64, String, String, String, Option<String>);

impl Store {
    /// Who is signed in by a token, if its session lives at `now`. One joined query.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn signed_in(
        &self,
        token: &TokenHash,
        now: UtcTime,
    ) -> Result<Option<(PanelUserId, Viewer, Option<Locale>)>, StoreError> {
        let row: Option<SignedInRow> = session::Entity::find()
            .select_only()
            .column(panel_user::Column::Id)
            .column(panel_user::Column::Login)
            .column(panel_user::Column::DisplayName)
            .column(panel_user::Column::Role)
            .column(panel_user::Column::Locale)
            .join(JoinType::InnerJoin, session::Relation::PanelUser.def())
            .filter(session::Column::TokenHash.eq(token.0.as_str()))
            .filter(session::Column::ExpiresAt.gt(now.0))
            .into_tuple()
            .one(&self.connection)
            .await?;
        let Some((id, login, display_name, role, locale)) = row else {
            return Ok(None);
        };
        let viewer = Viewer {
            login: read(&login, "panel_user.login")?,
            display_name,
            role: read(&role, "panel_user.role")?,
        };
        let locale = locale.as_deref().and_then(Locale::from_tag);
        Ok(Some((PanelUserId(id), viewer, locale)))
    }
}

impl Transaction {
    /// Adds a session, and forgets those that ended before it began.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn add_session(&self, new: NewSessionRecord) -> Result<(), StoreError> {
        session::Entity::delete_many()
            .filter(session::Column::ExpiresAt.lte(new.created_at.0))
            .exec(&self.transaction)
            .await?;
        let row = session::ActiveModel {
            token_hash: Set(new.token_hash.0),
            panel_user_id: Set(new.panel_user_id.0),
            created_at: Set(new.created_at.0),
            expires_at: Set(new.expires_at.0),
            address: Set(new.address),
            user_agent: Set(new.user_agent),
        };
        session::Entity::insert(row)
            .exec_without_returning(&self.transaction)
            .await?;
        Ok(())
    }

    /// Removes one session, if it is there.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn remove_session(&self, token: &TokenHash) -> Result<(), StoreError> {
        session::Entity::delete_many()
            .filter(session::Column::TokenHash.eq(token.0.as_str()))
            .exec(&self.transaction)
            .await?;
        Ok(())
    }

    /// Removes every session of a panel user.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn remove_sessions_of(&self, id: PanelUserId) -> Result<(), StoreError> {
        session::Entity::delete_many()
            .filter(session::Column::PanelUserId.eq(id.0))
            .exec(&self.transaction)
            .await?;
        Ok(())
    }
}
