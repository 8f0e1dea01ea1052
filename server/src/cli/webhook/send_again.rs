//! `berth webhook send-again`.

use clap::Args;
use model::{EventId, WebhookDeliveries};

use super::Selected;
use super::deliveries::last_deliveries;
use crate::cli::ACTOR;
use crate::cli::error::CommandError;
use crate::cli::output::{panel_texts, print_line};
use crate::cli::storage::StorageOptions;

#[derive(Args)]
pub(in crate::cli) struct SendAgain {
    #[command(flatten)]
    webhook: Selected,
    /// The event's id, as `deliveries` shows it
    #[arg(value_parser = EventId::parse)]
    event: EventId,
    #[command(flatten)]
    storage: StorageOptions,
}

impl SendAgain {
    pub(super) async fn execute(self) -> Result<(), CommandError> {
        let services = self.storage.open().await?;
        let now = self.webhook.find(&services).await?;
        let most = usize::try_from(WebhookDeliveries::MAX_ROWS).unwrap_or(usize::MAX);
        let rows = last_deliveries(&services, &now, most).await?;
        let delivery = rows.into_iter().find(|row| row.event == self.event);
        let delivery = delivery.ok_or(model::AppError::NotFound)?;
        let webhooks = &services.webhooks;
        webhooks
            .send_again(&ACTOR, now.domain.as_ref(), now.id, delivery.id)
            .await?;
        print_line(panel_texts().webhooks.sent_again)
    }
}
