//! The page of a webhook: how it is doing, what it told, the form that changes it, its secret.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::deliveries::Deliveries;
use super::fields::WebhookFields;
use super::list::StateChip;
use super::{FIELDS, OwnerField, ReceiptOf, WebhooksHeader};
use crate::api::webhooks::{
    ChangeWebhook, RemoveWebhook, ReplaceWebhookSecret, TestWebhook, WebhookScreen, webhook_page,
};
use crate::components::{
    CopyButton, EditConflict, FormButtons, FormError, FormFields, Isolated, LoadedResource, Notice,
    NoticeKind, Time, edited_version, focus_first_invalid, form_error, is_edit_conflict,
    refetch_on_conflict, use_texts,
};
use crate::routes;
use model::{
    AddedWebhook, DomainName, Field, PageNumber, UtcTime, WebhookDeliveries, WebhookForm,
    WebhookState, WebhookView,
};

/// For how many hours calls are signed with a secret that was replaced, too.
const FORMER_SECRET_HOURS: u32 = 24;

/// The webhook in the address.
#[component]
pub(crate) fn WebhookPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let source = move || {
        let (params, query) = (params.read(), query.read());
        let page = PageNumber::parse(query.get_str("page").unwrap_or_default());
        let id = params.get("id").unwrap_or_default();
        (params.get("domain"), id, page, query.get("done"))
    };
    let screen = Resource::new_blocking(source, |(domain, id, page, done)| {
        webhook_page(domain, id, page, done)
    });
    // Outside of what is loaded, so that what was submitted survives that it is loaded again.
    let action = ServerAction::<ChangeWebhook>::new();
    let error = form_error(action);
    refetch_on_conflict(screen, error);
    view! { <LoadedResource resource=screen view=move |screen| view! { <Webhook screen action /> } /> }
}

#[component]
fn Webhook(screen: WebhookScreen, action: ServerAction<ChangeWebhook>) -> impl IntoView {
    let WebhookScreen {
        deliveries: WebhookDeliveries {
            webhook,
            deliveries,
        },
        secret,
        receipt,
    } = screen;
    let name = webhook.webhook.name.to_string();
    let domain = webhook.domain.as_ref().map(DomainName::to_string);
    // Beside an error, what was done before is old news.
    let receipt = receipt.filter(|_| form_error(action).read_untracked().is_none());
    let id = webhook.id.0.to_string();
    view! {
        <Title text=name.clone() />
        <WebhooksHeader domain=domain.clone() is_below=true />
        <h1>
            <Isolated text=name />
        </h1>
        {receipt.map(|receipt| view! { <ReceiptOf receipt /> })}
        {secret.map(|secret| view! { <Secret secret /> })}
        <State webhook=webhook.clone() />
        <TestForm domain=domain.clone() id=id.clone() />
        <Deliveries domain=domain.clone() id=webhook.id deliveries />
        <SettingsForm webhook=webhook.clone() action />
        <SecretForm domain=domain.clone() id=id.clone() until=webhook.old_secret_until />
        <RemoveForm domain id />
    }
}

/// A secret that was just made, to be copied.
#[component]
fn Secret(secret: AddedWebhook) -> impl IntoView {
    let texts = &use_texts().webhooks;
    let AddedWebhook { name, secret, .. } = secret;
    view! {
        <p role="status">{(texts.secret_once)(name.as_str())}</p>
        <div class="field">
            <label for="secret">{texts.secret}</label>
            <div class="input-row">
                <input type="text" id="secret" readonly value=secret.clone() autocomplete="off" />
                <CopyButton text=secret />
            </div>
        </div>
    }
}

/// How it is doing.
#[component]
fn State(webhook: WebhookView) -> impl IntoView {
    let texts = &use_texts().webhooks;
    let WebhookState {
        failing_since,
        is_full,
        lost_at,
        ..
    } = webhook.state;
    let enabled = webhook.webhook.enabled;
    let url = webhook.webhook.url.to_string();
    let full = is_full.then_some(texts.full);
    let row = |label: &'static str, at: Option<UtcTime>| {
        at.map(|at| {
            view! {
                <dt>{label}</dt>
                <dd>
                    <Time at />
                </dd>
            }
        })
    };
    view! {
        {full
            .map(|text| {
                view! {
                    <Notice kind=NoticeKind::Warning>
                        <p>{text}</p>
                    </Notice>
                }
            })}
        <dl class="facts">
            <dt>{texts.url}</dt>
            <dd>
                <Isolated text=url />
            </dd>
            <dt>{texts.state}</dt>
            <dd>
                <StateChip webhook />
            </dd>
            {row(texts.failing_since, failing_since.filter(|_| enabled))}
            {row(texts.lost_at, lost_at)}
        </dl>
    }
}

