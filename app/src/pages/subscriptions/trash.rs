//! « Abonnements supprimés »: the subscriptions that can be restored.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::breadcrumb::StartBreadcrumb;
use crate::api::subscription_trash::{
    RestoreSubscription, SubscriptionTrashScreen, subscription_trash_page,
};
use crate::components::{
    EmptyState, FormError, Icon, IconName, Isolated, Loaded, Pagination, ReceiptNotice, Time,
    form_error, use_texts,
};
use crate::routes;
use model::{PageNumber, RemovedSubscription};

/// The removed subscriptions, the latest removal first, with what one can do to them.
#[component]
pub(crate) fn SubscriptionTrash() -> impl IntoView {
    let query = use_query_map();
    // Outside `Loaded`, so that why nothing was restored survives a drawing anew.
    let action = ServerAction::<RestoreSubscription>::new();
    let source = move || {
        let query = query.read();
        let page = PageNumber::parse(query.get_str("page").unwrap_or_default());
        (page, query.get("done"))
    };
    view! {
        <Loaded
            source
            fetch=|(page, done)| subscription_trash_page(page, done)
            view=move |data| view! { <RemovedSubscriptions data action /> }
        />
    }
}

#[component]
fn RemovedSubscriptions(
    data: SubscriptionTrashScreen,
    action: ServerAction<RestoreSubscription>,
) -> impl IntoView {
    let texts = use_texts();
    let SubscriptionTrashScreen {
        subscriptions,
        receipt,
    } = data;
    let (number, last) = (subscriptions.number, subscriptions.last());
    let title = texts.subscription_settings.removed_title;
    let rows = if subscriptions.rows.is_empty() {
        let next = (texts.subscriptions.title, routes::START.to_owned());
        let text = texts.subscription_settings.none_removed;
        view! { <EmptyState icon=IconName::Trash text next=Some(next) /> }.into_any()
    } else {
        view! { <RemovedTable rows=subscriptions.rows action /> }.into_any()
    };
    view! {
        <Title text=title />
        <header class="subject">
            <StartBreadcrumb />
        </header>
        <h1>{title}</h1>
        {receipt.map(|receipt| view! { <ReceiptNotice receipt /> })}
        <FormError error=form_error(action) fields=&[] />
        <p class="lead">{texts.subscription_settings.removed_intro}</p>
        {rows}
        <Pagination number last path=routes::SUBSCRIPTION_TRASH.into() />
    }
}

#[component]
fn RemovedTable(
    rows: Vec<RemovedSubscription>,
    action: ServerAction<RestoreSubscription>,
) -> impl IntoView {
    let texts = use_texts();
    let row = |row: RemovedSubscription| view! { <RemovedRow row action /> };
    view! {
        <table class="list">
            <caption class="visually-hidden">{texts.subscription_settings.removed_title}</caption>
            <thead>
                <tr>
                    <th scope="col">{texts.subscriptions.domain}</th>
                    <th scope="col" class="number wide-only">
                        {texts.subscriptions.ftp_accounts}
                    </th>
                    <th scope="col" class="wide-only">
                        {texts.subscriptions.owner}
                    </th>
                    <th scope="col" class="wide-only">
                        {texts.trash.removed_on}
                    </th>
                    <th scope="col">{texts.trash.gone_on}</th>
                    <th scope="col">
                        <span class="visually-hidden">{texts.common.actions}</span>
                    </th>
                </tr>
            </thead>
            <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
}

#[component]
fn RemovedRow(
    row: RemovedSubscription,
    action: ServerAction<RestoreSubscription>,
) -> impl IntoView {
    let texts = use_texts();
    let gone_at = row.gone_at();
    let actions = match row.is_being_purged {
        true => {
            view! { <p class="detail">{texts.subscription_settings.is_being_purged}</p> }.into_any()
        }
        false => view! { <RowActions domain=row.domain.to_string() action /> }.into_any(),
    };
    view! {
        <tr>
            <th scope="row">
                <Isolated text=row.domain.text().into_owned() />
                <p class="detail path wide-only">
                    <Isolated text=row.webspace_root.into() />
                </p>
            </th>
            <td class="number wide-only">{(texts.number)(row.ftp_accounts)}</td>
            <td class="wide-only">{row.owner.to_string()}</td>
            <td class="wide-only">
                <Time at=row.removed_at />
                <p class="detail">{(texts.trash.by)(texts.actor(&row.removed_by))}</p>
            </td>
            <td>
                <Time at=gone_at />
            </td>
            <td>{actions}</td>
        </tr>
    }
}

#[component]
fn RowActions(domain: String, action: ServerAction<RestoreSubscription>) -> impl IntoView {
    let texts = use_texts();
    view! {
        <ActionForm action>
            <input type="hidden" name="domain" value=domain.clone() />
            <div class="form-buttons">
                <button
                    type="submit"
                    class="button"
                    disabled=action.pending()
                    aria-label=(texts.subscription_settings.restore_of)(&domain)
                >
                    <Icon name=IconName::Restore />
                    {texts.trash.restore}
                </button>
                <a
                    class="button button-danger"
                    href=routes::purge_subscription(&domain)
                    aria-label=(texts.subscription_settings.purge_of)(&domain)
                >
                    {texts.ftp_access.remove}
                </a>
            </div>
        </ActionForm>
    }
}
