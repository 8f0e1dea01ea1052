//! Queries on what webhooks told, and are to tell.

use model::{DeliveryAttempt, DeliveryId, DeliveryRow, UtcTime, WebhookId};
use sea_orm::{
    ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};

use super::convert::{count, read};
use super::entity::webhook_delivery::{Column, Entity, Model};
use super::error::StoreError;
use super::ftp_accounts_lock::unlocked;
use super::keys::FtpAccountId;
use super::pool::Store;
use super::transaction::Transaction;

fn row(row: Model) -> Result<DeliveryRow, StoreError> {
    let last = match row.attempted_at {
        Some(at) => Some(DeliveryAttempt {
            at: UtcTime(at),
            took_ms: count(row.took_ms.unwrap_or(0)),
            status: row.status.and_then(|status| u16::try_from(status).ok()),
            answer: row.answer.unwrap_or_default(),
            error: row
                .error
                .map(|error| read(&error, "webhook_delivery.error"))
                .transpose()?,
        }),
        None => None,
    };
    Ok(DeliveryRow {
        id: DeliveryId(row.id),
        event: read(&row.event_id, "webhook_delivery.event_id")?,
        kind: read(&row.kind, "webhook_delivery.kind")?,
        body: row.body,
        created_at: UtcTime(row.created_at),
        state: read(&row.state, "webhook_delivery.state")?,
        attempts: u32::try_from(row.attempts).unwrap_or(u32::MAX),
        last,
    })
}

impl Store {
    /// How many deliveries of a webhook there are, counted up to `limit`.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn count_deliveries(
        &self,
        webhook: WebhookId,
        limit: u64,
    ) -> Result<u64, StoreError> {
        let some = Entity::find()
            .select_only()
            .column(Column::Id)
            .filter(Column::WebhookId.eq(webhook.0))
            .limit(limit);
        // A limit inside of what is counted.
        Ok(some.count(&self.readers).await?.min(limit))
    }

    /// Deliveries of a webhook, the latest first: `limit` of them after the first `offset`.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn deliveries(
        &self,
        webhook: WebhookId,
        offset: u64,
        limit: u64,
    ) -> Result<Vec<DeliveryRow>, StoreError> {
        let rows = Entity::find()
            .filter(Column::WebhookId.eq(webhook.0))
            .order_by_desc(Column::Id)
            .offset(offset)
            .limit(limit)
            .all(&self.readers)
            .await?;
        rows.into_iter().map(row).collect()
    }

    /// Deliveries of a webhook whose keys are below `before`, the latest first.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn deliveries_before(
        &self,
        webhook: WebhookId,
        before: Option<DeliveryId>,
        limit: u64,
    ) -> Result<Vec<DeliveryRow>, StoreError> {
        let rows = Entity::find()
            .filter(Column::WebhookId.eq(webhook.0))
            .filter(Column::Id.lt(before.map_or(i64::MAX, |before| before.0)))
            .order_by_desc(Column::Id)
            .limit(limit)
            .all(&self.readers)
            .await?;
        rows.into_iter().map(row).collect()
    }
}

impl Transaction {
    /// A delivery of a webhook, with the account that it is about.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn delivery(
        &self,
        webhook: WebhookId,
        id: DeliveryId,
    ) -> Result<Option<(DeliveryRow, Option<FtpAccountId>)>, StoreError> {
        let found = Entity::find_by_id(id.0)
            .filter(Column::WebhookId.eq(webhook.0))
            .one(&self.transaction)
            .await?;
        found
            .map(|found| {
                let account = Some(FtpAccountId(found.lane)).filter(|account| account.0 > 0);
                Ok((row(found)?, account))
            })
            .transpose()
    }

    /// Removes up to `limit` deliveries of a webhook; returns how many.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn remove_deliveries(
        &self,
        webhook: WebhookId,
        limit: u64,
    ) -> Result<u64, StoreError> {
        let some = Entity::find()
            .select_only()
            .column(Column::Id)
            .filter(Column::WebhookId.eq(webhook.0))
            .order_by_asc(Column::Id)
            .limit(limit);
        let some = unlocked(some).into_query();
        let removed = Entity::delete_many()
            .filter(Column::Id.in_subquery(some))
            .exec(&self.transaction)
            .await?;
        Ok(removed.rows_affected)
    }
}
