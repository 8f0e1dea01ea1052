//! Queries on FTP accounts.

use model::{AccountName, DomainName, FtpAccountRow, UtcTime, sort_key};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationTrait, Select,
};
use zeroize::Zeroizing;

use super::convert::read;
use super::entity::ftp_account::{ActiveModel, Column, Entity, Model, Relation};
use super::entity::subscription;
use super::error::StoreError;
use super::ftp_account_record::{FtpAccountRecord, NewFtpAccountRecord, record, with_settings};
use super::ftp_accounts_lock::{FtpAccountsLock, locked};
use super::keys::{FtpAccountId, SubscriptionId};
use super::new_ftp_accounts::new_row;
use super::pool::Store;
use super::sort_keys::with_texts;

/// By which it is known whether sessions of an account are outdated, and why.
#[derive(Clone, Copy, Debug)]
pub struct FtpAccountVersion {
    /// Key of the account.
    pub id: FtpAccountId,
    /// Its access version.
    pub version: i64,
    /// Whether it is enabled.
    pub enabled: bool,
    /// Whether its subscription is suspended.
    pub is_suspended: bool,
}

/// The domain name of the subscription that an account belongs to, if it is among these, and its
/// subscription is in use.
pub(super) async fn domain_of(
    connection: &impl ConnectionTrait,
    accounts: Select<Entity>,
    name: &AccountName,
) -> Result<Option<DomainName>, StoreError> {
    let domain: Option<String> = accounts
        .select_only()
        .column(subscription::Column::Domain)
        .join(JoinType::InnerJoin, Relation::Subscription.def())
        .filter(subscription::Column::RemovedAt.is_null())
        .filter(Column::Name.eq(name.as_str()))
        .into_tuple()
        .one(connection)
        .await?;
    domain
        .map(|domain| read(&domain, "subscription.domain"))
        .transpose()
}

fn named(subscription: SubscriptionId, names: &[AccountName]) -> Select<Entity> {
    Entity::find()
        .filter(Column::SubscriptionId.eq(subscription.0))
        .filter(Column::RemovedAt.is_null())
        .filter(Column::Name.is_in(names.iter().map(AccountName::as_str)))
}

/// A row as a list has it.
fn listed(row: Model) -> Result<FtpAccountRow, StoreError> {
    let (created_at, changed_at) = (UtcTime(row.created_at), UtcTime(row.changed_at));
    let account = record(row)?;
    Ok(FtpAccountRow {
        name: account.name,
        home_directory: account.home_directory,
        is_main: account.is_main,
        created_at,
        changed_at,
        last_sign_in_at: account.last_sign_in_at,
        has_old_hash: account.has_old_hash,
        settings: account.settings,
    })
}

impl Store {
    /// One account of a subscription.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn ftp_account(
        &self,
        subscription: SubscriptionId,
        name: &AccountName,
    ) -> Result<Option<FtpAccountRecord>, StoreError> {
        let found = named(subscription, std::slice::from_ref(name));
        found.one(&self.readers).await?.map(record).transpose()
    }

    /// The domain name of the subscription that an account belongs to.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn domain_of_ftp_account(
        &self,
        name: &AccountName,
    ) -> Result<Option<DomainName>, StoreError> {
        let accounts = Entity::find().filter(Column::RemovedAt.is_null());
        domain_of(&self.readers, accounts, name).await
    }

    /// Accounts of a subscription by name: `limit` of them after this name. Without one the main
    /// account comes before the first of them.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn ftp_accounts_after(
        &self,
        subscription: SubscriptionId,
        after: Option<&AccountName>,
        limit: u64,
    ) -> Result<Vec<FtpAccountRow>, StoreError> {
        let rows = self.rows_after(subscription, after, limit).await?;
        rows.into_iter().map(listed).collect()
    }

    /// As [`Self::ftp_accounts_after`], each with its password's hash, or [`NO_PASSWORD`].
    ///
    /// [`NO_PASSWORD`]: super::NO_PASSWORD
    ///
    /// # Errors
    /// If the database fails.
    pub async fn ftp_accounts_with_hashes_after(
        &self,
        subscription: SubscriptionId,
        after: Option<&AccountName>,
        limit: u64,
    ) -> Result<Vec<(FtpAccountRow, Zeroizing<String>)>, StoreError> {
        let rows = self.rows_after(subscription, after, limit).await?;
        let with_hash = |row: Model| {
            let hash = Zeroizing::new(row.password_hash.clone());
            Ok((listed(row)?, hash))
        };
        rows.into_iter().map(with_hash).collect()
    }

    async fn rows_after(
        &self,
        subscription: SubscriptionId,
        after: Option<&AccountName>,
        limit: u64,
    ) -> Result<Vec<Model>, StoreError> {
        let accounts = |is_main: bool| {
            Entity::find()
                .filter(Column::SubscriptionId.eq(subscription.0))
                .filter(Column::RemovedAt.is_null())
                .filter(Column::IsMain.eq(is_main))
                .order_by_asc(Column::NameKey)
        };
        let (mut rows, mut others) = (Vec::new(), accounts(false).limit(limit));
        match after {
            Some(name) => others = others.filter(Column::NameKey.gt(sort_key(name.as_str()))),
            None => rows = accounts(true).all(&self.readers).await?,
        }
        rows.extend(others.all(&self.readers).await?);
        Ok(rows)
    }

    /// The access versions of those of these accounts that still exist.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn ftp_account_versions(
        &self,
        ids: &[FtpAccountId],
    ) -> Result<Vec<FtpAccountVersion>, StoreError> {
        let rows: Vec<(i64, i64, bool, Option<i64>)> = Entity::find()
            .select_only()
            .column(Column::Id)
            .column(Column::AccessVersion)
            .column(Column::Enabled)
            .column(subscription::Column::SuspendedAt)
            .join(JoinType::InnerJoin, Relation::Subscription.def())
            .filter(Column::Id.is_in(ids.iter().map(|id| id.0)))
            .filter(Column::RemovedAt.is_null())
            .filter(subscription::Column::RemovedAt.is_null())
            .into_tuple()
            .all(&self.readers)
            .await?;
        Ok(rows
            .into_iter()
            .map(|(id, version, enabled, suspended_at)| FtpAccountVersion {
                id: FtpAccountId(id),
                version,
                enabled,
                is_suspended: suspended_at.is_some(),
            })
            .collect())
    }
}

