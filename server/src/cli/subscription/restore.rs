//! `berth subscription restore`.

use clap::Args;
use model::{DomainName, Field};

use crate::cli::ACTOR;
use crate::cli::error::{CommandError, parsed};
use crate::cli::output::{panel_texts, print_line};
use crate::cli::storage::StorageOptions;

#[derive(Args)]
pub(in crate::cli) struct Restore {
    /// The site's domain name
    domain: String,
    #[command(flatten)]
    storage: StorageOptions,
}

impl Restore {
    pub(super) async fn execute(self) -> Result<(), CommandError> {
        let domain = parsed(Field::Domain, DomainName::parse(&self.domain))?;
        let services = self.storage.open().await?;
        services.subscriptions.restore(&ACTOR, &domain).await?;
        let sentence = panel_texts().receipt.subscription_was_restored;
        print_line(&sentence(domain.as_str()))
    }
}
