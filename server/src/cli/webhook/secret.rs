//! `berth webhook replace-secret`.

use clap::Args;

use super::Selected;
use crate::cli::ACTOR;
use crate::cli::error::CommandError;
use crate::cli::output::print_line;
use crate::cli::storage::StorageOptions;

#[derive(Args)]
pub(in crate::cli) struct ReplaceSecret {
    #[command(flatten)]
    webhook: Selected,
    #[command(flatten)]
    storage: StorageOptions,
}

impl ReplaceSecret {
    pub(super) async fn execute(self) -> Result<(), CommandError> {
        let services = self.storage.open().await?;
        let now = self.webhook.find(&services).await?;
        let webhooks = &services.webhooks;
        let replaced = webhooks.replace_secret(&ACTOR, now.domain.as_ref(), now.id);
        let (_, replaced) = replaced.await?;
        print_line(&replaced.secret)
    }
}
