//! Queries on the sessions of the panel.

use model::{Locale, PanelUserId, TimeZone, UtcTime, Viewer};
use sea_orm::ActiveValue::Set;
use sea_orm::{
    ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    RelationTrait,
};

use super::convert::read;
use super::entity::{panel_user, session};
use super::error::StoreError;
use super::ftp_accounts_lock::unlocked;
use super::pool::Store;
use super::transaction::Transaction;

/// The hash of a token, which is of no use to a thief of the database.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
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

/// A session's panel user.
pub struct SessionRecord {
    /// The panel user's key.
    pub panel_user_id: PanelUserId,
    /// The panel user as the pages show them.
    pub viewer: Viewer,
    /// The person's language; none if never set.
    pub locale: Option<Locale>,
    /// The time zone in which the person sees times.
    pub time_zone: Option<TimeZone>,
}

type SessionRow = (i64, String, String, String, Option<String>, Option<String>);

impl Store {
    /// The session of a token, if it has not expired at `now` and its person is not disabled. One
    /// joined query.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn session(
        &self,
        token: &TokenHash,
        now: UtcTime,
    ) -> Result<Option<SessionRecord>, StoreError> {
        let row: Option<SessionRow> = session::Entity::find()
            .select_only()
            .column(panel_user::Column::Id)
            .column(panel_user::Column::Login)
            .column(panel_user::Column::DisplayName)
            .column(panel_user::Column::Role)
            .column(panel_user::Column::Locale)
            .column(panel_user::Column::TimeZone)
            .join(JoinType::InnerJoin, session::Relation::PanelUser.def())
            .filter(session::Column::TokenHash.eq(token.0.as_str()))
            .filter(session::Column::ExpiresAt.gt(now.0))
            .filter(panel_user::Column::Disabled.eq(false))
            .into_tuple()
            .one(&self.readers)
            .await?;
        let Some((id, login, display_name, role, locale, time_zone)) = row else {
            return Ok(None);
        };
        let viewer = Viewer {
            login: read(&login, "panel_user.login")?,
            display_name,
            role: read(&role, "panel_user.role")?,
        };
        Ok(Some(SessionRecord {
            panel_user_id: PanelUserId(id),
            viewer,
            // A language that the panel no longer has counts as none.
            locale: locale.as_deref().and_then(Locale::from_tag),
            time_zone: time_zone
                .map(|name| read(&name, "panel_user.time_zone"))
                .transpose()?,
        }))
    }
}

/// Sessions that a panel user has at once, in all browsers together.
const MAX_SESSIONS_PER_USER: u64 = 50;

impl Transaction {
    /// Adds a session, and removes expired ones. The oldest of the person end, if there are more than
    /// 50.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn add_session(&self, new: NewSessionRecord) -> Result<(), StoreError> {
        let expired = session::Entity::find()
            .select_only()
            .column(session::Column::TokenHash)
            .filter(session::Column::ExpiresAt.lte(new.created_at.0));
        let expired = unlocked(expired).into_query();
        session::Entity::delete_many()
            .filter(session::Column::TokenHash.in_subquery(expired))
            .exec(&self.transaction)
            .await?;
        self.end_oldest_sessions(new.panel_user_id).await?;
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

    /// Leaves room for one more session of a person.
    async fn end_oldest_sessions(&self, person: PanelUserId) -> Result<(), StoreError> {
        let oldest: Vec<String> = session::Entity::find()
            .select_only()
            .column(session::Column::TokenHash)
            .filter(session::Column::PanelUserId.eq(person.0))
            .order_by_desc(session::Column::CreatedAt)
            .offset(MAX_SESSIONS_PER_USER - 1)
            // SQLite has no offset without a limit.
            .limit(MAX_SESSIONS_PER_USER)
            .into_tuple()
            .all(&self.transaction)
            .await?;
        if !oldest.is_empty() {
            session::Entity::delete_many()
                .filter(session::Column::TokenHash.is_in(oldest))
                .exec(&self.transaction)
                .await?;
        }
        Ok(())
    }

    /// Removes one session; returns whether it was there.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn remove_session(&self, token: &TokenHash) -> Result<bool, StoreError> {
        let removed = session::Entity::delete_many()
            .filter(session::Column::TokenHash.eq(token.0.as_str()))
            .exec(&self.transaction)
            .await?;
        Ok(removed.rows_affected > 0)
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
