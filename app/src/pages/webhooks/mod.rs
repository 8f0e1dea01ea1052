//! « Webhooks »: addresses that are told of events, of a subscription or of the whole server.

mod add;
mod deliveries;
mod fields;
mod list;
mod webhook;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

pub(crate) use self::add::AddWebhook;
pub(crate) use self::list::Webhooks;
pub(crate) use self::webhook::WebhookPage;
use super::subscription_header::{FtpSection, SubscriptionHeader};
use crate::components::{Notice, NoticeKind, use_texts};
use crate::routes;
use model::{Field, WebhookReceipt};

/// The fields of a webhook's form.
const FIELDS: &[Field] = &[
    Field::WebhookName,
    Field::WebhookUrl,
    Field::WebhookState,
    Field::EventKinds,
];

/// The domain name in the page's address; none on the pages of the server's.
fn owner_param() -> Memo<Option<String>> {
    let params = use_params_map();
    Memo::new(move |_| params.read().get("domain"))
}

/// The head of a subscription's pages; on those of the server's, the way back to the list.
#[component]
fn WebhooksHeader(
    /// The subscription; none for the server.
    domain: Option<String>,
    /// Whether this is a page below the list.
    is_below: bool,
) -> impl IntoView {
    let texts = use_texts();
    let list = routes::webhooks(domain.as_deref());
    let header =
        domain.map(|domain| view! { <SubscriptionHeader domain here=FtpSection::Webhooks /> });
    view! {
        {header}
        {is_below
            .then(|| {
                view! {
                    <nav class="breadcrumb" aria-label=texts.webhooks.title>
                        <ol>
                            <li>
                                <a href=list>{texts.webhooks.title}</a>
                            </li>
                        </ol>
                    </nav>
                }
            })}
    }
}

/// The field by which forms say whose webhook it is.
#[component]
fn OwnerField(
    /// The subscription; none for the server.
    domain: Option<String>,
) -> impl IntoView {
    domain.map(|domain| view! { <input type="hidden" name="domain" value=domain /> })
}

#[component]
fn ReceiptOf(receipt: WebhookReceipt) -> impl IntoView {
    let texts = &use_texts().webhooks;
    let sentence = match receipt {
        // The secret tells it.
        WebhookReceipt::Added | WebhookReceipt::SecretReplaced => None,
        WebhookReceipt::Changed => Some(texts.changed),
        WebhookReceipt::Removed => Some(texts.removed),
        WebhookReceipt::Tested => Some(texts.test_queued),
        WebhookReceipt::SentAgain => Some(texts.sent_again),
    };
    sentence.map(|sentence| {
        view! {
            <Notice kind=NoticeKind::Success>
                <p>{sentence}</p>
            </Notice>
        }
    })
}
