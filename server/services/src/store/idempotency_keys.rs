//! Queries on the keys of requests that programs may send twice.

use model::{ApiTokenId, UtcTime};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use super::entity::idempotency_key::{ActiveModel, Column, Entity, Model};
use super::error::StoreError;
use super::transaction::Transaction;

/// A request that a program may send twice.
#[derive(Clone, Debug)]
pub struct IdempotencyKeyRecord {
    /// What tells it from another request.
    pub request_hash: String,
    /// When it was begun.
    pub created_at: UtcTime,
    /// What was answered; none while it is under way.
    pub answer: Option<KeptAnswer>,
}

/// An answer that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptAnswer {
    /// Its HTTP status.
    pub status: u16,
    /// The version of what was made.
    pub etag: Option<String>,
    /// Where what was made is.
    pub location: Option<String>,
    /// Its body; none if that is not kept.
    pub body: Option<String>,
}

impl Transaction {
    /// The request of a token that has this key.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn idempotency_key(
        &self,
        token: ApiTokenId,
        key: &str,
    ) -> Result<Option<IdempotencyKeyRecord>, StoreError> {
        let found = Entity::find_by_id((token.0, key.to_owned()));
        let found = found.one(&self.transaction).await?;
        Ok(found.map(record))
    }

    /// Remembers that a request is under way. Of the token's other ones the latest `max` stay.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn add_idempotency_key(
        &self,
        token: ApiTokenId,
        key: &str,
        request_hash: &str,
        at: UtcTime,
        max: u64,
    ) -> Result<(), StoreError> {
        let own = || Entity::find().filter(Column::ApiTokenId.eq(token.0));
        let kept = own().count(&self.transaction).await?;
        if kept > max {
            let oldest: Vec<String> = own()
                .select_only()
                .column(Column::Name)
                .order_by_asc(Column::CreatedAt)
                .limit(kept - max)
                .into_tuple()
                .all(&self.transaction)
                .await?;
            Entity::delete_many()
                .filter(Column::ApiTokenId.eq(token.0))
                .filter(Column::Name.is_in(oldest))
                .exec(&self.transaction)
                .await?;
        }
        Entity::insert(ActiveModel {
            api_token_id: Set(token.0),
            name: Set(key.to_owned()),
            request_hash: Set(request_hash.to_owned()),
            created_at: Set(at.0),
            status: Set(None),
            etag: Set(None),
            location: Set(None),
            body: Set(None),
        })
        .exec_without_returning(&self.transaction)
        .await?;
        Ok(())
    }

    /// Keeps the answer to a request.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn keep_answer(
        &self,
        token: ApiTokenId,
        key: &str,
        answer: KeptAnswer,
    ) -> Result<(), StoreError> {
        Entity::update_many()
            .set(ActiveModel {
                status: Set(Some(answer.status.into())),
                etag: Set(answer.etag),
                location: Set(answer.location),
                body: Set(answer.body),
                ..Default::default()
            })
            .filter(Column::ApiTokenId.eq(token.0))
            .filter(Column::Name.eq(key))
            .exec(&self.transaction)
            .await?;
        Ok(())
    }

    /// Forgets a request.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn remove_idempotency_key(
        &self,
        token: ApiTokenId,
        key: &str,
    ) -> Result<(), StoreError> {
        let one = Entity::delete_by_id((token.0, key.to_owned()));
        one.exec(&self.transaction).await?;
        Ok(())
    }

    /// Forgets the requests of all tokens that were begun before.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn remove_idempotency_keys_before(&self, before: UtcTime) -> Result<(), StoreError> {
        Entity::delete_many()
            .filter(Column::CreatedAt.lt(before.0))
            .exec(&self.transaction)
            .await?;
        Ok(())
    }
}

fn record(row: Model) -> IdempotencyKeyRecord {
    let answer = row.status.map(|status| KeptAnswer {
        status: u16::try_from(status).unwrap_or_default(),
        etag: row.etag,
        location: row.location,
        body: row.body,
    });
    IdempotencyKeyRecord {
        request_hash: row.request_hash,
        created_at: UtcTime(row.created_at),
        answer,
    }
}
