//! Queries on passkeys.

use model::{DisplayName, PanelUserId, UtcTime};
use sea_orm::ActiveValue::Set;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
};

use super::convert::read;
use super::entity::passkey::{ActiveModel, Column, Entity, Model};
use super::error::StoreError;
use super::pool::Store;
use super::transaction::Transaction;

/// A passkey as it is stored.
#[derive(Clone)]
pub struct StoredPasskey {
    /// What identifies it, in Base64.
    pub credential_id: String,
    /// By which authenticators know whose it is: the same for all of a person's.
    pub user_handle: String,
    /// The host name that it is for.
    pub host: String,
    /// What its owner calls it.
    pub name: DisplayName,
    /// The public key, and what goes with it, as JSON.
    pub credential: String,
}

/// A passkey of somebody's.
#[derive(Clone)]
pub struct PasskeyRecord {
    /// Whose.
    pub panel_user_id: PanelUserId,
    /// The passkey.
    pub passkey: StoredPasskey,
    /// When it was added.
    pub added_at: UtcTime,
    /// When somebody last signed in with it.
    pub last_used_at: Option<UtcTime>,
}

fn record(row: Model) -> Result<PasskeyRecord, StoreError> {
    Ok(PasskeyRecord {
        panel_user_id: PanelUserId(row.panel_user_id),
        passkey: StoredPasskey {
            credential_id: row.credential_id,
            user_handle: row.user_handle,
            host: row.host,
            name: read(&row.name, "passkey.name")?,
            credential: row.credential,
        },
        added_at: UtcTime(row.added_at),
        last_used_at: row.last_used_at.map(UtcTime),
    })
}

async fn find_of(
    connection: &impl ConnectionTrait,
    person: PanelUserId,
) -> Result<Vec<PasskeyRecord>, StoreError> {
    let rows = Entity::find()
        .filter(Column::PanelUserId.eq(person.0))
        .order_by_asc(Column::AddedAt)
        .order_by_asc(Column::Name)
        .all(connection)
        .await?;
    rows.into_iter().map(record).collect()
}

impl Store {
    /// A person's passkeys, the oldest first.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn passkeys_of(&self, person: PanelUserId) -> Result<Vec<PasskeyRecord>, StoreError> {
        find_of(&self.readers, person).await
    }

    /// The passkey that a text in Base64 identifies.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn passkey(&self, credential_id: &str) -> Result<Option<PasskeyRecord>, StoreError> {
        let row = Entity::find_by_id(credential_id).one(&self.readers).await?;
        row.map(record).transpose()
    }
}

impl Transaction {
    /// As [`Store::passkeys_of`], in this transaction.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn passkeys_of(&self, person: PanelUserId) -> Result<Vec<PasskeyRecord>, StoreError> {
        find_of(&self.transaction, person).await
    }

    /// Adds a passkey.
    ///
    /// # Errors
    /// [`Constraint::PasskeyName`](super::Constraint::PasskeyName) if another one of the person's
    /// has its name; [`Constraint::PasskeyCredential`](super::Constraint::PasskeyCredential) if it
    /// is somebody's already.
    pub async fn add_passkey(
        &self,
        person: PanelUserId,
        new: StoredPasskey,
        added_at: UtcTime,
    ) -> Result<(), StoreError> {
        let row = ActiveModel {
            credential_id: Set(new.credential_id),
            panel_user_id: Set(person.0),
            user_handle: Set(new.user_handle),
            host: Set(new.host),
            name: Set(new.name.into()),
            credential: Set(new.credential),
            added_at: Set(added_at.0),
            last_used_at: Set(None),
        };
        row.insert(&self.transaction).await?;
        Ok(())
    }

    /// Stores that somebody signed in with a passkey, and what its authenticator counts; returns
    /// whether the passkey is there still.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn use_passkey(
        &self,
        credential_id: &str,
        credential: String,
        used_at: UtcTime,
    ) -> Result<bool, StoreError> {
        let used = Entity::update_many()
            .set(ActiveModel {
                credential: Set(credential),
                last_used_at: Set(Some(used_at.0)),
                ..Default::default()
            })
            .filter(Column::CredentialId.eq(credential_id))
            .exec(&self.transaction)
            .await?;
        Ok(used.rows_affected == 1)
    }

    /// Removes a person's passkey of this name; returns whether it was there.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn remove_passkey(
        &self,
        person: PanelUserId,
        name: &DisplayName,
    ) -> Result<bool, StoreError> {
        let removed = Entity::delete_many()
            .filter(Column::PanelUserId.eq(person.0))
            .filter(Column::Name.eq(name.as_str()))
            .exec(&self.transaction)
            .await?;
        Ok(removed.rows_affected == 1)
    }

    /// Removes every passkey of a person.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn remove_passkeys_of(&self, person: PanelUserId) -> Result<(), StoreError> {
        Entity::delete_many()
            .filter(Column::PanelUserId.eq(person.0))
            .exec(&self.transaction)
            .await?;
        Ok(())
    }
}
