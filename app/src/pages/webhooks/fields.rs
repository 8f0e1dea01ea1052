//! The fields of a webhook's form.

use leptos::prelude::*;

use crate::components::{
    CheckField, CheckGroup, CheckGroupError, FormFields, TextField, use_texts,
};
use model::{EventGroup, EventKind, Field, WebhookForm};

/// The fields of the form that adds a webhook, or changes one.
#[component]
pub(super) fn WebhookFields(
    /// The form that they are in.
    form: FormFields,
    /// Whether it is the server's.
    of_server: bool,
) -> impl IntoView {
    let texts = use_texts();
    let events = form.field(Field::EventKinds);
    let group = move |group: EventGroup| {
        let kinds = group.kinds(of_server);
        let choice = |kind: EventKind| (kind.as_str(), (texts.webhooks.kind)(kind));
        let choices: Vec<_> = kinds.into_iter().map(choice).collect();
        (!choices.is_empty()).then(|| {
            view! { <CheckGroup state=events legend=(texts.webhooks.group)(group) choices /> }
        })
    };
    view! {
        <TextField
            state=form.field(Field::WebhookName)
            label=texts.webhooks.name
            hint=texts.webhooks.name_hint
        />
        <TextField
            state=form.field(Field::WebhookUrl)
            label=texts.webhooks.url
            hint=texts.webhooks.url_hint
            kind="url"
        />
        <CheckField
            state=form.field(Field::WebhookState)
            label=texts.webhooks.enabled
            value=WebhookForm::CHOSEN
        />
        <p class="field-hint">{texts.webhooks.enabled_hint}</p>
        <h2>{texts.webhooks.events}</h2>
        <CheckGroupError state=events />
        {EventGroup::ALL.map(group).into_iter().collect_view()}
    }
}
