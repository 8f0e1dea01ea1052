//! `berth webhook deliveries`.

use clap::Args;
use model::{DeliveryRow, PageNumber, UtcTime, WebhookView};
use serde::Serialize;
use services::Services;

use super::Selected;
use crate::cli::ACTOR;
use crate::cli::error::CommandError;
use crate::cli::output::{panel_texts, print_json, print_table};
use crate::cli::storage::StorageOptions;

/// Rows of a table, where no number is given.
const TABLE_ROWS: usize = 50;

#[derive(Args)]
pub(in crate::cli) struct Deliveries {
    #[command(flatten)]
    webhook: Selected,
    /// At most so many, the latest first
    #[arg(long, value_name = "N", default_value_t = TABLE_ROWS)]
    limit: usize,
    /// As a JSON array
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    storage: StorageOptions,
}

impl Deliveries {
    pub(super) async fn execute(self) -> Result<(), CommandError> {
        let services = self.storage.open().await?;
        let now = self.webhook.find(&services).await?;
        let rows = last_deliveries(&services, &now, self.limit).await?;
        if self.json {
            let rows = rows.into_iter().map(JsonDelivery::from);
            return print_json(&rows.collect::<Vec<_>>());
        }
        let texts = panel_texts();
        let headings = [
            texts.webhooks.queued_at,
            texts.webhooks.event,
            "",
            texts.webhooks.state,
            texts.webhooks.answer,
        ];
        print_table(headings, rows.iter().map(row).collect())
    }
}

fn row(row: &DeliveryRow) -> [String; 5] {
    let texts = &panel_texts().webhooks;
    let answer = row.last.as_ref().map(|last| {
        let status = last.status.map(texts.status).unwrap_or_default();
        let error = last.error.map(texts.delivery_error).unwrap_or_default();
        format!("{status} {error}").trim().to_owned()
    });
    [
        row.created_at.rfc3339(),
        row.kind.as_str().to_owned(),
        row.event.as_str().to_owned(),
        (texts.delivery_state)(row.state).to_owned(),
        answer.unwrap_or_default(),
    ]
}

/// The last deliveries of a webhook, page after page.
pub(super) async fn last_deliveries(
    services: &Services,
    webhook: &WebhookView,
    limit: usize,
) -> Result<Vec<DeliveryRow>, CommandError> {
    let mut rows = Vec::new();
    let mut number = PageNumber::FIRST;
    loop {
        let found =
            services
                .webhooks
                .deliveries(&ACTOR, webhook.domain.as_ref(), webhook.id, number);
        let page = found.await?.deliveries;
        let last = page.last();
        rows.extend(page.rows);
        if number.get() >= last || rows.len() >= limit {
            rows.truncate(limit);
            return Ok(rows);
        }
        number = PageNumber::from(number.get() + 1);
    }
}

/// A delivery as `--json` shows it.
#[derive(Serialize)]
struct JsonDelivery {
    event: String,
    #[serde(rename = "type")]
    kind: &'static str,
    created_at: String,
    state: &'static str,
    attempts: u32,
    last_attempt_at: Option<String>,
    duration_ms: Option<u64>,
    status: Option<u16>,
    answer: Option<String>,
    error: Option<&'static str>,
    body: String,
}

impl From<DeliveryRow> for JsonDelivery {
    fn from(row: DeliveryRow) -> Self {
        let last = row.last;
        let last = last.as_ref();
        Self {
            event: row.event.into(),
            kind: row.kind.as_str(),
            created_at: row.created_at.rfc3339(),
            state: row.state.as_str(),
            attempts: row.attempts,
            last_attempt_at: last.map(|last| UtcTime::rfc3339(last.at)),
            duration_ms: last.map(|last| last.took_ms),
            status: last.and_then(|last| last.status),
            answer: last.map(|last| last.answer.clone()),
            error: last.and_then(|last| last.error).map(|error| error.as_str()),
            body: row.body,
        }
    }
}
