//! What a webhook told, and is to tell.

use leptos::either::Either;
use leptos::prelude::*;

use super::OwnerField;
use crate::api::webhooks::SendWebhookAgain;
use crate::components::{
    Chip, ChipKind, FormError, Isolated, Pagination, Time, form_error, use_texts,
};
use crate::routes;
use model::{DeliveryAttempt, DeliveryRow, DeliveryState, Page, WebhookId};

/// The last deliveries, each with its answer and the form that tells it again.
#[component]
pub(super) fn Deliveries(
    /// The subscription; none for the server.
    domain: Option<String>,
    /// The webhook.
    id: WebhookId,
    /// A page of what it told.
    deliveries: Page<DeliveryRow>,
) -> impl IntoView {
    let texts = use_texts();
    let (number, last) = (deliveries.number, deliveries.last());
    let path = routes::webhook(domain.as_deref(), id);
    let action = ServerAction::<SendWebhookAgain>::new();
    let id = id.0.to_string();
    let rows = match deliveries.rows.is_empty() {
        true => Either::Left(view! { <p>{texts.webhooks.no_deliveries}</p> }),
        false => {
            let row = |row: DeliveryRow| {
                let (domain, id) = (domain.clone(), id.clone());
                view! { <Delivery domain id row action /> }
            };
            let rows = deliveries.rows.into_iter().map(row).collect_view();
            Either::Right(view! { <DeliveriesTable rows /> })
        }
    };
    view! {
        <section aria-labelledby="deliveries">
            <div class="page-head">
                <h2 id="deliveries">{texts.webhooks.deliveries}</h2>
                <a class="button" rel="external" href=path.clone()>
                    {texts.common.refresh}
                </a>
            </div>
            <FormError error=form_error(action) fields=&[] />
            {rows}
            <Pagination number last path />
        </section>
    }
}

#[component]
fn DeliveriesTable<Rows: IntoView>(rows: Rows) -> impl IntoView {
    let texts = use_texts();
    view! {
        <table class="list records">
            <caption class="visually-hidden">{texts.webhooks.deliveries}</caption>
            <thead>
                <tr>
                    <th scope="col" class="wide-only">
                        {texts.webhooks.queued_at}
                    </th>
                    <th scope="col">{texts.webhooks.event}</th>
                    <th scope="col">{texts.webhooks.answer}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

#[component]
fn Delivery(
    domain: Option<String>,
    id: String,
    row: DeliveryRow,
    action: ServerAction<SendWebhookAgain>,
) -> impl IntoView {
    let texts = use_texts();
    let (kind, again) = match row.state {
        DeliveryState::Waiting => (ChipKind::Attention, texts.webhooks.try_now),
        DeliveryState::Delivered => (ChipKind::Success, texts.webhooks.send_again),
        DeliveryState::GivenUp => (ChipKind::Danger, texts.webhooks.send_again),
    };
    let attempts = (row.attempts > 1).then(|| (texts.webhooks.attempts)(row.attempts.into()));
    view! {
        <tr>
            <td class="when wide-only">
                <Time at=row.created_at seconds=true />
            </td>
            <th scope="row">
                {(texts.webhooks.kind)(row.kind)}
                <details>
                    <summary>{texts.webhooks.body}</summary>
                    <p>
                        <code>{row.event.as_str().to_owned()}</code>
                    </p>
                    <pre class="code">
                        <Isolated text=row.body />
                    </pre>
                </details>
            </th>
            <td>
                <Chip kind text=(texts.webhooks.delivery_state)(row.state) />
                {attempts.map(|attempts| view! { " " <span class="detail">{attempts}</span> })}
                {row.last.map(|attempt| view! { <Attempt attempt /> })}
                <ActionForm action>
                    <OwnerField domain />
                    <input type="hidden" name="id" value=id />
                    <input type="hidden" name="delivery" value=row.id.0.to_string() />
                    <button type="submit" class="button" disabled=action.pending()>
                        {again}
                    </button>
                </ActionForm>
            </td>
        </tr>
    }
}

/// What came of the last attempt.
#[component]
fn Attempt(attempt: DeliveryAttempt) -> impl IntoView {
    let texts = &use_texts().webhooks;
    let status = attempt.status.map(|status| (texts.status)(status));
    let error = attempt.error.map(|error| (texts.delivery_error)(error));
    let answer = (!attempt.answer.is_empty()).then(|| {
        view! {
            <details>
                <summary>{texts.answered}</summary>
                <pre class="code">
                    <Isolated text=attempt.answer />
                </pre>
            </details>
        }
    });
    view! {
        <p class="detail">
            <Time at=attempt.at seconds=true />
            {status.map(|status| format!(" · {status}"))} " · " {(texts.took)(attempt.took_ms)}
        </p>
        {error.map(|error| view! { <p>{error}</p> })}
        {answer}
    }
}
