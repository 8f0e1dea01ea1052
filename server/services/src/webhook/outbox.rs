//! Telling what waits: for the program itself, which calls the addresses.

use std::collections::BTreeSet;

use model::{AppError, DeliveryState, UtcTime, WebhookId, WebhookUrl};

use super::Webhooks;
use crate::metrics;
use crate::random;
use crate::store::{DueDelivery, LaneTurn, TurnEnd, WebhookSecrets};
use crate::transaction::transaction;

/// Deliveries that may wait for a webhook of a subscription. Beyond them events are left out, which
/// its page says.
const MAX_WAITING_OF_SUBSCRIPTION: u64 = 100_000;
/// Deliveries that may wait for a webhook of the server.
const MAX_WAITING_OF_SERVER: u64 = 2_000_000;
/// Deliveries of a webhook that are kept once they are over.
const MAX_KEPT: u64 = 1000;
/// Deliveries of a webhook that are removed in one transaction, so that no other writer waits for long:
/// more than become over in one.
const PRUNE_BATCH: u64 = 500;

/// A turn at a lane, with what is to be told by it.
#[derive(Debug)]
pub struct LaneCalls {
    /// The turn.
    pub turn: LaneTurn,
    /// What is called.
    pub url: WebhookUrl,
    /// What calls are signed with.
    pub secrets: WebhookSecrets,
    /// What is to be told, in order: the first ones of what waits in the lane.
    pub deliveries: Vec<DueDelivery>,
}

impl Webhooks {
    /// Waits until something was queued by this process since the last call ended. For one waiter at a
    /// time. What other processes queue is found by [`Webhooks::due`] alone.
    pub async fn queued(&self) {
        self.context.store().deliveries_queued().await;
    }

    /// The webhooks that have something to tell now.
    ///
    /// # Errors
    /// [`AppError::Busy`] or [`AppError::Internal`] if the database fails.
    pub async fn due(&self) -> Result<Vec<WebhookId>, AppError> {
        Ok(self.context.store().due_webhooks(UtcTime::now()).await?)
    }

    /// Takes turns at lanes that are due: at up to so many of each webhook. Nobody else takes a turn at
    /// them until it is ended, or `seconds` are over.
    ///
    /// # Errors
    /// As for [`Webhooks::due`].
    pub async fn take_turns(
        &self,
        wanted: &[(WebhookId, u64)],
        seconds: u32,
    ) -> Result<Vec<LaneTurn>, AppError> {
        let lease = random::token()?;
        let now = UtcTime::now();
        let until = UtcTime(now.0 + i64::from(seconds));
        transaction!(self.context.store(), |transaction| {
            let mut turns = Vec::new();
            for (webhook, lanes) in wanted {
                let taken = transaction.take_turns(*webhook, *lanes, now, until, &lease);
                turns.extend(taken.await?);
            }
            Ok(turns)
        })
        .await
    }

    /// What is to be told in a turn: up to `limit` deliveries. None if the webhook does not call any
    /// more.
    ///
    /// # Errors
    /// As for [`Webhooks::due`].
    pub async fn calls(&self, turn: LaneTurn, limit: u64) -> Result<Option<LaneCalls>, AppError> {
        let store = self.context.store();
        let Some((webhook, secrets)) = store.calling_webhook(turn.webhook).await? else {
            return Ok(None);
        };
        let waiting = store.waiting_in_lane(turn.webhook, turn.lane, limit);
        Ok(Some(LaneCalls {
            deliveries: waiting.await?,
            url: webhook.webhook.url,
            secrets,
            turn,
        }))
    }

    /// Ends turns, in one transaction: what came of each delivery is kept, but for what is beyond the
    /// last ones of its webhook. `failing` are the webhooks whose last call failed, or did not.
    ///
    /// # Errors
    /// As for [`Webhooks::due`].
    pub async fn end_turns(
        &self,
        ends: &[TurnEnd],
        failing: &[(WebhookId, bool)],
    ) -> Result<(), AppError> {
        let now = UtcTime::now();
        let told = ends.iter().filter(|end| !end.outcomes.is_empty());
        let told: BTreeSet<WebhookId> = told.map(|end| end.turn.webhook).collect();
        let given_up = transaction!(self.context.store(), |transaction| {
            let mut given_up = 0;
            for end in ends {
                given_up += transaction.end_turn(end, now).await?;
            }
            for (webhook, is_failing) in failing {
                let since = is_failing.then_some(now);
                transaction.set_webhook_failing(*webhook, since).await?;
            }
            for webhook in &told {
                transaction
                    .prune_deliveries(*webhook, MAX_KEPT, PRUNE_BATCH)
                    .await?;
            }
            Ok(given_up)
        })
        .await?;
        for outcome in ends.iter().flat_map(|end| &end.outcomes) {
            metrics::deliveries_attempted(outcome.state, 1);
        }
        metrics::deliveries_attempted(DeliveryState::GivenUp, given_up);
        Ok(())
    }

    /// Has events be left out for webhooks for which too much waits, and no longer for those for which
    /// it does not. Says in the log of which, and publishes how much waits as a metric.
    ///
    /// # Errors
    /// As for [`Webhooks::due`].
    pub async fn bound_queues(&self) -> Result<(), AppError> {
        let store = self.context.store();
        let mut all_waiting = 0;
        for (id, is_of_server, was_full) in store.webhooks_with_waiting().await? {
            let most = if is_of_server {
                MAX_WAITING_OF_SERVER
            } else {
                MAX_WAITING_OF_SUBSCRIPTION
            };
            // Once full, some of it has to be told first.
            let limit = if was_full { most - most / 10 } else { most };
            let waiting = store.count_waiting(id, most).await?;
            all_waiting += waiting;
            let is_full = waiting >= limit;
            if is_full && !was_full {
                let webhook = id.0;
                tracing::warn!(webhook, "too much waits for a webhook: events are left out");
            }
            if is_full || was_full {
                let now = UtcTime::now();
                transaction!(store, |transaction| {
                    Ok(transaction.set_webhook_full(id, is_full, now).await?)
                })
                .await?;
            }
        }
        metrics::publish_waiting_deliveries(all_waiting);
        Ok(())
    }
}
