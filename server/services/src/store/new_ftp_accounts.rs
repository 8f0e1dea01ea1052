//! Adding many FTP accounts at once.

use std::collections::HashMap;

use model::{AccountName, words_of_account};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};

use super::entity::ftp_account::{ActiveModel, Entity};
use super::entity::ftp_account_alias as alias;
use super::error::StoreError;
use super::ftp_account_record::{NewFtpAccountRecord, with_settings};
use super::ftp_account_words;
use super::ftp_accounts_lock::FtpAccountsLock;
use super::keys::FtpAccountId;
use super::sort_keys::with_texts;

/// Accounts for each INSERT: some thirty values each.
const BATCH_SIZE: usize = 500;

/// An account as the row that is added, at version 1.
pub(super) fn new_row(new: NewFtpAccountRecord) -> ActiveModel {
    let row = ActiveModel {
        subscription_id: Set(new.subscription.0),
        password_hash: Set(new.password_hash),
        is_main: Set(new.is_main),
        version: Set(1),
        access_version: Set(1),
        created_at: Set(new.created_at.0),
        changed_at: Set(new.created_at.0),
        ..ActiveModel::default()
    };
    let row = with_texts(row, &new.name, &new.home_directory, &new.settings.note);
    with_settings(row, new.settings)
}

impl FtpAccountsLock<'_> {
    /// Adds accounts at version 1, all of them of the same time; returns their keys, by name.
    ///
    /// # Errors
    /// A [`Constraint`](super::error::Constraint) if a name is taken.
    pub async fn add_many(
        &self,
        new: &[NewFtpAccountRecord],
    ) -> Result<HashMap<AccountName, FtpAccountId>, StoreError> {
        let names: Vec<&AccountName> = new.iter().map(|account| &account.name).collect();
        self.transaction.lock_names(&names).await?;
        let mut ids = HashMap::with_capacity(new.len());
        for batch in new.chunks(BATCH_SIZE) {
            self.add_batch(batch, &mut ids).await?;
        }
        Ok(ids)
    }

    async fn add_batch(
        &self,
        batch: &[NewFtpAccountRecord],
        ids: &mut HashMap<AccountName, FtpAccountId>,
    ) -> Result<(), StoreError> {
        let connection = &self.transaction.transaction;
        self.free_expired(batch).await?;
        let rows = batch.iter().map(|account| new_row(account.clone()));
        let added = Entity::insert_many(rows)
            .exec_with_returning(connection)
            .await?;
        let added: HashMap<String, i64> = added.into_iter().map(|row| (row.name, row.id)).collect();
        let mut words = Vec::new();
        for account in batch {
            let name = account.name.as_str();
            let Some(&id) = added.get(name) else { continue };
            let home = account.home_directory.as_str();
            let found_by = words_of_account(name, home, &account.settings.note);
            let found_by = found_by.into_iter();
            words.extend(found_by.map(|word| (account.subscription.0, word, id)));
            ids.insert(account.name.clone(), FtpAccountId(id));
        }
        Ok(ftp_account_words::add(connection, &words).await?)
    }

    /// Frees expired former names that are about to be assigned.
    async fn free_expired(&self, batch: &[NewFtpAccountRecord]) -> Result<(), StoreError> {
        let Some(first) = batch.first() else {
            return Ok(());
        };
        let names = batch.iter().map(|account| account.name.as_str());
        let expired = Condition::all()
            .add(alias::Column::Name.is_in(names))
            .add(alias::Column::ValidUntil.lte(first.created_at.0));
        alias::Entity::delete_many()
            .filter(expired)
            .exec(&self.transaction.transaction)
            .await?;
        Ok(())
    }
}