impl FtpAccountsLock<'_> {
    /// Those of these accounts of a subscription that exist, by name. Nobody changes them until the
    /// end of the transaction.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn find_many(
        &self,
        subscription: SubscriptionId,
        names: &[AccountName],
    ) -> Result<Vec<FtpAccountRecord>, StoreError> {
        let found = locked(named(subscription, names));
        let mut rows = found.all(&self.transaction.transaction).await?;
        rows.sort_unstable_by(|one, other| one.name.cmp(&other.name));
        rows.into_iter().map(record).collect()
    }

    /// One account of a subscription, as [`Self::find_many`].
    ///
    /// # Errors
    /// If the database fails.
    pub async fn find(
        &self,
        subscription: SubscriptionId,
        name: &AccountName,
    ) -> Result<Option<FtpAccountRecord>, StoreError> {
        let found = self.find_many(subscription, std::slice::from_ref(name));
        Ok(found.await?.into_iter().next())
    }

    /// Adds an account at version 1.
    ///
    /// # Errors
    /// A [`Constraint`](super::error::Constraint) if the name is taken or there is a main one already.
    pub async fn add(&self, new: NewFtpAccountRecord) -> Result<FtpAccountId, StoreError> {
        let transaction = self.transaction;
        transaction.lock_names(&[&new.name]).await?;
        transaction
            .free_name(&new.name, new.created_at, None)
            .await?;
        let row = new_row(new.clone());
        let added = Entity::insert(row).exec(&transaction.transaction).await?;
        let id = FtpAccountId(added.last_insert_id);
        let note = &new.settings.note;
        let words = [new.name.as_str(), new.home_directory.as_str(), note];
        transaction.set_words(new.subscription, id, words).await?;
        Ok(id)
    }

    /// Stores an account's name, home directory, settings and access version, and the password's
    /// hash if there is a new one; the version grows by one. `before` is what [`Self::find`] found.
    ///
    /// # Errors
    /// [`Constraint::AccountName`](super::error::Constraint::AccountName) if the name is taken.
    pub async fn change(
        &self,
        before: &FtpAccountRecord,
        account: &FtpAccountRecord,
        password_hash: Option<String>,
        changed_at: UtcTime,
    ) -> Result<(), StoreError> {
        let transaction = self.transaction;
        if account.name != before.name {
            transaction
                .lock_names(&[&before.name, &account.name])
                .await?;
            transaction
                .free_name(&account.name, changed_at, Some(account.id))
                .await?;
        }
        let row = ActiveModel {
            access_version: Set(account.access_version),
            changed_at: Set(changed_at.0),
            ..ActiveModel::default()
        };
        let note = &account.settings.note;
        let row = with_texts(row, &account.name, &account.home_directory, note);
        let mut row = with_settings(row, account.settings.clone());
        if let Some(hash) = password_hash {
            row.password_hash = Set(hash);
        }
        let updated = Entity::update_many()
            .set(row)
            .col_expr(Column::Version, Expr::col(Column::Version).add(1))
            .filter(Column::Id.eq(before.id.0))
            .filter(Column::Version.eq(before.version))
            .exec(&transaction.transaction)
            .await?;
        if updated.rows_affected == 0 {
            // It was not read in this transaction.
            return Err(StoreError::Conflict);
        }
        let texts = [account.name.as_str(), account.home_directory.as_str(), note];
        transaction
            .set_words(account.subscription, account.id, texts)
            .await
    }

    /// Removes an account for good, provided that its version is still the record's: one that was
    /// restored concurrently has another. Returns whether it was removed.
    ///
    /// # Errors
    /// [`Constraint::MainAccountStays`](super::error::Constraint::MainAccountStays).
    pub async fn purge(&self, account: &FtpAccountRecord) -> Result<bool, StoreError> {
        let removed = Entity::delete_many()
            .filter(Column::Id.eq(account.id.0))
            .filter(Column::Version.eq(account.version))
            .exec(&self.transaction.transaction)
            .await?;
        Ok(removed.rows_affected == 1)
    }
}
