//! Queries on the links by which recipients of FTP accounts set passwords.

use model::{DomainName, OneTimeLink, UtcTime};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

use super::convert::read;
use super::entity::one_time_link::{ActiveModel, Column, Entity, Model};
use super::entity::{ftp_account, subscription};
use super::error::StoreError;
use super::ftp_account_record::FtpAccountRecord;
use super::ftp_account_record::record;
use super::ftp_accounts_lock::unlocked;
use super::keys::{FtpAccountId, SubscriptionId};
use super::pool::Store;
use super::sessions::TokenHash;
use super::transaction::Transaction;

/// A link to be stored, of an FTP account or a panel user.
pub struct NewOneTimeLinkRecord {
    /// The token's hash.
    pub token_hash: TokenHash,
    /// Who made it, and until when it works.
    pub link: OneTimeLink,
    /// When.
    pub made_at: UtcTime,
}

/// A link that works, with what it is for.
pub struct OneTimeLinkRecord {
    /// Who made it, and until when it works.
    pub link: OneTimeLink,
    /// The account whose password it is for.
    pub account: FtpAccountRecord,
    /// The account's subscription.
    pub subscription: SubscriptionId,
    /// The subscription's domain name.
    pub domain: DomainName,
    /// Whether the account has the page of its own.
    pub own_page: bool,
}

fn link(row: Model) -> OneTimeLink {
    OneTimeLink {
        expires_at: UtcTime(row.expires_at),
        made_by: row.made_by,
    }
}

/// Rows for each INSERT: 5 values each.
const MAX_ROWS_PER_INSERT: usize = 500;

fn row(account: FtpAccountId, new: NewOneTimeLinkRecord) -> ActiveModel {
    ActiveModel {
        ftp_account_id: Set(account.0),
        token_hash: Set(new.token_hash.0),
        made_by: Set(new.link.made_by),
        made_at: Set(new.made_at.0),
        expires_at: Set(new.link.expires_at.0),
    }
}

/// The link of a token, if it works at `now`: a wrong token, an expired link and one whose account or
/// subscription is in « Corbeille », or suspended, give the same answer after the same work.
async fn find(
    connection: &impl ConnectionTrait,
    token: &TokenHash,
    now: UtcTime,
) -> Result<Option<OneTimeLinkRecord>, StoreError> {
    let found = Entity::find()
        .find_also_related(ftp_account::Entity)
        .and_also_related(subscription::Entity)
        .filter(Column::TokenHash.eq(token.0.as_str()))
        .filter(Column::ExpiresAt.gt(now.0))
        .filter(ftp_account::Column::RemovedAt.is_null())
        .filter(subscription::Column::RemovedAt.is_null())
        .filter(subscription::Column::SuspendedAt.is_null())
        .one(connection)
        .await?;
    let Some((row, Some(account), Some(subscription))) = found else {
        return Ok(None);
    };
    Ok(Some(OneTimeLinkRecord {
        link: link(row),
        account: record(account)?,
        subscription: SubscriptionId(subscription.id),
        domain: read(&subscription.domain, "subscription.domain")?,
        own_page: subscription.own_page,
    }))
}

async fn find_of(
    connection: &impl ConnectionTrait,
    account: FtpAccountId,
    now: UtcTime,
) -> Result<Option<OneTimeLink>, StoreError> {
    let found = Entity::find_by_id(account.0)
        .filter(Column::ExpiresAt.gt(now.0))
        .one(connection)
        .await?;
    Ok(found.map(link))
}

impl Store {
    /// The link of a token, if it works at `now`.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn one_time_link(
        &self,
        token: &TokenHash,
        now: UtcTime,
    ) -> Result<Option<OneTimeLinkRecord>, StoreError> {
        find(&self.readers, token, now).await
    }

    /// An account's link, if it has one that works at `now`.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn one_time_link_of(
        &self,
        account: FtpAccountId,
        now: UtcTime,
    ) -> Result<Option<OneTimeLink>, StoreError> {
        find_of(&self.readers, account, now).await
    }
}

impl Transaction {
    /// As [`Store::one_time_link`].
    ///
    /// # Errors
    /// If the database fails.
    pub async fn one_time_link(
        &self,
        token: &TokenHash,
        now: UtcTime,
    ) -> Result<Option<OneTimeLinkRecord>, StoreError> {
        find(&self.transaction, token, now).await
    }

    /// As [`Store::one_time_link_of`].
    ///
    /// # Errors
    /// If the database fails.
    pub async fn one_time_link_of(
        &self,
        account: FtpAccountId,
        now: UtcTime,
    ) -> Result<Option<OneTimeLink>, StoreError> {
        find_of(&self.transaction, account, now).await
    }

    /// Stores an account's link in place of any other, and removes expired ones.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn replace_one_time_link(
        &self,
        account: FtpAccountId,
        new: NewOneTimeLinkRecord,
    ) -> Result<(), StoreError> {
        let expired = Entity::find()
            .select_only()
            .column(Column::FtpAccountId)
            .filter(Column::ExpiresAt.lte(new.made_at.0));
        Entity::delete_many()
            .filter(Column::FtpAccountId.in_subquery(unlocked(expired).into_query()))
            .exec(&self.transaction)
            .await?;
        let row = row(account, new);
        let in_place = OnConflict::column(Column::FtpAccountId)
            .update_columns([
                Column::TokenHash,
                Column::MadeBy,
                Column::MadeAt,
                Column::ExpiresAt,
            ])
            .to_owned();
        Entity::insert(row)
            .on_conflict(in_place)
            .exec_without_returning(&self.transaction)
            .await?;
        Ok(())
    }

    /// Stores links of accounts that have none.
    ///
    /// # Errors
    /// If the database fails, or one has a link.
    pub async fn add_one_time_links(
        &self,
        new: Vec<(FtpAccountId, NewOneTimeLinkRecord)>,
    ) -> Result<(), StoreError> {
        let mut rows = new.into_iter().map(|(account, new)| row(account, new));
        loop {
            let batch: Vec<_> = rows.by_ref().take(MAX_ROWS_PER_INSERT).collect();
            if batch.is_empty() {
                return Ok(());
            }
            Entity::insert_many(batch)
                .exec_without_returning(&self.transaction)
                .await?;
        }
    }

    /// Removes an account's link; returns whether there was one.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn remove_one_time_link(&self, account: FtpAccountId) -> Result<bool, StoreError> {
        let removed = Entity::delete_by_id(account.0)
            .exec(&self.transaction)
            .await?;
        Ok(removed.rows_affected > 0)
    }

    /// Removes the link of a token; returns whether it existed. Of two concurrent callers, one gets
    /// true.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn consume_one_time_link(&self, token: &TokenHash) -> Result<bool, StoreError> {
        let removed = Entity::delete_many()
            .filter(Column::TokenHash.eq(token.0.as_str()))
            .exec(&self.transaction)
            .await?;
        Ok(removed.rows_affected > 0)
    }
}
