//! Queries on the sessions of the panel.

use model::{Locale, PanelSessionId, PanelUserId, TimeZone, UtcTime, Viewer};
use sea_orm::ActiveValue::Set;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, RelationTrait,
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

/// When a session must have begun, been seen and be allowed to last, to go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionBounds {
    /// It ends later than this: now.
    pub now: UtcTime,
    /// It began later than this.
    pub begun_after: UtcTime,
    /// It was seen later than this.
    pub seen_after: UtcTime,
}

impl SessionBounds {
    fn alive(self) -> Condition {
        Condition::all()
            .add(session::Column::ExpiresAt.gt(self.now.0))
            .add(session::Column::CreatedAt.gt(self.begun_after.0))
            .add(session::Column::LastSeenAt.gt(self.seen_after.0))
    }
}

/// A session to be stored. It was seen, and its person proved who they are, when it began.
pub struct NewSessionRecord {
    /// What it is called in the list of a person's sessions: neither its token nor made of it.
    pub id: PanelSessionId,
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
    /// What the session is called in the list of a person's sessions.
    pub id: PanelSessionId,
    /// When it was last seen, to some minutes.
    pub last_seen_at: UtcTime,
    /// When its person last proved who they are.
    pub proved_at: UtcTime,
    /// Whether the person's password is for one sign-in only.
    pub must_change_password: bool,
    /// The panel user's key.
    pub panel_user_id: PanelUserId,
    /// The panel user as the pages show them.
    pub viewer: Viewer,
    /// The person's language; none if never set.
    pub locale: Option<Locale>,
    /// The time zone in which the person sees times.
    pub time_zone: Option<TimeZone>,
}

/// A session, as its person sees it.
pub struct ListedSession {
    /// What it is called.
    pub id: PanelSessionId,
    /// The hash of its token.
    pub token_hash: TokenHash,
    /// When it began.
    pub created_at: UtcTime,
    /// When it was last seen, to some minutes.
    pub last_seen_at: UtcTime,
    /// From where it began.
    pub address: String,
    /// What the browser calls itself.
    pub user_agent: String,
}

type SessionRow = (
    i64,
    i64,
    i64,
    i64,
    String,
    String,
    String,
    Option<String>,
    Option<String>,
    bool,
);

impl Store {
    /// The session of a token, if it has not ended and its person is not disabled. One joined query.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn session(
        &self,
        token: &TokenHash,
        bounds: SessionBounds,
    ) -> Result<Option<SessionRecord>, StoreError> {
        let row: Option<SessionRow> = session::Entity::find()
            .select_only()
            .column(session::Column::PublicId)
            .column(session::Column::LastSeenAt)
            .column(session::Column::ProvedAt)
            .column(panel_user::Column::Id)
            .column(panel_user::Column::Login)
            .column(panel_user::Column::DisplayName)
            .column(panel_user::Column::Role)
            .column(panel_user::Column::Locale)
            .column(panel_user::Column::TimeZone)
            .column(panel_user::Column::MustChangePassword)
            .join(JoinType::InnerJoin, session::Relation::PanelUser.def())
            .filter(session::Column::TokenHash.eq(token.0.as_str()))
            .filter(bounds.alive())
            .filter(panel_user::Column::Disabled.eq(false))
            .into_tuple()
            .one(&self.readers)
            .await?;
        let Some(row) = row else {
            return Ok(None);
        };
        let (public_id, last_seen_at, proved_at, id, login, display_name, role, locale, zone, must) =
            row;
        let viewer = Viewer {
            login: read(&login, "panel_user.login")?,
            display_name,
            role: read(&role, "panel_user.role")?,
        };
        Ok(Some(SessionRecord {
            id: PanelSessionId(public_id),
            last_seen_at: UtcTime(last_seen_at),
            proved_at: UtcTime(proved_at),
            must_change_password: must,
            panel_user_id: PanelUserId(id),
            viewer,
            // A language that the panel no longer has counts as none.
            locale: locale.as_deref().and_then(Locale::from_tag),
            time_zone: zone
                .map(|name| read(&name, "panel_user.time_zone"))
                .transpose()?,
        }))
    }

    /// A person's sessions that have not ended, the one that was seen last first.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn sessions_of(
        &self,
        person: PanelUserId,
        bounds: SessionBounds,
    ) -> Result<Vec<ListedSession>, StoreError> {
        let rows = session::Entity::find()
            .filter(session::Column::PanelUserId.eq(person.0))
            .filter(bounds.alive())
            .order_by_desc(session::Column::LastSeenAt)
            .order_by_desc(session::Column::CreatedAt)
            .order_by_asc(session::Column::PublicId)
            .limit(MAX_SESSIONS_PER_USER)
            .all(&self.readers)
            .await?;
        let listed = rows.into_iter().map(|row| ListedSession {
            id: PanelSessionId(row.public_id),
            token_hash: TokenHash(row.token_hash),
            created_at: UtcTime(row.created_at),
            last_seen_at: UtcTime(row.last_seen_at),
            address: row.address,
            user_agent: row.user_agent,
        });
        Ok(listed.collect())
    }
}

