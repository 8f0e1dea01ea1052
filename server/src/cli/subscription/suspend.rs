//! `berth subscription suspend` and `berth subscription resume`.

use clap::Args;
use model::{DomainName, Field};

use crate::cli::ACTOR;
use crate::cli::error::{CommandError, parsed};
use crate::cli::output::{panel_texts, print_line};
use crate::cli::storage::StorageOptions;

#[derive(Args)]
pub(in crate::cli) struct Suspend {
    /// The site's domain name
    domain: String,
    #[command(flatten)]
    storage: StorageOptions,
}

impl Suspend {
    pub(super) async fn suspend(self) -> Result<(), CommandError> {
        let domain = parsed(Field::Domain, DomainName::parse(&self.domain))?;
        let services = self.storage.open().await?;
        services.subscriptions.suspend(&ACTOR, &domain).await?;
        let sentence = panel_texts().receipt.subscription_was_suspended;
        print_line(&sentence(domain.as_str()))
    }

    pub(super) async fn resume(self) -> Result<(), CommandError> {
        let domain = parsed(Field::Domain, DomainName::parse(&self.domain))?;
        let services = self.storage.open().await?;
        services.subscriptions.resume(&ACTOR, &domain).await?;
        let sentence = panel_texts().receipt.subscription_was_resumed;
        print_line(&sentence(domain.as_str()))
    }
}
