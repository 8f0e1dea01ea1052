//! « Activité FTP »: what was done over FTP in a subscription.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Form;
use leptos_router::hooks::use_query_map;
use leptos_router::location::Url;

use crate::api::ftp_activity::ftp_activity_page;
use crate::components::{
    EmptyState, Icon, IconName, Isolated, Loaded, Pagination, Time, use_texts,
};
use crate::pages::params::domain_param;
use crate::pages::subscription_header::{FtpSection, SubscriptionHeader};
use crate::routes;
use model::{
    FtpActivityGroup, FtpActivityList, FtpActivityRow, FtpEventKind, FtpProtocol, PageNumber,
};

/// What was done over FTP, the latest first, with the form that looks for some of it.
#[component]
pub(crate) fn FtpActivity() -> impl IntoView {
    let domain = domain_param();
    let query = use_query_map();
    let source = move || {
        let query = query.read();
        let text = |key| query.get(key).unwrap_or_default();
        let page = PageNumber::parse(&text("page"));
        (domain.get(), text("account"), text("kind"), page)
    };
    let view = move |data| {
        let (_, account, kind, _) = untrack(source);
        view! { <ActivityList account kind data /> }
    };
    view! {
        <Loaded
            source
            fetch=|(domain, account, kind, page)| ftp_activity_page(domain, account, kind, page)
            view
        />
    }
}

#[component]
fn ActivityList(account: String, kind: String, data: FtpActivityList) -> impl IntoView {
    let texts = use_texts();
    let FtpActivityList { domain, activity } = data;
    let domain = domain.to_string();
    let title = (texts.ftp_activity.title_of)(&domain);
    let (number, last, total) = (activity.number, activity.last(), activity.total);
    let path = routes::ftp_activity(&domain);
    let filtered = format!(
        "{path}?account={}&kind={}",
        Url::escape(&account),
        Url::escape(&kind)
    );
    let rows = if activity.rows.is_empty() {
        let is_filtered = !(account.is_empty() && kind.is_empty());
        view! { <NoActivity domain=domain.clone() is_filtered /> }.into_any()
    } else {
        view! { <ActivityTable caption=title.clone() rows=activity.rows /> }.into_any()
    };
    view! {
        <Title text=title />
        <SubscriptionHeader domain here=FtpSection::Activity />
        <div class="page-head">
            <h1>{texts.ftp_activity.title}</h1>
            <p class="count">{(texts.ftp_activity.count)(total)}</p>
        </div>
        <p class="lead">{texts.ftp_activity.intro}</p>
        <Filters path account kind />
        {rows}
        <Pagination number last path=filtered />
    }
}

/// Nothing was done, or nothing of what one looks for: then all the rest is a link away.
#[component]
fn NoActivity(domain: String, is_filtered: bool) -> impl IntoView {
    let texts = use_texts();
    let next = if is_filtered {
        (texts.ftp_activity.show_all, routes::ftp_activity(&domain))
    } else {
        (texts.ftp_access.title, routes::ftp_access(&domain))
    };
    view! { <EmptyState icon=IconName::Activity text=texts.ftp_activity.none next=Some(next) /> }
}

/// The form that asks for the same page.
#[component]
fn Filters(path: String, account: String, kind: String) -> impl IntoView {
    let texts = use_texts();
    let chosen = FtpActivityGroup::parse(&kind);
    let option = move |group: FtpActivityGroup| {
        view! {
            <option value=group.key() selected=chosen == Some(group)>
                {(texts.ftp_activity.group)(group)}
            </option>
        }
    };
    view! {
        <Form method="get" action=path attr:class="filters">
            <div class="field">
                <label for="account">{texts.account_form.ftp_account_name}</label>
                <input type="text" id="account" name="account" value=account autocapitalize="none" spellcheck="false" />
            </div>
            <div class="field">
                <label for="kind">{texts.ftp_activity.kind}</label>
                <select id="kind" name="kind">
                    <option value="">{texts.ftp_activity.every_kind}</option>
                    {FtpActivityGroup::ALL.map(option).collect_view()}
                </select>
            </div>
            <button type="submit" class="button">
                <Icon name=IconName::Filter />
                {texts.ftp_activity.filter}
            </button>
        </Form>
    }
}

