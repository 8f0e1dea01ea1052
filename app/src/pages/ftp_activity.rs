//! « Activité FTP »: what was done over FTP in a subscription.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use leptos_router::location::Url;

use crate::api::ftp_activity::ftp_activity_page;
use crate::components::{Loaded, Pagination, use_texts};
use crate::pages::params::domain_param;
use crate::pages::subscription_header::{Breadcrumb, FtpNavigation, FtpSection};
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
        view! { <p class="empty">{texts.ftp_activity.none}</p> }.into_any()
    } else {
        view! { <ActivityTable caption=title.clone() rows=activity.rows /> }.into_any()
    };
    view! {
        <Title text=title />
        <Breadcrumb domain=domain.clone() />
        <FtpNavigation domain here=FtpSection::Activity />
        <h1>{texts.ftp_activity.title}</h1>
        <p class="lead">{texts.ftp_activity.intro}</p>
        <Filters path account kind />
        <p class="count">{(texts.ftp_activity.count)(total)}</p>
        {rows}
        <Pagination number last path=filtered />
    }
}

/// A plain form that asks for the same page.
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
        <form method="get" action=path class="filters">
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
                {texts.ftp_activity.filter}
            </button>
        </form>
    }
}

#[component]
fn ActivityTable(caption: String, rows: Vec<FtpActivityRow>) -> impl IntoView {
    let texts = use_texts();
    view! {
        <table class="list">
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
    let what = (texts.ftp_activity.event)(&row.event);
    let (path, detail) = match row.event {
        FtpEventKind::SignedIn => (None, None),
        FtpEventKind::SignInRefused(refusal) => {
            (None, Some((texts.ftp_activity.refusal)(refusal).to_owned()))
        }
        FtpEventKind::Uploaded(transfer) | FtpEventKind::Downloaded(transfer) => {
            let detail = (texts.ftp_activity.transferred)(&transfer);
            (Some(transfer.path), Some(detail))
        }
        FtpEventKind::FileRemoved(path)
        | FtpEventKind::FolderMade(path)
        | FtpEventKind::FolderRemoved(path) => (Some(path), None),
        FtpEventKind::Renamed { from, to } => (Some(format!("{from} → {to}")), None),
    };
    let protocol = row.protocol.map(FtpProtocol::name);
    view! {
        <tr>
            <td>
                <time datetime=row.at.rfc3339()>{(texts.date_time)(row.at)}</time>
            </td>
            <th scope="row">{row.account.to_string()}</th>
            <td>
                {what} {path.map(|path| view! { <p class="path">{path}</p> })}
                {detail.map(|detail| view! { <p class="detail">{detail}</p> })}
            </td>
            <td class="wide-only">
                {row.address} {protocol.map(|name| view! { <p class="detail">{name}</p> })}
            </td>
        </tr>
    }
}
