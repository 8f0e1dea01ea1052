//! Telling what is queued: which lanes are due, taking a turn at one, and what came of it.

use model::{
    DeliveryAttempt, DeliveryError, DeliveryId, DeliveryState, EventId, EventKind, UtcTime,
    WebhookId,
};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::convert::{count, read};
use super::entity::webhook_delivery::{ActiveModel, Column, Entity};
use super::entity::{webhook, webhook_delivery};
use super::error::StoreError;
use super::pool::Store;
use super::sql::Sql;
use super::transaction::Transaction;

/// How a delivery that waits is stored.
pub(super) const WAITING: &str = DeliveryState::Waiting.as_str();

/// The condition of what waits, written as in the index's: with bound values it would not be used.
pub(super) fn is_waiting() -> sea_orm::sea_query::SimpleExpr {
    Expr::cust("state = 'waiting'")
}

/// A turn at a lane: until its lease ends, nobody else takes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LaneTurn {
    /// By which webhook the lane's events are told.
    pub webhook: WebhookId,
    /// The lane.
    pub lane: i64,
    /// Who has the turn.
    pub lease: String,
}

/// A delivery that is to be tried.
#[derive(Clone, Debug)]
pub struct DueDelivery {
    /// Which one.
    pub id: DeliveryId,
    /// The event's id.
    pub event: EventId,
    /// What happened.
    pub kind: EventKind,
    /// What is sent.
    pub body: String,
    /// When it was queued.
    pub created_at: UtcTime,
    /// How often it was tried before.
    pub attempts: u32,
}

/// What came of a delivery.
#[derive(Clone, Debug)]
pub struct DeliveryOutcome {
    /// Which one.
    pub id: DeliveryId,
    /// What becomes of it.
    pub state: DeliveryState,
    /// The attempt.
    pub attempt: DeliveryAttempt,
}

/// How a turn ended.
#[derive(Clone, Debug)]
pub struct TurnEnd {
    /// The turn.
    pub turn: LaneTurn,
    /// What came of each delivery that was tried, in order.
    pub outcomes: Vec<DeliveryOutcome>,
    /// When the lane is due again; none for at once, if anything is left in it.
    pub retry_at: Option<UtcTime>,
    /// What was queued until then is given up, too.
    pub give_up_until: Option<UtcTime>,
}

impl Store {
    /// The webhooks that have something to tell now.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn due_webhooks(&self, now: UtcTime) -> Result<Vec<WebhookId>, StoreError> {
        let mut sql = self.sql();
        sql.push(
            "SELECT id FROM webhook WHERE removed_at IS NULL AND enabled \
             AND EXISTS (SELECT 1 FROM webhook_lane \
             WHERE webhook_lane.webhook_id = webhook.id AND due_at <= ",
        );
        sql.bind(now.0).push(") ORDER BY id");
        let rows = self.readers.query_all_raw(sql.statement()).await?;
        rows.into_iter()
            .map(|row| Ok(WebhookId(row.try_get("", "id")?)))
            .collect()
    }

    /// What waits in a lane, the oldest first.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn waiting_in_lane(
        &self,
        webhook: WebhookId,
        lane: i64,
        limit: u64,
    ) -> Result<Vec<DueDelivery>, StoreError> {
        let rows = Entity::find()
            .filter(Column::WebhookId.eq(webhook.0))
            .filter(Column::Lane.eq(lane))
            .filter(is_waiting())
            .order_by_asc(Column::Id)
            .limit(limit)
            .all(&self.readers)
            .await?;
        rows.into_iter()
            .map(|row| {
                Ok(DueDelivery {
                    id: DeliveryId(row.id),
                    event: read(&row.event_id, "webhook_delivery.event_id")?,
                    kind: read(&row.kind, "webhook_delivery.kind")?,
                    body: row.body,
                    created_at: UtcTime(row.created_at),
                    attempts: u32::try_from(row.attempts).unwrap_or(u32::MAX),
                })
            })
            .collect()
    }

    /// The webhooks for which anything waits.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn webhooks_with_waiting(&self) -> Result<Vec<(WebhookId, bool, bool)>, StoreError> {
        let sql = "SELECT id, subscription_id, is_full FROM webhook WHERE removed_at IS NULL \
                   AND (is_full OR EXISTS \
                   (SELECT 1 FROM webhook_lane WHERE webhook_lane.webhook_id = webhook.id))";
        let mut statement = self.sql();
        statement.push(sql);
        let rows = self.readers.query_all_raw(statement.statement()).await?;
        rows.into_iter()
            .map(|row| {
                let subscription: Option<i64> = row.try_get("", "subscription_id")?;
                Ok((
                    WebhookId(row.try_get("", "id")?),
                    subscription.is_none(),
                    row.try_get("", "is_full")?,
                ))
            })
            .collect()
    }

    /// How many deliveries of a webhook wait, counted up to `limit`.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn count_waiting(&self, webhook: WebhookId, limit: u64) -> Result<u64, StoreError> {
        let mut sql = self.sql();
        sql.push(
            "SELECT COUNT(*) AS waiting FROM (SELECT 1 FROM webhook_delivery WHERE webhook_id = ",
        );
        sql.bind(webhook.0);
        sql.push(" AND state = 'waiting' LIMIT ");
        sql.bind(i64::try_from(limit).unwrap_or(i64::MAX));
        sql.push(") AS found");
        let row = self.readers.query_one_raw(sql.statement()).await?;
        let waiting: Option<i64> = row.map(|row| row.try_get("", "waiting")).transpose()?;
        Ok(count(waiting.unwrap_or(0)))
    }
}

