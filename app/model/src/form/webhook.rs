//! The form that adds a webhook, or changes one.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Form, kept};
use crate::{EventKinds, Field, FieldErrors, Webhook, WebhookName, WebhookUrl, WebhookView};

/// What is said of a webhook.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WebhookForm {
    /// The version of the webhook that the form was made from; 0 for a new one.
    #[serde(with = "super::number_text")]
    pub version: i64,
    /// The webhook's name.
    pub webhook_name: String,
    /// What it calls.
    pub webhook_url: String,
    /// [`Self::CHOSEN`] if it calls at all.
    pub enabled: String,
    /// What it tells of.
    pub events: TickedEvents,
}

/// The kinds of events that are ticked: their names, with commas between. A box is submitted by itself,
/// as `events[ftp.uploaded]=on`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "BTreeMap<String, String>", into = "BTreeMap<String, String>")]
pub struct TickedEvents(String);

impl TickedEvents {
    /// Those of these names.
    pub fn of(names: &[String]) -> Self {
        Self(names.join(","))
    }
}

impl From<BTreeMap<String, String>> for TickedEvents {
    fn from(boxes: BTreeMap<String, String>) -> Self {
        let ticked = boxes.into_iter();
        let ticked = ticked.filter(|(_, value)| value == WebhookForm::CHOSEN);
        let names: Vec<String> = ticked.map(|(name, _)| name).collect();
        Self(names.join(","))
    }
}

impl From<TickedEvents> for BTreeMap<String, String> {
    fn from(ticked: TickedEvents) -> Self {
        let names = ticked.0.split(',').filter(|name| !name.is_empty());
        names
            .map(|name| (name.to_owned(), WebhookForm::CHOSEN.to_owned()))
            .collect()
    }
}

impl WebhookForm {
    /// The value of a box that is ticked.
    pub const CHOSEN: &'static str = "on";

    /// The form of a webhook that is to be made: it calls.
    pub fn of_new() -> Self {
        Self {
            enabled: Self::CHOSEN.to_owned(),
            ..Self::default()
        }
    }

    /// The form with the webhook that there is.
    pub fn of(view: &WebhookView) -> Self {
        let Webhook {
            name,
            url,
            kinds,
            enabled,
        } = &view.webhook;
        let chosen = if *enabled { Self::CHOSEN } else { "" };
        Self {
            version: view.version,
            webhook_name: name.to_string(),
            webhook_url: url.to_string(),
            enabled: chosen.to_owned(),
            events: TickedEvents(kinds.keys()),
        }
    }

    /// The webhook of the whole server, or else of a subscription.
    ///
    /// # Errors
    /// The rule that each invalid field breaks.
    pub fn parse(&self, of_server: bool) -> Result<Webhook, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = WebhookName::parse(&self.webhook_name);
        let name = errors.read(Field::WebhookName, name);
        let url = WebhookUrl::parse(&self.webhook_url);
        let url = errors.read(Field::WebhookUrl, url);
        let kinds = EventKinds::parse_for(&self.events.0, of_server);
        let kinds = errors.read(Field::EventKinds, kinds);
        let all = name.zip(url).zip(kinds);
        errors.finish(all.map(|((name, url), kinds)| Webhook {
            name,
            url,
            kinds,
            enabled: self.enabled == Self::CHOSEN,
        }))
    }
}

impl Form for WebhookForm {
    fn text(&self, field: Field) -> &str {
        match field {
            Field::WebhookName => &self.webhook_name,
            Field::WebhookUrl => &self.webhook_url,
            Field::WebhookState => &self.enabled,
            Field::EventKinds => &self.events.0,
            _ => "",
        }
    }

    fn set(&mut self, field: Field, text: &str) {
        let place = match field {
            Field::WebhookName => &mut self.webhook_name,
            Field::WebhookUrl => &mut self.webhook_url,
            Field::WebhookState => &mut self.enabled,
            Field::EventKinds => &mut self.events.0,
            _ => return,
        };
        text.clone_into(place);
    }

    fn submitted(&self) -> Vec<(Field, &str)> {
        let fields = [
            Field::WebhookName,
            Field::WebhookUrl,
            Field::WebhookState,
            Field::EventKinds,
        ];
        fields.map(|field| (field, self.text(field))).to_vec()
    }

    fn version(&self) -> Option<i64> {
        Some(self.version)
    }

    fn without_secrets(self) -> Self {
        Self {
            version: self.version,
            webhook_name: kept(self.webhook_name),
            webhook_url: kept(self.webhook_url),
            enabled: kept(self.enabled),
            events: TickedEvents(kept(self.events.0)),
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;
    use crate::{FieldError, WebhookNameError, WebhookUrlError};

    fn form(kinds: &[&str]) -> WebhookForm {
        WebhookForm {
            webhook_name: " Deploy ".to_owned(),
            webhook_url: "https://hooks.example/x".to_owned(),
            events: TickedEvents(kinds.join(",")),
            ..WebhookForm::of_new()
        }
    }

    #[test]
    fn a_webhook_tells_of_what_is_ticked() {
        let webhook = form(&["ftp.uploaded"]).parse(false).unwrap();
        assert_eq!(webhook.name.as_str(), "Deploy");
        assert_eq!(webhook.kinds.keys(), "ftp.uploaded");
        assert!(webhook.enabled);
        let query = "webhook_name=Deploy&webhook_url=https%3A%2F%2Fhooks.example%2Fx\
                     &events[ftp.uploaded]=on&version=0";
        let read: WebhookForm = serde_qs::from_str(query).unwrap();
        let read = read.parse(false).unwrap();
        assert_eq!((read.kinds, read.enabled), (webhook.kinds, false));
        let written = serde_qs::to_string(&form(&["ftp.uploaded"])).unwrap();
        let read: WebhookForm = serde_qs::from_str(&written).unwrap();
        assert_eq!(read, form(&["ftp.uploaded"]));
    }

    #[test]
    fn all_errors_come_at_once() {
        let errors = WebhookForm::default().parse(true).unwrap_err();
        for (field, error) in [
            (Field::WebhookName, WebhookNameError::Empty.into()),
            (Field::WebhookUrl, WebhookUrlError::Empty.into()),
            (Field::EventKinds, FieldError::NoEventKinds),
        ] {
            assert_eq!(errors.get(field), Some(error));
        }
    }

    #[test]
    fn what_is_not_offered_is_not_chosen() {
        assert!(form(&["certificate.expiring"]).parse(true).is_ok());
        for kind in ["certificate.expiring", "webhook.test", "x"] {
            let errors = form(&[kind]).parse(false).unwrap_err();
            let error = errors.get(Field::EventKinds);
            assert_eq!(error, Some(FieldError::NoSuchEventKind), "{kind}");
        }
    }
}