#[component]
fn TestForm(domain: Option<String>, id: String) -> impl IntoView {
    let texts = &use_texts().webhooks;
    let action = ServerAction::<TestWebhook>::new();
    view! {
        <section aria-labelledby="test">
            <h2 id="test">{texts.test}</h2>
            <p>{texts.test_hint}</p>
            <ActionForm action>
                <FormError error=form_error(action) fields=&[] />
                <OwnerField domain />
                <input type="hidden" name="id" value=id />
                <div class="form-buttons">
                    <button type="submit" class="button" disabled=action.pending()>
                        {texts.send_test}
                    </button>
                </div>
            </ActionForm>
        </section>
    }
}

#[component]
fn SettingsForm(webhook: WebhookView, action: ServerAction<ChangeWebhook>) -> impl IntoView {
    let texts = use_texts();
    let error = form_error(action);
    let version = edited_version(error, webhook.version);
    focus_first_invalid(error);
    let domain = webhook.domain.as_ref().map(DomainName::to_string);
    let of_server = domain.is_none();
    let now = WebhookForm::of(&webhook);
    let form = FormFields::new(now, error, move |form: &WebhookForm| {
        form.parse(of_server).err().unwrap_or_default()
    });
    let conflict = error.with_untracked(|error| error.as_ref().is_some_and(is_edit_conflict));
    let conflict = conflict.then(|| {
        let rows = differences(&webhook, form);
        let discard = routes::webhook(domain.as_deref(), webhook.id);
        view! { <EditConflict rows discard /> }
    });
    view! {
        <section aria-labelledby="settings">
            <h2 id="settings">{texts.webhooks.settings}</h2>
            <ActionForm action>
                <FormError error fields=FIELDS />
                {conflict}
                <OwnerField domain=domain.clone() />
                <input type="hidden" name="id" value=webhook.id.0.to_string() />
                <input type="hidden" name="version" value=version.to_string() />
                <WebhookFields form of_server />
                <FormButtons cancel=routes::webhooks(domain.as_deref()) pending=action.pending() />
            </ActionForm>
        </section>
    }
}

/// What somebody else changed meanwhile, beside what was submitted.
fn differences(webhook: &WebhookView, form: FormFields) -> Vec<(Field, String, String)> {
    let texts = use_texts();
    let now = WebhookForm::of(webhook);
    let shown = |field, text: &str| match field {
        Field::WebhookState if text == WebhookForm::CHOSEN => texts.audit.yes.to_owned(),
        Field::WebhookState => texts.audit.no.to_owned(),
        _ => text.replace(',', ", "),
    };
    let difference = |field: &Field| {
        let (now, mine) = (model::Form::text(&now, *field), form.text_at_first(*field));
        (now != mine).then(|| (*field, shown(*field, now), shown(*field, &mine)))
    };
    FIELDS.iter().filter_map(difference).collect()
}

#[component]
fn SecretForm(domain: Option<String>, id: String, until: Option<UtcTime>) -> impl IntoView {
    let texts = &use_texts().webhooks;
    let action = ServerAction::<ReplaceWebhookSecret>::new();
    let until = until.map(|until| {
        view! {
            <p>
                {texts.old_secret_until} " " <Time at=until /> "."
            </p>
        }
    });
    view! {
        <section aria-labelledby="signing">
            <h2 id="signing">{texts.secret}</h2>
            <p>{texts.secret_hint} " " {(texts.replace_secret_hint)(FORMER_SECRET_HOURS)}</p>
            {until}
            <ActionForm action>
                <FormError error=form_error(action) fields=&[] />
                <OwnerField domain />
                <input type="hidden" name="id" value=id />
                <div class="form-buttons">
                    <button type="submit" class="button" disabled=action.pending()>
                        {texts.replace_secret}
                    </button>
                </div>
            </ActionForm>
        </section>
    }
}

#[component]
fn RemoveForm(domain: Option<String>, id: String) -> impl IntoView {
    let texts = &use_texts().webhooks;
    let action = ServerAction::<RemoveWebhook>::new();
    view! {
        <section aria-labelledby="remove">
            <h2 id="remove">{texts.remove}</h2>
            <p>{texts.remove_hint}</p>
            <ActionForm action>
                <FormError error=form_error(action) fields=&[] />
                <OwnerField domain />
                <input type="hidden" name="id" value=id />
                <div class="form-buttons">
                    <button type="submit" class="button button-danger" disabled=action.pending()>
                        {texts.remove}
                    </button>
                </div>
            </ActionForm>
        </section>
    }
}
