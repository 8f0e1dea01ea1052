//! `berth webhook add`.

use clap::Args;
use model::{Field, Webhook, WebhookName, WebhookUrl};

use super::{Owner, event_kinds};
use crate::cli::ACTOR;
use crate::cli::error::{CommandError, parsed};
use crate::cli::output::print_line;
use crate::cli::storage::StorageOptions;

#[derive(Args)]
pub(in crate::cli) struct Add {
    /// The webhook's name
    name: String,
    /// What it calls: an https:// address
    #[arg(long)]
    url: String,
    /// What it tells of, such as ftp.uploaded, several with commas between; all for everything
    #[arg(long, value_name = "KINDS", required = true, value_delimiter = ',')]
    events: Vec<String>,
    #[command(flatten)]
    owner: Owner,
    #[command(flatten)]
    storage: StorageOptions,
}

impl Add {
    pub(super) async fn execute(self) -> Result<(), CommandError> {
        let domain = self.owner.domain()?;
        let webhook = Webhook {
            name: parsed(Field::WebhookName, WebhookName::parse(&self.name))?,
            url: parsed(Field::WebhookUrl, WebhookUrl::parse(&self.url))?,
            kinds: event_kinds(&self.events, domain.is_none())?,
            enabled: true,
        };
        let services = self.storage.open().await?;
        let added = services.webhooks.add(&ACTOR, domain.as_ref(), webhook);
        let (_, added) = added.await?;
        print_line(&added.secret)
    }
}
