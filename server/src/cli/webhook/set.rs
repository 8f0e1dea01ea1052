//! `berth webhook set`.

use clap::Args;
use model::{Field, Webhook, WebhookName, WebhookUrl};

use super::{Selected, event_kinds};
use crate::cli::ACTOR;
use crate::cli::error::{CommandError, parsed};
use crate::cli::output::{panel_texts, print_line};
use crate::cli::storage::StorageOptions;

#[derive(Args)]
#[command(group = clap::ArgGroup::new("change").required(true).multiple(true))]
pub(in crate::cli) struct Set {
    #[command(flatten)]
    webhook: Selected,
    /// Another name
    #[arg(long, value_name = "NAME", group = "change")]
    rename: Option<String>,
    /// Another address
    #[arg(long, group = "change")]
    url: Option<String>,
    /// What it tells of from now on, with commas between; all for everything
    #[arg(long, value_name = "KINDS", group = "change", value_delimiter = ',')]
    events: Option<Vec<String>>,
    /// Call the address
    #[arg(long, group = "change", conflicts_with = "disable")]
    enable: bool,
    /// Do not call it; what happens meanwhile is never told
    #[arg(long, group = "change")]
    disable: bool,
    #[command(flatten)]
    storage: StorageOptions,
}

impl Set {
    pub(super) async fn execute(self) -> Result<(), CommandError> {
        let services = self.storage.open().await?;
        let now = self.webhook.find(&services).await?;
        let Webhook {
            name,
            url,
            kinds,
            enabled,
        } = now.webhook;
        let webhook = Webhook {
            name: match &self.rename {
                Some(name) => parsed(Field::WebhookName, WebhookName::parse(name))?,
                None => name,
            },
            url: match &self.url {
                Some(url) => parsed(Field::WebhookUrl, WebhookUrl::parse(url))?,
                None => url,
            },
            kinds: match &self.events {
                Some(names) => event_kinds(names, now.domain.is_none())?,
                None => kinds,
            },
            enabled: self.enable || (enabled && !self.disable),
        };
        let webhooks = &services.webhooks;
        webhooks
            .change(&ACTOR, now.domain.as_ref(), now.id, now.version, webhook)
            .await?;
        print_line(panel_texts().webhooks.changed)
    }
}
