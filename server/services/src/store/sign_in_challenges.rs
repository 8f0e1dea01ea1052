//! Queries on sign-ins whose password was right, and that wait for a second factor.

use model::{PanelUserId, UtcTime};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};

use super::entity::sign_in_challenge::{ActiveModel, Column, Entity};
use super::error::StoreError;
use super::ftp_accounts_lock::unlocked;
use super::pool::Store;
use super::sessions::TokenHash;
use super::transaction::Transaction;

/// A sign-in that waits for a second factor, to be stored.
pub struct NewSignInChallengeRecord {
    /// The hash of the token by which its browser shows that the password was right.
    pub token_hash: TokenHash,
    /// Who signs in.
    pub panel_user_id: PanelUserId,
    /// When the password was right.
    pub made_at: UtcTime,
    /// Until when it waits.
    pub expires_at: UtcTime,
    /// Whether the person has signed in with this browser before.
    pub known_device: bool,
}

/// A sign-in that waits for a second factor.
pub struct SignInChallengeRecord {
    /// Who signs in.
    pub panel_user_id: PanelUserId,
    /// How often another code was tried.
    pub attempts: u64,
}

impl Store {
    /// The sign-in of a token, if it still waits at `now`.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn sign_in_challenge(
        &self,
        token: &TokenHash,
        now: UtcTime,
    ) -> Result<Option<SignInChallengeRecord>, StoreError> {
        let row = Entity::find_by_id(token.0.as_str())
            .filter(Column::ExpiresAt.gt(now.0))
            .one(&self.readers)
            .await?;
        Ok(row.map(|row| SignInChallengeRecord {
            panel_user_id: PanelUserId(row.panel_user_id),
            attempts: super::convert::count(row.attempts),
        }))
    }
}

impl Transaction {
    /// Adds a sign-in that waits, and removes those that no longer do. Of one person's, the oldest
    /// beyond `max` go: of those in browsers that they know, and of all others apart, so that nobody
    /// who only has the password drives out a sign-in of its person's own.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn add_sign_in_challenge(
        &self,
        new: NewSignInChallengeRecord,
        max: u64,
    ) -> Result<(), StoreError> {
        let expired = Entity::find()
            .select_only()
            .column(Column::TokenHash)
            .filter(Column::ExpiresAt.lte(new.made_at.0));
        let expired = unlocked(expired).into_query();
        Entity::delete_many()
            .filter(Column::TokenHash.in_subquery(expired))
            .exec(&self.transaction)
            .await?;
        let oldest: Vec<String> = Entity::find()
            .select_only()
            .column(Column::TokenHash)
            .filter(Column::PanelUserId.eq(new.panel_user_id.0))
            .filter(Column::KnownDevice.eq(new.known_device))
            .order_by_desc(Column::MadeAt)
            .offset(max.saturating_sub(1))
            // SQLite has no offset without a limit.
            .limit(max)
            .into_tuple()
            .all(&self.transaction)
            .await?;
        if !oldest.is_empty() {
            Entity::delete_many()
                .filter(Column::TokenHash.is_in(oldest))
                .exec(&self.transaction)
                .await?;
        }
        Entity::insert(ActiveModel {
            token_hash: Set(new.token_hash.0),
            panel_user_id: Set(new.panel_user_id.0),
            made_at: Set(new.made_at.0),
            expires_at: Set(new.expires_at.0),
            known_device: Set(new.known_device),
            attempts: Set(0),
        })
        .exec_without_returning(&self.transaction)
        .await?;
        Ok(())
    }

    /// Counts that a code is tried for a sign-in; returns false if it does not wait any more, or if
    /// `max` codes were tried before.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn try_sign_in_challenge(
        &self,
        token: &TokenHash,
        max: u64,
        now: UtcTime,
    ) -> Result<bool, StoreError> {
        let max = i64::try_from(max).unwrap_or(i64::MAX);
        let tried = Entity::update_many()
            .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
            .filter(Column::TokenHash.eq(token.0.as_str()))
            .filter(Column::ExpiresAt.gt(now.0))
            .filter(Column::Attempts.lt(max))
            .exec(&self.transaction)
            .await?;
        Ok(tried.rows_affected == 1)
    }

    /// Ends a sign-in that waits; returns whether it was there.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn remove_sign_in_challenge(&self, token: &TokenHash) -> Result<bool, StoreError> {
        let removed = Entity::delete_by_id(token.0.as_str())
            .exec(&self.transaction)
            .await?;
        Ok(removed.rows_affected == 1)
    }

    /// Ends every sign-in of a person that waits.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn remove_sign_in_challenges_of(
        &self,
        person: PanelUserId,
    ) -> Result<(), StoreError> {
        Entity::delete_many()
            .filter(Column::PanelUserId.eq(person.0))
            .exec(&self.transaction)
            .await?;
        Ok(())
    }
}
