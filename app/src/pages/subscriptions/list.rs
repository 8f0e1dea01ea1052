//! « Site et Domaines »: the list of subscriptions, the panel's start.

use leptos::either::Either;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::api::subscription_trash::RestoreSubscription;
use crate::api::subscriptions::{SubscriptionsScreen, subscriptions_page};
use crate::components::{
    Chip, ChipKind, EmptyState, FormError, Icon, IconName, Isolated, Loaded, MadePassword, Notice,
    NoticeKind, Pagination, ReceiptNotice, Time, form_error, use_texts,
};
use crate::routes;
use model::{
    CertificateWarning, CollaboratorRole, Field, PageNumber, Receipt, Standing, SubscriptionRow,
};

/// The list of the subscriptions that the person may see.
#[component]
pub(crate) fn Subscriptions() -> impl IntoView {
    let texts = use_texts();
    let query = use_query_map();
    MadePassword::forget_on_leaving();
    let source = move || {
        let query = query.read();
        (
            PageNumber::parse(query.get_str("page").unwrap_or_default()),
            query.get("done"),
        )
    };
    view! {
        <Title text=texts.subscriptions.title />
        <Loaded
            source
            fetch=|(page, done)| subscriptions_page(page, done)
            view=|data| view! { <SubscriptionsList data /> }
        />
    }
}

#[component]
fn SubscriptionsList(data: SubscriptionsScreen) -> impl IntoView {
    let texts = use_texts();
    let SubscriptionsScreen {
        subscriptions,
        may_add,
        receipt,
        certificate_warnings,
    } = data;
    let (number, last) = (subscriptions.number, subscriptions.last());
    view! {
        <div class="page-head">
            <h1>{texts.subscriptions.title}</h1>
            {may_add
                .then(|| {
                    view! {
                        <a class="button" href=routes::SUBSCRIPTION_TRASH>
                            <Icon name=IconName::Trash />
                            {texts.subscription_settings.removed_title}
                        </a>
                        <a class="button button-primary" href=routes::ADD_SUBSCRIPTION>
                            <Icon name=IconName::Add />
                            {texts.subscriptions.add}
                        </a>
                    }
                })}
        </div>
        {receipt.map(|receipt| view! { <StartReceipt receipt /> })}
        {certificate_warnings
            .into_iter()
            .map(|warning| view! { <CertificateNotice warning /> })
            .collect_view()}
        {if subscriptions.total == 0 {
            Either::Left(view! { <NoSubscription may_add /> })
        } else {
            Either::Right(
                view! {
                    <p class="count">{(texts.subscriptions.count)(subscriptions.total)}</p>
                    <SubscriptionsTable rows=subscriptions.rows />
                    <Pagination number last path=routes::START.into() />
                },
            )
        }}
    }
}

/// What was just done; a removal with the button that takes it back.
#[component]
fn StartReceipt(receipt: Receipt) -> impl IntoView {
    match receipt {
        Receipt::SubscriptionRemoved { domain } => {
            view! { <RemovalNotice domain=domain.to_string() /> }.into_any()
        }
        receipt => view! { <ReceiptNotice receipt /> }.into_any(),
    }
}

/// Tells that a subscription was removed, with the way to have it again.
#[component]
fn RemovalNotice(domain: String) -> impl IntoView {
    let texts = use_texts();
    let undo = ServerAction::<RestoreSubscription>::new();
    let text = (texts.receipt.subscription_was_removed)(&domain);
    view! {
        <FormError error=form_error(undo) fields=&[] />
        <Notice kind=NoticeKind::Success>
            <p>
                {text} " "
                <a href=routes::SUBSCRIPTION_TRASH>{texts.subscription_settings.removed_title}</a>
            </p>
            <ActionForm action=undo>
                <input type="hidden" name="domain" value=domain />
                <button
                    type="submit"
                    class="button"
                    aria-label=texts.subscription_settings.undo_removal
                >
                    <Icon name=IconName::Restore />
                    {texts.ftp_access.undo}
                </button>
            </ActionForm>
        </Notice>
    }
}

/// A certificate that clients refuse, or soon will.
#[component]
fn CertificateNotice(warning: CertificateWarning) -> impl IntoView {
    let texts = &use_texts().certificate;
    let matter = (texts.matter)(warning.usage, warning.problem);
    view! {
        <Notice kind=NoticeKind::Warning>
            <p>
                <strong>{matter} " " <Time at=warning.at /> "."</strong>
            </p>
            <p>{(texts.advice)(&warning)}</p>
        </Notice>
    }
}

#[component]
fn NoSubscription(may_add: bool) -> impl IntoView {
    let texts = use_texts();
    let text = if may_add {
        texts.subscriptions.none_for_administrator
    } else {
        texts.subscriptions.none_for_customer
    };
    view! { <EmptyState icon=IconName::Globe text /> }
}

/// What somebody is invited to a subscription as, who only is that.
fn collaborator_role(standing: Standing) -> Option<CollaboratorRole> {
    let mut roles = CollaboratorRole::ALL.into_iter();
    roles.find(|role| Standing::from(*role) == standing)
}

#[component]
fn SubscriptionsTable(rows: Vec<SubscriptionRow>) -> impl IntoView {
    let texts = use_texts();
    let has_plans = rows.iter().any(|row| row.plan.is_some());
    let row = move |row: SubscriptionRow| {
        let plan = row.plan.map(String::from).unwrap_or_default();
        let ftp_access = routes::ftp_access(row.domain.as_str());
        view! {
            <tr>
                <th scope="row">
                    <a href=ftp_access.clone()>
                        <Isolated text=row.domain.text().into_owned() />
                    </a>
                    {collaborator_role(row.standing)
                        .map(|role| {
                            let text = (texts.panel_users.collaborator_role)(role);
                            view! { " " <Chip kind=ChipKind::Quiet text /> }
                        })}
                    {row
                        .suspension
                        .is_some()
                        .then(|| {
                            let text = texts.subscription_settings.suspended;
                            view! { " " <Chip kind=ChipKind::Attention text /> }
                        })}
                </th>
                <td class="number wide-only">{(texts.number)(row.ftp_accounts)}</td>
                <td class="wide-only">{row.owner.to_string()}</td>
                {has_plans.then(|| view! { <td class="wide-only">{plan}</td> })}
                <td class="wide-only path">
                    <Isolated text=row.webspace_root.into() />
                </td>
                <td>
                    <a
                        class="button"
                        href=ftp_access
                        aria-label=(texts.ftp_access.title_of)(row.domain.as_str())
                    >
                        {texts.ftp_access.title}
                    </a>
                </td>
            </tr>
        }
    };
    view! {
        <table class="list">
            <caption class="visually-hidden">{texts.subscriptions.caption}</caption>
            <thead>
                <tr>
                    <th scope="col">{texts.subscriptions.domain}</th>
                    <th scope="col" class="number wide-only">
                        {texts.subscriptions.ftp_accounts}
                    </th>
                    <th scope="col" class="wide-only">
                        {texts.subscriptions.owner}
                    </th>
                    {has_plans
                        .then(|| {
                            view! {
                                <th scope="col" class="wide-only">
                                    {texts.field(Field::Plan)}
                                </th>
                            }
                        })}
                    <th scope="col" class="wide-only">
                        {texts.subscriptions.webspace_root}
                    </th>
                    <th scope="col">{texts.common.actions}</th>
                </tr>
            </thead>
            <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
}
