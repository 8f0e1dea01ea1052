//! Queries on who must have a second factor.

use model::{Role, SecondFactorPolicy, UtcTime};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, TryInsertResult};

use super::entity::second_factor_policy::{ActiveModel, Column, Entity};
use super::error::StoreError;
use super::pool::Store;
use super::transaction::Transaction;

/// The key of the one row.
const ROW: i64 = 1;

async fn find(connection: &impl ConnectionTrait) -> Result<(SecondFactorPolicy, i64), StoreError> {
    let row = Entity::find_by_id(ROW).one(connection).await?;
    Ok(row.map_or_else(Default::default, |row| {
        let has = |role: Role| row.roles.split(',').any(|text| text == role.as_str());
        let policy = SecondFactorPolicy {
            administrators: has(Role::Administrator),
            resellers: has(Role::Reseller),
            customers: has(Role::Customer),
        };
        (policy, row.version)
    }))
}

fn written(policy: SecondFactorPolicy) -> String {
    let required = Role::ALL.into_iter().filter(|role| policy.requires(*role));
    let roles: Vec<&str> = required.map(Role::as_str).collect();
    roles.join(",")
}

impl Store {
    /// Who must have a second factor, and at which version that is; nobody at version 0 where it was
    /// never said.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn second_factor_policy(&self) -> Result<(SecondFactorPolicy, i64), StoreError> {
        find(&self.readers).await
    }
}

impl Transaction {
    /// As [`Store::second_factor_policy`], in this transaction.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn second_factor_policy(&self) -> Result<(SecondFactorPolicy, i64), StoreError> {
        find(&self.transaction).await
    }

    /// Stores who must have a second factor, provided that it is still at this version; the version
    /// grows by one.
    ///
    /// Returns whether it was.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn change_second_factor_policy(
        &self,
        version: i64,
        policy: SecondFactorPolicy,
        changed_at: UtcTime,
    ) -> Result<bool, StoreError> {
        let row = ActiveModel {
            id: Set(ROW),
            roles: Set(written(policy)),
            version: Set(version + 1),
            changed_at: Set(changed_at.0),
        };
        if version == 0 {
            let added = Entity::insert(row)
                .on_conflict_do_nothing()
                .exec_without_returning(&self.transaction)
                .await?;
            return Ok(matches!(added, TryInsertResult::Inserted(1)));
        }
        let updated = Entity::update_many()
            .set(row)
            .filter(Column::Id.eq(ROW))
            .filter(Column::Version.eq(version))
            .exec(&self.transaction)
            .await?;
        Ok(updated.rows_affected == 1)
    }
}