impl Transaction {
    /// Takes turns at lanes of a webhook that are due, the longest due first, up to `until`.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn take_turns(
        &self,
        webhook: WebhookId,
        limit: u64,
        now: UtcTime,
        until: UtcTime,
        lease: &str,
    ) -> Result<Vec<LaneTurn>, StoreError> {
        let backend = self.transaction.get_database_backend();
        let mut sql = Sql::new(backend);
        sql.push("UPDATE webhook_lane SET due_at = ");
        sql.bind(until.0).push(", lease = ").bind(lease.to_owned());
        sql.push(" WHERE webhook_id = ").bind(webhook.0);
        sql.push(" AND lane IN (SELECT lane FROM webhook_lane WHERE webhook_id = ");
        sql.bind(webhook.0).push(" AND due_at <= ").bind(now.0);
        sql.push(" ORDER BY due_at LIMIT ");
        sql.bind(i64::try_from(limit).unwrap_or(i64::MAX));
        if backend == DbBackend::Postgres {
            sql.push(" FOR UPDATE SKIP LOCKED");
        }
        sql.push(") RETURNING lane");
        let rows = self.transaction.query_all_raw(sql.statement()).await?;
        rows.into_iter()
            .map(|row| {
                Ok(LaneTurn {
                    webhook,
                    lane: row.try_get("", "lane")?,
                    lease: lease.to_owned(),
                })
            })
            .collect()
    }

    /// Ends a turn: what came of each delivery is kept, and the lane is due again, or gone if it is
    /// empty. If the turn was somebody else's by then, the lane is theirs. Returns how many deliveries were
    /// given up without an attempt.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn end_turn(&self, end: &TurnEnd, now: UtcTime) -> Result<u64, StoreError> {
        for outcome in &end.outcomes {
            self.record_outcome(outcome).await?;
        }
        let last = end.outcomes.last().and_then(|last| last.attempt.error);
        let given_up = match end.give_up_until {
            Some(until) => self.give_up(&end.turn, until, last).await?,
            None => 0,
        };
        let LaneTurn {
            webhook,
            lane,
            lease,
        } = &end.turn;
        let backend = self.transaction.get_database_backend();
        let mut sql = Sql::new(backend);
        sql.push("UPDATE webhook_lane SET lease = NULL, due_at = ");
        sql.bind(end.retry_at.unwrap_or(now).0);
        sql.push(" WHERE webhook_id = ").bind(webhook.0);
        sql.push(" AND lane = ").bind(*lane);
        sql.push(" AND lease = ").bind(lease.clone());
        self.transaction.execute_raw(sql.statement()).await?;
        // By a statement of its own: the lane is locked by now, and whoever queues in it meanwhile
        // waits, and then makes another one.
        let mut sql = Sql::new(backend);
        sql.push("DELETE FROM webhook_lane WHERE webhook_id = ");
        sql.bind(webhook.0).push(" AND lane = ").bind(*lane);
        sql.push(
            " AND lease IS NULL AND NOT EXISTS (SELECT 1 FROM webhook_delivery WHERE webhook_id = ",
        );
        sql.bind(webhook.0).push(" AND lane = ").bind(*lane);
        sql.push(" AND state = 'waiting')");
        self.transaction.execute_raw(sql.statement()).await?;
        Ok(given_up)
    }

    /// Removes up to `limit` lanes of a webhook, whatever waits in them; returns how many.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn remove_lanes(&self, webhook: WebhookId, limit: u64) -> Result<u64, StoreError> {
        let backend = self.transaction.get_database_backend();
        let mut sql = Sql::new(backend);
        sql.push("DELETE FROM webhook_lane WHERE webhook_id = ");
        sql.bind(webhook.0);
        sql.push(" AND lane IN (SELECT lane FROM webhook_lane WHERE webhook_id = ");
        sql.bind(webhook.0).push(" LIMIT ");
        sql.bind(i64::try_from(limit).unwrap_or(i64::MAX));
        if backend == DbBackend::Postgres {
            sql.push(" FOR UPDATE SKIP LOCKED");
        }
        sql.push(")");
        let removed = self.transaction.execute_raw(sql.statement()).await?;
        Ok(removed.rows_affected())
    }

    async fn record_outcome(&self, outcome: &DeliveryOutcome) -> Result<(), StoreError> {
        use sea_orm::ActiveValue::Set;
        let attempt = &outcome.attempt;
        // PostgreSQL takes no NUL in a text.
        let answer = attempt.answer.replace('\0', "\u{fffd}");
        let row = ActiveModel {
            state: Set(outcome.state.as_str().to_owned()),
            attempted_at: Set(Some(attempt.at.0)),
            took_ms: Set(Some(i64::try_from(attempt.took_ms).unwrap_or(i64::MAX))),
            status: Set(attempt.status.map(i64::from)),
            answer: Set(Some(answer).filter(|answer| !answer.is_empty())),
            error: Set(attempt.error.map(|error| error.as_str().to_owned())),
            ..ActiveModel::default()
        };
        Entity::update_many()
            .set(row)
            .col_expr(Column::Attempts, Expr::cust("attempts + 1"))
            .filter(Column::Id.eq(outcome.id.0))
            .exec(&self.transaction)
            .await?;
        Ok(())
    }

    /// Gives up what waits in a lane and was queued until then, at most [`MAX_GIVEN_UP`] at once; returns
    /// how many.
    async fn give_up(
        &self,
        turn: &LaneTurn,
        until: UtcTime,
        error: Option<DeliveryError>,
    ) -> Result<u64, StoreError> {
        let oldest: Vec<i64> = Entity::find()
            .select_only()
            .column(Column::Id)
            .filter(Column::WebhookId.eq(turn.webhook.0))
            .filter(Column::Lane.eq(turn.lane))
            .filter(is_waiting())
            .order_by_asc(Column::Id)
            .limit(MAX_GIVEN_UP)
            .into_tuple()
            .all(&self.transaction)
            .await?;
        let row = ActiveModel {
            state: sea_orm::ActiveValue::Set(DeliveryState::GivenUp.as_str().to_owned()),
            error: sea_orm::ActiveValue::Set(error.map(|error| error.as_str().to_owned())),
            ..ActiveModel::default()
        };
        let given_up = Entity::update_many()
            .set(row)
            .filter(Column::Id.is_in(oldest))
            .filter(Column::CreatedAt.lte(until.0))
            .exec(&self.transaction)
            .await?;
        Ok(given_up.rows_affected)
    }

    /// Notes that the calls of a webhook fail since a point in time, or that they do not. What was
    /// noted before stays.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn set_webhook_failing(
        &self,
        id: WebhookId,
        since: Option<UtcTime>,
    ) -> Result<(), StoreError> {
        use webhook::Column;
        let differs = match since {
            Some(_) => Column::FailingSince.is_null(),
            None => Column::FailingSince.is_not_null(),
        };
        let since: Option<i64> = since.map(|since| since.0);
        webhook::Entity::update_many()
            .col_expr(Column::FailingSince, Expr::value(since))
            .filter(Column::Id.eq(id.0))
            .filter(differs)
            .exec(&self.transaction)
            .await?;
        Ok(())
    }

    /// Notes that so much waits for a webhook that events are left out now, or that they are not any
    /// more.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn set_webhook_full(
        &self,
        id: WebhookId,
        is_full: bool,
        now: UtcTime,
    ) -> Result<(), StoreError> {
        use webhook::Column;
        webhook::Entity::update_many()
            .col_expr(Column::IsFull, Expr::value(is_full))
            .col_expr(Column::LostAt, Expr::value(Some(now.0)))
            .filter(Column::Id.eq(id.0))
            .exec(&self.transaction)
            .await?;
        Ok(())
    }

    /// Removes up to `limit` deliveries of a webhook that are over and beyond the latest `kept` of
    /// them; returns how many.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn prune_deliveries(
        &self,
        webhook: WebhookId,
        kept: u64,
        limit: u64,
    ) -> Result<u64, StoreError> {
        let beyond: Vec<i64> = webhook_delivery::Entity::find()
            .select_only()
            .column(Column::Id)
            .filter(Column::WebhookId.eq(webhook.0))
            // Written as in the index's condition.
            .filter(Expr::cust("state <> 'waiting'"))
            .order_by_desc(Column::Id)
            .offset(kept)
            .limit(limit)
            .into_tuple()
            .all(&self.transaction)
            .await?;
        let removed = Entity::delete_many()
            .filter(Column::Id.is_in(beyond))
            .exec(&self.transaction)
            .await?;
        Ok(removed.rows_affected)
    }
}

/// Deliveries that are given up in one turn, so that no other writer waits for long.
const MAX_GIVEN_UP: u64 = 1000;