/// What was done, a row each.
#[component]
pub(super) fn ActivityTable(
    /// What the table shows.
    caption: String,
    /// The rows.
    rows: Vec<FtpActivityRow>,
) -> impl IntoView {
    let texts = use_texts();
    view! {
        <table class="list records">
            <caption class="visually-hidden">{caption}</caption>
            <thead>
                <tr>
                    <th scope="col">{texts.ftp_activity.date}</th>
                    <th scope="col">{texts.ftp_sessions.ftp_account}</th>
                    <th scope="col">{texts.ftp_activity.title}</th>
                    <th scope="col" class="wide-only">
                        {texts.ftp_sessions.address_and_protocol}
                    </th>
                </tr>
            </thead>
            <tbody>{rows.into_iter().map(|row| view! { <ActivityRow row /> }).collect_view()}</tbody>
        </table>
    }
}

#[component]
fn ActivityRow(row: FtpActivityRow) -> impl IntoView {
    let texts = use_texts();
    let icon = event_icon(&row.event);
    let what = (texts.ftp_activity.event)(&row.event);
    let (paths, detail) = match row.event {
        FtpEventKind::SignedIn => (vec![], None),
        FtpEventKind::SignInRefused(refusal) => (
            vec![],
            Some((texts.ftp_activity.refusal)(refusal).to_owned()),
        ),
        FtpEventKind::Uploaded(transfer) | FtpEventKind::Downloaded(transfer) => {
            let detail = (texts.ftp_activity.transferred)(&transfer);
            (vec![transfer.path], Some(detail))
        }
        FtpEventKind::FileRemoved(path)
        | FtpEventKind::FolderMade(path)
        | FtpEventKind::FolderRemoved(path) => (vec![path], None),
        FtpEventKind::Renamed { from, to } => (vec![from, to], None),
        FtpEventKind::NotRecorded { events, .. } => {
            (vec![], Some((texts.ftp_activity.not_recorded)(events)))
        }
    };
    let protocol = row.protocol.map(FtpProtocol::name);
    view! {
        <tr>
            <td class="when">
                <Time at=row.at seconds=true />
            </td>
            <th scope="row">{row.account.to_string()}</th>
            <td>
                <div class="event">
                    <Icon name=icon />
                    <span>{what}</span>
                    {(!paths.is_empty()).then(|| view! { <Paths paths /> })}
                    {detail.map(|detail| view! { <span class="detail">{detail}</span> })}
                </div>
            </td>
            <td class="wide-only">
                <div class="event">
                    <span>{row.address}</span>
                    {protocol.map(|name| view! { <span class="detail">{name}</span> })}
                </div>
            </td>
        </tr>
    }
}

/// The path that something was done to; of what was moved, from where to where.
#[component]
fn Paths(paths: Vec<String>) -> impl IntoView {
    let path = |(index, path): (usize, String)| {
        let arrow = (index > 0).then_some(" → ");
        view! {
            {arrow}
            <Isolated text=path />
        }
    };
    let paths = paths.into_iter().enumerate().map(path).collect_view();
    view! { <span class="path">{paths}</span> }
}

fn event_icon(event: &FtpEventKind) -> IconName {
    match event {
        FtpEventKind::SignedIn => IconName::SignIn,
        FtpEventKind::SignInRefused(_) => IconName::Refused,
        FtpEventKind::Uploaded(_) => IconName::Upload,
        FtpEventKind::Downloaded(_) => IconName::Download,
        FtpEventKind::FileRemoved(_) => IconName::Trash,
        FtpEventKind::FolderMade(_) => IconName::FolderAdd,
        FtpEventKind::FolderRemoved(_) => IconName::FolderRemove,
        FtpEventKind::Renamed { .. } => IconName::Rename,
        FtpEventKind::NotRecorded { group, .. } => match group {
            FtpActivityGroup::SignIns => IconName::SignIn,
            FtpActivityGroup::Refusals => IconName::Refused,
            FtpActivityGroup::Uploads => IconName::Upload,
            FtpActivityGroup::Downloads => IconName::Download,
            FtpActivityGroup::Changes => IconName::Rename,
        },
    }
}
