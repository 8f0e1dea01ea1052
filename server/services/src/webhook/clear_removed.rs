//! Clearing what removed webhooks told, and were to tell.

use std::time::Duration;

use model::{AppError, WebhookId};
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;

use super::Webhooks;
use crate::transaction::transaction;

/// How often is looked for webhooks that were removed, by this process or by another one.
const INTERVAL: Duration = Duration::from_secs(10);
/// Rows that are removed in one transaction, so that no other writer waits for long.
const BATCH_SIZE: u64 = 1000;
/// The pause between two such transactions.
const PAUSE: Duration = Duration::from_millis(50);

impl Webhooks {
    /// Clears what removed webhooks told, now and then again and again, until `stop`. What is not cleared
    /// by then is after the next start.
    ///
    /// For the program itself.
    pub async fn clear_removed_until(&self, stop: CancellationToken) {
        let mut ticks = tokio::time::interval(INTERVAL);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        while stop.run_until_cancelled(ticks.tick()).await.is_some() {
            // An error is in the log already, and the next tick tries again.
            let _ = stop.run_until_cancelled(self.clear_removed()).await;
        }
    }

    /// Clears what removed webhooks told and were to tell, and the webhooks with it.
    ///
    /// # Errors
    /// [`AppError::Busy`] or [`AppError::Internal`] if the database fails.
    pub async fn clear_removed(&self) -> Result<(), AppError> {
        for id in self.context.store().removed_webhooks().await? {
            while self.clear_some(id).await? {
                tokio::time::sleep(PAUSE).await;
            }
        }
        Ok(())
    }

    /// Clears some of what is left of a webhook; returns whether there may be more.
    async fn clear_some(&self, id: WebhookId) -> Result<bool, AppError> {
        transaction!(self.context.store(), |transaction| {
            let lanes = transaction.remove_lanes(id, BATCH_SIZE).await?;
            let deliveries = transaction.remove_deliveries(id, BATCH_SIZE).await?;
            let is_more = lanes.max(deliveries) >= BATCH_SIZE;
            if !is_more {
                transaction.remove_webhook(id).await?;
            }
            Ok(is_more)
        })
        .await
    }
}
