//! Queuing what webhooks are to tell.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use model::{DomainName, EventId, EventKind, EventKinds, UtcTime, WebhookId};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::LockType;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use super::convert::read;
use super::entity::{subscription, webhook, webhook_delivery};
use super::error::StoreError;
use super::keys::{FtpAccountId, SubscriptionId};
use super::sql::Sql;
use super::transaction::Transaction;
use super::webhook_turns::WAITING;
use super::webhooks::present;

/// Rows for each INSERT: 7 values each, and SQLite takes 32,766 in one statement.
const MAX_ROWS_PER_INSERT: usize = 1000;
/// The lane of what is about no FTP account. No key is 0.
const NO_ACCOUNT: i64 = 0;
/// The lane of tests, which wait for nothing else.
const TESTS: i64 = -1;

/// A webhook that takes events.
#[derive(Clone, Debug)]
pub struct WantingWebhook {
    /// Which one.
    pub id: WebhookId,
    /// Its subscription; none if it tells of the whole server.
    pub subscription: Option<SubscriptionId>,
    /// What it tells of.
    pub kinds: EventKinds,
}

/// A delivery to be queued.
#[derive(Clone, Debug)]
pub struct NewDeliveryRecord {
    /// By which webhook.
    pub webhook: WebhookId,
    /// The event's id.
    pub event: EventId,
    /// What happened.
    pub kind: EventKind,
    /// The FTP account that it is about, of which everything is told in order.
    pub account: Option<FtpAccountId>,
    /// What is sent.
    pub body: String,
    /// When it is queued.
    pub at: UtcTime,
}

impl NewDeliveryRecord {
    fn lane(&self) -> i64 {
        match (self.kind, self.account) {
            (EventKind::WebhookTest, _) => TESTS,
            (_, Some(account)) => account.0,
            (_, None) => NO_ACCOUNT,
        }
    }
}

impl Transaction {
    /// The webhooks that take events now: the server's, and those of these subscriptions. None of them
    /// is removed until the end of this transaction.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn wanting_webhooks(
        &self,
        subscriptions: &BTreeSet<SubscriptionId>,
    ) -> Result<Vec<WantingWebhook>, StoreError> {
        use webhook::Column;
        let subscriptions = subscriptions.iter().map(|id| id.0);
        let of = Condition::any()
            .add(Column::SubscriptionId.is_null())
            .add(Column::SubscriptionId.is_in(subscriptions));
        let rows: Vec<(i64, Option<i64>, String)> = present()
            .select_only()
            .column(Column::Id)
            .column(Column::SubscriptionId)
            .column(Column::EventKinds)
            .filter(of)
            .filter(Column::Enabled.eq(true))
            .filter(Column::IsFull.eq(false))
            .lock(LockType::KeyShare)
            .into_tuple()
            .all(&self.transaction)
            .await?;
        rows.into_iter()
            .map(|(id, subscription, kinds)| {
                Ok(WantingWebhook {
                    id: WebhookId(id),
                    subscription: subscription.map(SubscriptionId),
                    kinds: read(&kinds, "webhook.event_kinds")?,
                })
            })
            .collect()
    }

    /// The domain names of subscriptions, in use or in « Corbeille ».
    ///
    /// # Errors
    /// If the database fails.
    pub async fn domains_of(
        &self,
        subscriptions: &BTreeSet<SubscriptionId>,
    ) -> Result<BTreeMap<SubscriptionId, DomainName>, StoreError> {
        use subscription::Column;
        let rows: Vec<(i64, String)> = subscription::Entity::find()
            .select_only()
            .column(Column::Id)
            .column(Column::Domain)
            .filter(Column::Id.is_in(subscriptions.iter().map(|id| id.0)))
            .into_tuple()
            .all(&self.transaction)
            .await?;
        rows.into_iter()
            .map(|(id, domain)| Ok((SubscriptionId(id), read(&domain, "subscription.domain")?)))
            .collect()
    }

    /// Queues deliveries, in their order, and has them be sent soon after the commit.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn queue_deliveries(&self, new: Vec<NewDeliveryRecord>) -> Result<(), StoreError> {
        if new.is_empty() {
            return Ok(());
        }
        let lanes: BTreeMap<(i64, i64), UtcTime> = new
            .iter()
            .map(|delivery| ((delivery.webhook.0, delivery.lane()), delivery.at))
            .collect();
        for batch in new.chunks(MAX_ROWS_PER_INSERT) {
            let rows = batch.iter().map(|delivery| webhook_delivery::ActiveModel {
                webhook_id: Set(delivery.webhook.0),
                lane: Set(delivery.lane()),
                event_id: Set(delivery.event.as_str().to_owned()),
                kind: Set(delivery.kind.as_str().to_owned()),
                body: Set(delivery.body.clone()),
                created_at: Set(delivery.at.0),
                state: Set(WAITING.to_owned()),
                ..webhook_delivery::ActiveModel::default()
            });
            webhook_delivery::Entity::insert_many(rows)
                .exec_without_returning(&self.transaction)
                .await?;
        }
        let lanes: Vec<((i64, i64), UtcTime)> = lanes.into_iter().collect();
        for batch in lanes.chunks(MAX_ROWS_PER_INSERT) {
            self.open_lanes(batch).await?;
        }
        self.send_after_commit();
        Ok(())
    }

    /// Has what waits in a delivery's lane be tried soon after the commit, unless somebody is at it.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn hasten_delivery(&self, delivery: &NewDeliveryRecord) -> Result<(), StoreError> {
        let mut sql = Sql::new(self.transaction.get_database_backend());
        sql.push("UPDATE webhook_lane SET due_at = ")
            .bind(delivery.at.0);
        sql.push(" WHERE webhook_id = ").bind(delivery.webhook.0);
        sql.push(" AND lane = ").bind(delivery.lane());
        sql.push(" AND lease IS NULL");
        self.transaction.execute_raw(sql.statement()).await?;
        self.send_after_commit();
        Ok(())
    }

    fn send_after_commit(&self) {
        let queued = Arc::clone(&self.deliveries_queued);
        self.after_commit(move || queued.notify_one());
    }

    /// Makes lanes, in the order of their keys. One that is there stays as it is, but nobody removes it
    /// until the end of this transaction.
    async fn open_lanes(&self, lanes: &[((i64, i64), UtcTime)]) -> Result<(), StoreError> {
        let mut sql = Sql::new(self.transaction.get_database_backend());
        sql.push("INSERT INTO webhook_lane (webhook_id, lane, due_at) VALUES ");
        for (index, ((webhook, lane), due_at)) in lanes.iter().enumerate() {
            sql.push(if index == 0 { "(" } else { ", (" });
            sql.bind(*webhook).push(", ").bind(*lane).push(", ");
            sql.bind(due_at.0).push(")");
        }
        sql.push(" ON CONFLICT (webhook_id, lane) DO UPDATE SET lane = excluded.lane");
        self.transaction.execute_raw(sql.statement()).await?;
        Ok(())
    }
}
