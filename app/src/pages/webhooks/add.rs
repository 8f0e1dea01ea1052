//! « Ajouter un webhook ».

use leptos::prelude::*;
use leptos_meta::Title;

use super::fields::WebhookFields;
use super::{FIELDS, OwnerField, WebhooksHeader, owner_param};
use crate::api::webhooks::{AddWebhook as AddWebhookAction, WebhooksScreen, webhooks_page};
use crate::components::{
    FormButtons, FormError, FormFields, Loaded, focus_first_invalid, form_error, use_texts,
};
use crate::routes;
use model::{DomainName, WebhookForm};

/// The form that adds a webhook.
#[component]
pub(crate) fn AddWebhook() -> impl IntoView {
    let owner = owner_param();
    view! {
        <Loaded
            source=move || owner.get()
            fetch=|domain| webhooks_page(domain, None)
            view=|screen| view! { <AddForm screen /> }
        />
    }
}

#[component]
fn AddForm(screen: WebhooksScreen) -> impl IntoView {
    let texts = use_texts();
    let domain = screen.list.domain.as_ref().map(DomainName::to_string);
    let of_server = domain.is_none();
    let action = ServerAction::<AddWebhookAction>::new();
    let error = form_error(action);
    focus_first_invalid(error);
    let form = FormFields::new(WebhookForm::of_new(), error, move |form: &WebhookForm| {
        form.parse(of_server).err().unwrap_or_default()
    });
    view! {
        <Title text=texts.webhooks.add />
        <WebhooksHeader domain=domain.clone() is_below=true />
        <h1>{texts.webhooks.add}</h1>
        <p class="lead">{texts.webhooks.intro}</p>
        <ActionForm action>
            <FormError error fields=FIELDS />
            <OwnerField domain=domain.clone() />
            <input type="hidden" name="version" value="0" />
            <WebhookFields form of_server />
            <FormButtons cancel=routes::webhooks(domain.as_deref()) pending=action.pending() />
        </ActionForm>
    }
}
