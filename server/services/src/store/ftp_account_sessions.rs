//! Queries on who is signed in to an FTP account's own page, and on which subscriptions have it.

use model::{DomainName, UtcTime};
use sea_orm::ActiveValue::Set;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};

use super::convert::read;
use super::entity::ftp_account_session::{ActiveModel, Column, Entity};
use super::entity::{ftp_account, subscription};
use super::error::StoreError;
use super::ftp_account_record::{FtpAccountRecord, record};
use super::ftp_accounts_lock::unlocked;
use super::keys::{FtpAccountId, SubscriptionId};
use super::pool::Store;
use super::sessions::TokenHash;
use super::transaction::Transaction;

/// Sessions that an account has at once, in all browsers together.
const MAX_SESSIONS_PER_ACCOUNT: u64 = 20;

/// A session of an FTP account's own page, to be stored.
pub struct NewFtpAccountSessionRecord {
    /// The token's hash.
    pub token_hash: TokenHash,
    /// Which account is signed in.
    pub account: FtpAccountId,
    /// The access version that the session lives by.
    pub access_version: i64,
    /// When.
    pub created_at: UtcTime,
    /// Until when.
    pub expires_at: UtcTime,
    /// From where.
    pub address: String,
    /// What the browser calls itself.
    pub user_agent: String,
}

/// A session of an FTP account's own page.
pub struct FtpAccountSessionRecord {
    /// The access version that the session lives by.
    pub access_version: i64,
    /// The account, as it is now.
    pub account: FtpAccountRecord,
    /// The account's subscription.
    pub subscription: SubscriptionId,
    /// The subscription's domain name.
    pub domain: DomainName,
    /// Whether the subscription's accounts have the page.
    pub own_page: bool,
}

async fn own_page(
    connection: &impl ConnectionTrait,
    subscription: SubscriptionId,
) -> Result<bool, StoreError> {
    let found: Option<bool> = subscription::Entity::find_by_id(subscription.0)
        .select_only()
        .column(subscription::Column::OwnPage)
        .into_tuple()
        .one(connection)
        .await?;
    Ok(found.unwrap_or_default())
}

impl Store {
    /// The session of a token, if it has not expired at `now` and its account is not in
    /// « Corbeille ». One joined query.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn ftp_account_session(
        &self,
        token: &TokenHash,
        now: UtcTime,
    ) -> Result<Option<FtpAccountSessionRecord>, StoreError> {
        let found = Entity::find()
            .find_also_related(ftp_account::Entity)
            .and_also_related(subscription::Entity)
            .filter(Column::TokenHash.eq(token.0.as_str()))
            .filter(Column::ExpiresAt.gt(now.0))
            .filter(ftp_account::Column::RemovedAt.is_null())
            .one(&self.readers)
            .await?;
        let Some((session, Some(account), Some(subscription))) = found else {
            return Ok(None);
        };
        Ok(Some(FtpAccountSessionRecord {
            access_version: session.access_version,
            account: record(account)?,
            subscription: SubscriptionId(subscription.id),
            domain: read(&subscription.domain, "subscription.domain")?,
            own_page: subscription.own_page,
        }))
    }

    /// Whether a subscription's accounts have the page of their own.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn own_page(&self, subscription: SubscriptionId) -> Result<bool, StoreError> {
        own_page(&self.readers, subscription).await
    }
}

impl Transaction {
    /// Adds a session of an account's own page, and removes expired ones. The oldest of the account
    /// end, if there are too many.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn add_ftp_account_session(
        &self,
        new: NewFtpAccountSessionRecord,
    ) -> Result<(), StoreError> {
        let expired = Entity::find()
            .select_only()
            .column(Column::TokenHash)
            .filter(Column::ExpiresAt.lte(new.created_at.0));
        let expired = unlocked(expired).into_query();
        Entity::delete_many()
            .filter(Column::TokenHash.in_subquery(expired))
            .exec(&self.transaction)
            .await?;
        let oldest: Vec<String> = Entity::find()
            .select_only()
            .column(Column::TokenHash)
            .filter(Column::FtpAccountId.eq(new.account.0))
            .order_by_desc(Column::CreatedAt)
            .offset(MAX_SESSIONS_PER_ACCOUNT - 1)
            // SQLite has no offset without a limit.
            .limit(MAX_SESSIONS_PER_ACCOUNT)
            .into_tuple()
            .all(&self.transaction)
            .await?;
        if !oldest.is_empty() {
            Entity::delete_many()
                .filter(Column::TokenHash.is_in(oldest))
                .exec(&self.transaction)
                .await?;
        }
        let row = ActiveModel {
            token_hash: Set(new.token_hash.0),
            ftp_account_id: Set(new.account.0),
            access_version: Set(new.access_version),
            created_at: Set(new.created_at.0),
            expires_at: Set(new.expires_at.0),
            address: Set(new.address),
            user_agent: Set(new.user_agent),
        };
        Entity::insert(row)
            .exec_without_returning(&self.transaction)
            .await?;
        Ok(())
    }

    /// Removes one session of an account's own page; returns whether it was there.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn remove_ftp_account_session(&self, token: &TokenHash) -> Result<bool, StoreError> {
        let removed = Entity::delete_by_id(token.0.as_str())
            .exec(&self.transaction)
            .await?;
        Ok(removed.rows_affected > 0)
    }

    /// Removes every session of an account's own page.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn remove_ftp_account_sessions_of(
        &self,
        account: FtpAccountId,
    ) -> Result<(), StoreError> {
        Entity::delete_many()
            .filter(Column::FtpAccountId.eq(account.0))
            .exec(&self.transaction)
            .await?;
        Ok(())
    }

    /// As [`Store::own_page`], in this transaction.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn own_page(&self, subscription: SubscriptionId) -> Result<bool, StoreError> {
        own_page(&self.transaction, subscription).await
    }

    /// Switches the page of a subscription's accounts on or off; returns whether that was a change.
    /// When it is switched off, every session of the page ends: none lives again later.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn set_own_page(
        &self,
        subscription: SubscriptionId,
        on: bool,
    ) -> Result<bool, StoreError> {
        let row = subscription::ActiveModel {
            own_page: Set(on),
            ..subscription::ActiveModel::default()
        };
        let changed = subscription::Entity::update_many()
            .set(row)
            .filter(subscription::Column::Id.eq(subscription.0))
            .filter(subscription::Column::OwnPage.ne(on))
            .exec(&self.transaction)
            .await?;
        if !on {
            let accounts = ftp_account::Entity::find()
                .select_only()
                .column(ftp_account::Column::Id)
                .filter(ftp_account::Column::SubscriptionId.eq(subscription.0));
            Entity::delete_many()
                .filter(Column::FtpAccountId.in_subquery(accounts.into_query()))
                .exec(&self.transaction)
                .await?;
        }
        Ok(changed.rows_affected > 0)
    }
}
