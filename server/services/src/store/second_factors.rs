//! Queries on second factors but passkeys: secrets of codes, and recovery codes.

use model::{PanelUserId, UtcTime};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, PaginatorTrait,
    QueryFilter,
};

use super::entity::{passkey, recovery_code, totp};
use super::error::StoreError;
use super::pool::Store;
use super::sessions::TokenHash;
use super::transaction::Transaction;

/// The secret by which a person's app makes codes.
#[derive(Clone)]
pub struct TotpRecord {
    /// In Base32. Never leaves the server but for the app.
    pub secret: String,
    /// Since when it counts; none until a first right code.
    pub confirmed_at: Option<UtcTime>,
}

/// What second factors a person has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SecondFactorsRecord {
    /// Since when an app makes codes.
    pub totp_since: Option<UtcTime>,
    /// How many passkeys there are.
    pub passkeys: u64,
    /// How many recovery codes are left.
    pub recovery_codes: u64,
}

impl SecondFactorsRecord {
    /// Whether there is one.
    pub fn is_set_up(&self) -> bool {
        self.totp_since.is_some() || self.passkeys > 0
    }
}

async fn find_totp(
    connection: &impl ConnectionTrait,
    person: PanelUserId,
) -> Result<Option<TotpRecord>, StoreError> {
    let row = totp::Entity::find_by_id(person.0).one(connection).await?;
    Ok(row.map(|row| TotpRecord {
        secret: row.secret,
        confirmed_at: row.confirmed_at.map(UtcTime),
    }))
}

async fn find_second_factors(
    connection: &impl ConnectionTrait,
    person: PanelUserId,
) -> Result<SecondFactorsRecord, StoreError> {
    let totp = find_totp(connection, person).await?;
    let passkeys = passkey::Entity::find()
        .filter(passkey::Column::PanelUserId.eq(person.0))
        .count(connection)
        .await?;
    let recovery_codes = recovery_code::Entity::find()
        .filter(recovery_code::Column::PanelUserId.eq(person.0))
        .count(connection)
        .await?;
    Ok(SecondFactorsRecord {
        totp_since: totp.and_then(|totp| totp.confirmed_at),
        passkeys,
        recovery_codes,
    })
}

impl Store {
    /// What second factors a person has.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn second_factors(
        &self,
        person: PanelUserId,
    ) -> Result<SecondFactorsRecord, StoreError> {
        find_second_factors(&self.readers, person).await
    }

    /// The secret of a person's app.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn totp(&self, person: PanelUserId) -> Result<Option<TotpRecord>, StoreError> {
        find_totp(&self.readers, person).await
    }
}

impl Transaction {
    /// As [`Store::second_factors`], in this transaction.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn second_factors(
        &self,
        person: PanelUserId,
    ) -> Result<SecondFactorsRecord, StoreError> {
        find_second_factors(&self.transaction, person).await
    }

    /// As [`Store::totp`], in this transaction.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn totp(&self, person: PanelUserId) -> Result<Option<TotpRecord>, StoreError> {
        find_totp(&self.transaction, person).await
    }

    /// Stores a secret that waits for its first code, in the place of one that waits already.
    ///
    /// # Errors
    /// If the database fails; [`StoreError::ConstraintViolated`] is none, since a secret that counts
    /// stays: returns whether it was stored.
    pub async fn begin_totp(
        &self,
        person: PanelUserId,
        secret: String,
        made_at: UtcTime,
    ) -> Result<bool, StoreError> {
        totp::Entity::delete_many()
            .filter(totp::Column::PanelUserId.eq(person.0))
            .filter(totp::Column::ConfirmedAt.is_null())
            .exec(&self.transaction)
            .await?;
        if self.totp(person).await?.is_some() {
            return Ok(false);
        }
        let row = totp::ActiveModel {
            panel_user_id: Set(person.0),
            secret: Set(secret),
            made_at: Set(made_at.0),
            confirmed_at: Set(None),
            last_step: Set(-1),
        };
        row.insert(&self.transaction).await?;
        Ok(true)
    }

    /// Takes the code of a time step, once: returns false if one of it or of a later one was taken
    /// before. The secret counts from `confirmed_at` on, if it did not yet.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn take_totp_step(
        &self,
        person: PanelUserId,
        step: i64,
        confirmed_at: UtcTime,
    ) -> Result<bool, StoreError> {
        let confirmed = Expr::col(totp::Column::ConfirmedAt).if_null(confirmed_at.0);
        let taken = totp::Entity::update_many()
            .col_expr(totp::Column::LastStep, Expr::value(step))
            .col_expr(totp::Column::ConfirmedAt, confirmed)
            .filter(totp::Column::PanelUserId.eq(person.0))
            .filter(totp::Column::LastStep.lt(step))
            .exec(&self.transaction)
            .await?;
        Ok(taken.rows_affected == 1)
    }

    /// Removes the secret of a person's app; returns whether there was one that counted.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn remove_totp(&self, person: PanelUserId) -> Result<bool, StoreError> {
        let found = self.totp(person).await?;
        totp::Entity::delete_by_id(person.0)
            .exec(&self.transaction)
            .await?;
        Ok(found.is_some_and(|totp| totp.confirmed_at.is_some()))
    }

    /// Replaces a person's recovery codes, all of them.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn replace_recovery_codes(
        &self,
        person: PanelUserId,
        hashes: &[TokenHash],
    ) -> Result<(), StoreError> {
        recovery_code::Entity::delete_many()
            .filter(recovery_code::Column::PanelUserId.eq(person.0))
            .exec(&self.transaction)
            .await?;
        if hashes.is_empty() {
            return Ok(());
        }
        let rows = hashes.iter().map(|hash| recovery_code::ActiveModel {
            panel_user_id: Set(person.0),
            code_hash: Set(hash.0.clone()),
        });
        recovery_code::Entity::insert_many(rows)
            .exec_without_returning(&self.transaction)
            .await?;
        Ok(())
    }

    /// Uses a recovery code up; returns whether there was such a one.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn use_recovery_code(
        &self,
        person: PanelUserId,
        hash: &TokenHash,
    ) -> Result<bool, StoreError> {
        let used = recovery_code::Entity::delete_many()
            .filter(recovery_code::Column::PanelUserId.eq(person.0))
            .filter(recovery_code::Column::CodeHash.eq(hash.0.as_str()))
            .exec(&self.transaction)
            .await?;
        Ok(used.rows_affected == 1)
    }
}
