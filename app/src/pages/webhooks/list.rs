//! The list of webhooks.

use leptos::either::Either;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::{ReceiptOf, WebhooksHeader, owner_param};
use crate::api::webhooks::{WebhooksScreen, webhooks_page};
use crate::components::{Chip, ChipKind, EmptyState, Icon, IconName, Isolated, Loaded, use_texts};
use crate::i18n::Texts;
use crate::routes;
use model::{DomainName, WebhookState, WebhookView};

/// The webhooks of a subscription, or of the server.
#[component]
pub(crate) fn Webhooks() -> impl IntoView {
    let (owner, query) = (owner_param(), use_query_map());
    let source = move || (owner.get(), query.read().get("done"));
    view! {
        <Loaded
            source
            fetch=|(domain, done)| webhooks_page(domain, done)
            view=|screen| view! { <WebhookList screen /> }
        />
    }
}

#[component]
fn WebhookList(screen: WebhooksScreen) -> impl IntoView {
    let texts = use_texts();
    let WebhooksScreen { list, receipt } = screen;
    let domain = list.domain.as_ref().map(DomainName::to_string);
    let title = match &domain {
        Some(domain) => (texts.webhooks.title_of)(domain),
        None => texts.webhooks.title.to_owned(),
    };
    let rows = match list.webhooks.is_empty() {
        true => {
            Either::Left(view! { <EmptyState icon=IconName::Activity text=texts.webhooks.none /> })
        }
        false => {
            Either::Right(view! { <WebhooksTable caption=title.clone() rows=list.webhooks /> })
        }
    };
    view! {
        <Title text=title />
        <WebhooksHeader domain=domain.clone() is_below=false />
        <div class="page-head">
            <h1>{texts.webhooks.title}</h1>
            <a class="button button-primary" href=routes::add_webhook(domain.as_deref())>
                <Icon name=IconName::Add />
                {texts.webhooks.add}
            </a>
        </div>
        {receipt.map(|receipt| view! { <ReceiptOf receipt /> })}
        <p class="lead">{texts.webhooks.intro}</p>
        {rows}
    }
}

#[component]
fn WebhooksTable(caption: String, rows: Vec<WebhookView>) -> impl IntoView {
    let texts = use_texts();
    let row = move |webhook: WebhookView| {
        let domain = webhook.domain.as_ref().map(DomainName::as_str);
        let address = routes::webhook(domain, webhook.id);
        view! {
            <tr>
                <th scope="row">
                    <a href=address>
                        <Isolated text=webhook.webhook.name.to_string() />
                    </a>
                </th>
                <td class="wide-only">
                    <Isolated text=webhook.webhook.url.origin().to_owned() />
                </td>
                <td>
                    <StateChip webhook />
                </td>
            </tr>
        }
    };
    view! {
        <table class="list">
            <caption class="visually-hidden">{caption}</caption>
            <thead>
                <tr>
                    <th scope="col">{texts.webhooks.name}</th>
                    <th scope="col" class="wide-only">
                        {texts.webhooks.url}
                    </th>
                    <th scope="col">{texts.webhooks.state}</th>
                </tr>
            </thead>
            <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
}

/// How a webhook is doing, in a word, with how much waits.
#[component]
pub(super) fn StateChip(
    /// The webhook.
    webhook: WebhookView,
) -> impl IntoView {
    let texts = use_texts();
    let (enabled, failing) = (webhook.webhook.enabled, webhook.state.failing_since);
    let (kind, text) = match (enabled, failing) {
        (false, _) => (ChipKind::Quiet, texts.webhooks.is_off),
        (true, Some(_)) => (ChipKind::Danger, texts.webhooks.failing),
        (true, None) => (ChipKind::Success, texts.webhooks.works),
    };
    let waiting = waiting(texts, &webhook.state);
    view! {
        <Chip kind text />
        {waiting.map(|waiting| view! { " " <span class="detail">{waiting}</span> })}
    }
}

/// How much waits, if anything does.
fn waiting(texts: &Texts, state: &WebhookState) -> Option<String> {
    let is_more = state.waiting >= WebhookState::MAX_COUNTED;
    let said = (texts.webhooks.waiting)(state.waiting, is_more);
    (state.waiting > 0).then_some(said)
}
