//! `berth webhook remove`.

use clap::Args;
use model::ExpectedVersion;

use super::Selected;
use crate::cli::ACTOR;
use crate::cli::error::CommandError;
use crate::cli::output::{panel_texts, print_line};
use crate::cli::storage::StorageOptions;

#[derive(Args)]
pub(in crate::cli) struct Remove {
    #[command(flatten)]
    webhook: Selected,
    #[command(flatten)]
    storage: StorageOptions,
}

impl Remove {
    pub(super) async fn execute(self) -> Result<(), CommandError> {
        let services = self.storage.open().await?;
        let now = self.webhook.find(&services).await?;
        let webhooks = &services.webhooks;
        let (domain, any) = (now.domain.as_ref(), ExpectedVersion::Any);
        webhooks.remove(&ACTOR, domain, now.id, &any).await?;
        print_line(panel_texts().webhooks.removed)
    }
}
