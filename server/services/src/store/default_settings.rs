//! Queries on what the new FTP accounts of a subscription begin with.

use std::collections::BTreeMap;

use model::{DefaultSettings, FtpAccountSettings, UtcTime};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, TryInsertResult};

use super::entity::default_settings::{ActiveModel, Column, Entity};
use super::error::StoreError;
use super::keys::SubscriptionId;
use super::pool::Store;
use super::transaction::Transaction;

/// Settings at a version; those of every new account at version 0 where none were set.
type Versioned = (FtpAccountSettings, i64);

async fn find(
    connection: &impl ConnectionTrait,
    subscription: SubscriptionId,
) -> Result<Versioned, StoreError> {
    match Entity::find_by_id(subscription.0).one(connection).await? {
        Some(row) => Ok((read(&row.settings)?, row.version)),
        None => Ok((FtpAccountSettings::default(), 0)),
    }
}

/// A setting that is not there is as for every new account: it is newer than the row.
fn read(json: &str) -> Result<FtpAccountSettings, StoreError> {
    let unreadable = StoreError::Unreadable {
        column: "default_settings.settings",
    };
    let Ok(stored) = serde_json::from_str::<BTreeMap<String, String>>(json) else {
        return Err(unreadable);
    };
    let mut settings = FtpAccountSettings::default();
    for field in DefaultSettings::fields() {
        if let Some(text) = stored.get(FtpAccountSettings::key(field))
            && settings.set(field, text).is_err()
        {
            return Err(unreadable);
        }
    }
    Ok(settings)
}

fn written(settings: &FtpAccountSettings) -> String {
    let texts: serde_json::Map<_, _> = DefaultSettings::fields()
        .map(|field| {
            (
                FtpAccountSettings::key(field).to_owned(),
                settings.value(field).into(),
            )
        })
        .collect();
    serde_json::Value::Object(texts).to_string()
}

impl Store {
    /// What a subscription's new FTP accounts begin with, and at which version it is.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn default_settings(
        &self,
        subscription: SubscriptionId,
    ) -> Result<Versioned, StoreError> {
        find(&self.readers, subscription).await
    }
}

impl Transaction {
    /// As [`Store::default_settings`], in this transaction.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn default_settings(
        &self,
        subscription: SubscriptionId,
    ) -> Result<Versioned, StoreError> {
        find(&self.transaction, subscription).await
    }

    /// Stores what a subscription's new FTP accounts begin with, provided that it is still at
    /// this version; the version grows by one.
    ///
    /// Returns whether it was.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn change_default_settings(
        &self,
        subscription: SubscriptionId,
        version: i64,
        settings: &FtpAccountSettings,
        changed_at: UtcTime,
    ) -> Result<bool, StoreError> {
        let row = ActiveModel {
            subscription_id: Set(subscription.0),
            settings: Set(written(settings)),
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
            .filter(Column::SubscriptionId.eq(subscription.0))
            .filter(Column::Version.eq(version))
            .exec(&self.transaction)
            .await?;
        Ok(updated.rows_affected == 1)
    }
}
