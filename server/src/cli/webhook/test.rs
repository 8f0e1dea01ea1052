//! `berth webhook test`.

use clap::Args;

use super::Selected;
use crate::cli::ACTOR;
use crate::cli::error::CommandError;
use crate::cli::output::{panel_texts, print_line};
use crate::cli::storage::StorageOptions;

#[derive(Args)]
pub(in crate::cli) struct Test {
    #[command(flatten)]
    webhook: Selected,
    #[command(flatten)]
    storage: StorageOptions,
}

impl Test {
    pub(super) async fn execute(self) -> Result<(), CommandError> {
        let services = self.storage.open().await?;
        let now = self.webhook.find(&services).await?;
        let webhooks = &services.webhooks;
        webhooks
            .send_test(&ACTOR, now.domain.as_ref(), now.id)
            .await?;
        print_line(panel_texts().webhooks.test_queued)
    }
}
