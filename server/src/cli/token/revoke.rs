//! `berth token revoke`.

use clap::Args;
use model::{ApiTokenName, Field};

use super::Owner;
use crate::cli::ACTOR;
use crate::cli::error::{CommandError, parsed};
use crate::cli::output::{panel_texts, print_line};
use crate::cli::storage::StorageOptions;

#[derive(Args)]
pub(in crate::cli) struct Revoke {
    /// The token's name
    name: String,
    #[command(flatten)]
    owner: Owner,
    #[command(flatten)]
    storage: StorageOptions,
}

impl Revoke {
    pub(super) async fn execute(self) -> Result<(), CommandError> {
        let name = parsed(Field::ApiTokenName, ApiTokenName::parse(&self.name))?;
        let services = self.storage.open().await?;
        let owner = self.owner.find(&services).await?;
        services.api_tokens.revoke(&ACTOR, &owner, &name).await?;
        print_line(panel_texts().api_tokens.was_revoked)
    }
}
