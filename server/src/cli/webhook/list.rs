//! `berth webhook list`.

use clap::Args;
use model::{UtcTime, WebhookState, WebhookView};
use serde::Serialize;

use super::Owner;
use crate::cli::ACTOR;
use crate::cli::error::CommandError;
use crate::cli::output::{panel_texts, print_json, print_table};
use crate::cli::storage::StorageOptions;

#[derive(Args)]
pub(in crate::cli) struct List {
    #[command(flatten)]
    owner: Owner,
    /// As a JSON array
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    storage: StorageOptions,
}

impl List {
    pub(super) async fn execute(self) -> Result<(), CommandError> {
        let domain = self.owner.domain()?;
        let services = self.storage.open().await?;
        let list = services.webhooks.list(&ACTOR, domain.as_ref()).await?;
        if self.json {
            let rows = list.webhooks.into_iter().map(JsonWebhook::from);
            return print_json(&rows.collect::<Vec<_>>());
        }
        let texts = &panel_texts().webhooks;
        let row = |view: WebhookView| {
            let state = match (view.webhook.enabled, view.state.failing_since) {
                (false, _) => texts.is_off,
                (true, Some(_)) => texts.failing,
                (true, None) => texts.works,
            };
            let is_more = view.state.waiting >= WebhookState::MAX_COUNTED;
            [
                view.webhook.name.into(),
                view.webhook.url.into(),
                view.webhook.kinds.keys().replace(',', ", "),
                state.to_owned(),
                (texts.waiting)(view.state.waiting, is_more),
            ]
        };
        let headings = [texts.name, texts.url, texts.events, texts.state, ""];
        print_table(headings, list.webhooks.into_iter().map(row).collect())
    }
}

/// A webhook as `--json` shows it.
#[derive(Serialize)]
struct JsonWebhook {
    name: String,
    subscription: Option<String>,
    url: String,
    events: Vec<&'static str>,
    enabled: bool,
    created_at: String,
    /// Counted up to 1,000.
    waiting: u64,
    failing_since: Option<String>,
    is_full: bool,
    lost_at: Option<String>,
}

impl From<WebhookView> for JsonWebhook {
    fn from(view: WebhookView) -> Self {
        Self {
            name: view.webhook.name.into(),
            subscription: view.domain.map(String::from),
            url: view.webhook.url.into(),
            events: view
                .webhook
                .kinds
                .iter()
                .map(|kind| kind.as_str())
                .collect(),
            enabled: view.webhook.enabled,
            created_at: view.created_at.rfc3339(),
            waiting: view.state.waiting,
            failing_since: view.state.failing_since.map(UtcTime::rfc3339),
            is_full: view.state.is_full,
            lost_at: view.state.lost_at.map(UtcTime::rfc3339),
        }
    }
}
