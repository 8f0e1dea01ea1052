//! A webhook, as programs read it.

use axum::response::{IntoResponse, Response};
use http::header::ETAG;
use model::{DomainName, EventKind, TickedEvents, WebhookForm, WebhookName, WebhookView};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::rest::body::Json;
use crate::rest::error::RestError;
use crate::rest::etag::EntityTag;
use crate::rest::openapi::PREFIX;
use crate::rest::settings::present;
use crate::rest::timestamp::Timestamp;

/// An address that is told of events, by signed requests (Standard Webhooks).
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Webhook {
    /// Its name.
    name: String,
    /// What it calls.
    url: String,
    /// What it tells of.
    #[schema(examples(json!(["ftp.uploaded"])))]
    events: Vec<&'static str>,
    /// Whether it calls at all. What happens while it does not is never told.
    enabled: bool,
    /// When it was made.
    created_at: Timestamp,
    /// How many deliveries wait; no more than 1,000 are counted.
    waiting: u64,
    /// Since when every call has failed; null if the last one did not.
    #[schema(required)]
    failing_since: Option<Timestamp>,
    /// Whether so much waits that new events are left out.
    is_full: bool,
    /// When events were last left out; null if none was.
    #[schema(required)]
    events_lost_at: Option<Timestamp>,
    /// Until when calls are signed with the former secret, too; null if it was never replaced.
    #[schema(required)]
    former_secret_until: Option<Timestamp>,
    /// Grows with each change, from 1: in quotation marks, what `If-Match` takes.
    version: i64,
}

impl From<WebhookView> for Webhook {
    fn from(view: WebhookView) -> Self {
        let kinds = &view.webhook.kinds;
        Self {
            events: kinds.iter().map(EventKind::as_str).collect(),
            name: view.webhook.name.into(),
            url: view.webhook.url.into(),
            enabled: view.webhook.enabled,
            created_at: view.created_at.into(),
            waiting: view.state.waiting,
            failing_since: view.state.failing_since.map(Into::into),
            is_full: view.state.is_full,
            events_lost_at: view.state.lost_at.map(Into::into),
            former_secret_until: view.old_secret_until.map(Into::into),
            version: view.version,
        }
    }
}

impl Webhook {
    pub(super) fn etag(&self) -> EntityTag {
        EntityTag(self.version)
    }

    /// That a webhook is of another version.
    pub(super) fn changed(now: WebhookView) -> RestError {
        RestError::changed(EntityTag(now.version), &Self::from(now))
    }
}

impl IntoResponse for Webhook {
    fn into_response(self) -> Response {
        let etag = self.etag().header();
        ([(ETAG, etag)], Json(self)).into_response()
    }
}

/// A webhook to be added.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewWebhook {
    /// Its name: 1 to 64 characters, in no letter case that of another one.
    #[schema(examples("deploy"))]
    name: String,
    /// What it calls: an `https://` address of the public network, or of one that the server's settings
    /// allow.
    #[schema(examples("https://hooks.example.com/berth"))]
    url: String,
    /// What it tells of: the `type`s of events.
    #[schema(examples(json!(["ftp.uploaded"])))]
    events: Vec<String>,
    /// Whether it calls at all.
    #[serde(default = "calls")]
    #[schema(default = true)]
    enabled: bool,
}

fn calls() -> bool {
    true
}

impl NewWebhook {
    /// The form that the model reads.
    pub(super) fn form(&self) -> WebhookForm {
        WebhookForm {
            version: 0,
            webhook_name: self.name.clone(),
            webhook_url: self.url.clone(),
            enabled: ticked(self.enabled),
            events: TickedEvents::of(&self.events),
        }
    }
}

/// A change of a webhook: what is missing stays as it is (RFC 7396).
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct WebhookPatch {
    /// Another name.
    #[serde(default, deserialize_with = "present")]
    #[schema(nullable = false, examples("deploy"))]
    name: Option<String>,
    /// Another address.
    #[serde(default, deserialize_with = "present")]
    #[schema(nullable = false, examples("https://hooks.example.com/berth"))]
    url: Option<String>,
    /// What it tells of from now on.
    #[serde(default, deserialize_with = "present")]
    #[schema(nullable = false, examples(json!(["ftp.uploaded"])))]
    events: Option<Vec<String>>,
    /// Whether it calls from now on.
    #[serde(default, deserialize_with = "present")]
    #[schema(nullable = false)]
    enabled: Option<bool>,
}

impl WebhookPatch {
    /// The form of a webhook as it is to be.
    pub(super) fn form(&self, now: &WebhookView) -> WebhookForm {
        let mut form = WebhookForm::of(now);
        if let Some(name) = &self.name {
            form.webhook_name.clone_from(name);
        }
        if let Some(url) = &self.url {
            form.webhook_url.clone_from(url);
        }
        if let Some(events) = &self.events {
            form.events = TickedEvents::of(events);
        }
        if let Some(enabled) = self.enabled {
            form.enabled = ticked(enabled);
        }
        form
    }
}

/// A box of the form.
fn ticked(is_ticked: bool) -> String {
    let value = if is_ticked { WebhookForm::CHOSEN } else { "" };
    value.to_owned()
}

/// A webhook with its secret, which is shown this once.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct WebhookWithSecret {
    /// The webhook.
    pub(super) webhook: Webhook,
    /// What its calls are signed with: `whsec_…`.
    #[schema(format = Password)]
    pub(super) secret: String,
}

/// The address of a webhook.
pub(super) fn address(domain: Option<&DomainName>, name: &WebhookName) -> String {
    let name = utf8_percent_encode(name.as_str(), NON_ALPHANUMERIC);
    match domain {
        Some(domain) => format!("{PREFIX}/subscriptions/{domain}/webhooks/{name}"),
        None => format!("{PREFIX}/webhooks/{name}"),
    }
}