/// Sessions that a panel user has at once, in all browsers together.
const MAX_SESSIONS_PER_USER: u64 = 50;

impl Transaction {
    /// Adds a session, and removes those that have ended by `bounds`. The oldest of the person end, if there are more than
    /// 50.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn add_session(
        &self,
        new: NewSessionRecord,
        bounds: SessionBounds,
    ) -> Result<(), StoreError> {
        let ended = session::Entity::find()
            .select_only()
            .column(session::Column::TokenHash)
            .filter(bounds.alive().not());
        let ended = unlocked(ended).into_query();
        session::Entity::delete_many()
            .filter(session::Column::TokenHash.in_subquery(ended))
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
            public_id: Set(new.id.0),
            last_seen_at: Set(new.created_at.0),
            proved_at: Set(new.created_at.0),
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

    /// Removes one session of a person, by what it is called; returns whether it was there.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn remove_session_of(
        &self,
        person: PanelUserId,
        id: PanelSessionId,
    ) -> Result<bool, StoreError> {
        let removed = session::Entity::delete_many()
            .filter(session::Column::PanelUserId.eq(person.0))
            .filter(session::Column::PublicId.eq(id.0))
            .exec(&self.transaction)
            .await?;
        Ok(removed.rows_affected > 0)
    }

    /// Removes every session of a panel user but one; returns how many.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn remove_other_sessions(
        &self,
        person: PanelUserId,
        kept: &TokenHash,
    ) -> Result<u64, StoreError> {
        let removed = session::Entity::delete_many()
            .filter(session::Column::PanelUserId.eq(person.0))
            .filter(session::Column::TokenHash.ne(kept.0.as_str()))
            .exec(&self.transaction)
            .await?;
        Ok(removed.rows_affected)
    }

    /// Stores when a session was last seen. One that has ended meanwhile stays so.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn set_session_seen(&self, token: &TokenHash, at: UtcTime) -> Result<(), StoreError> {
        let row = session::ActiveModel {
            last_seen_at: Set(at.0),
            ..Default::default()
        };
        self.update_session(token, row).await.map(drop)
    }

    /// Stores that a session's person has proved who they are, and gives the session another token;
    /// returns whether it has not ended.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn set_session_proved(
        &self,
        token: &TokenHash,
        new_token: &TokenHash,
        at: UtcTime,
    ) -> Result<bool, StoreError> {
        let row = session::ActiveModel {
            token_hash: Set(new_token.0.clone()),
            last_seen_at: Set(at.0),
            proved_at: Set(at.0),
            ..Default::default()
        };
        self.update_session(token, row).await
    }

    async fn update_session(
        &self,
        token: &TokenHash,
        row: session::ActiveModel,
    ) -> Result<bool, StoreError> {
        let updated = session::Entity::update_many()
            .set(row)
            .filter(session::Column::TokenHash.eq(token.0.as_str()))
            .exec(&self.transaction)
            .await?;
        Ok(updated.rows_affected > 0)
    }
}
