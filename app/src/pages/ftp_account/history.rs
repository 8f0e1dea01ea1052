//! The history of an FTP account: who changed what, with its sign-ins between.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};

use crate::api::ftp_history::ftp_history_page;
use crate::components::{ChangesTable, Loaded, use_texts};
use crate::pages::params::domain_param;
use crate::pages::subscription_header::Breadcrumb;
use crate::routes;
use model::{FtpAccountHistory, FtpProtocol, HistoryEntry, HistoryEvent};

/// What happened to an account, the latest first.
#[component]
pub(crate) fn FtpHistory() -> impl IntoView {
    let domain = domain_param();
    let (params, query) = (use_params_map(), use_query_map());
    let before = move || query.read().get("before").unwrap_or_default();
    let source = move || {
        let name = params.read().get("name").unwrap_or_default();
        (domain.get(), name, before())
    };
    let view = move |history| {
        let is_latest = untrack(before).is_empty();
        view! { <HistoryPage history is_latest /> }
    };
    view! {
        <Loaded
            source
            fetch=|(domain, name, before)| ftp_history_page(domain, name, before)
            view
        />
    }
}

#[component]
fn HistoryPage(history: FtpAccountHistory, is_latest: bool) -> impl IntoView {
    let texts = use_texts();
    let domain = history.domain.to_string();
    let name = history.name.to_string();
    let title = (texts.ftp_history.title_of)(&name);
    let path = routes::ftp_history(&domain, &name);
    let account = if history.is_removed {
        format!("{}/{name}", routes::trash(&domain))
    } else {
        path.trim_end_matches("/history").to_owned()
    };
    let older = history.older.map(|key| {
        view! {
            <a class="button" rel="next" href=format!("{path}?before={key}")>
                {texts.ftp_history.older_entries}
            </a>
        }
    });
    let latest = (!is_latest).then(|| {
        view! {
            <a class="button" href=path.clone()>
                {texts.ftp_history.latest_entries}
            </a>
        }
    });
    let pages = (older.is_some() || latest.is_some()).then(|| {
        view! {
            <nav class="pagination" aria-label=texts.pagination.title>
                {latest}
                {older}
            </nav>
        }
    });
    let entries = if history.entries.is_empty() {
        view! { <p class="empty">{texts.ftp_history.none}</p> }.into_any()
    } else {
        let entry = |entry: HistoryEntry| view! { <Entry entry now=name.clone() /> };
        let entries = history.entries.into_iter().map(entry).collect_view();
        view! { <ol class="history">{entries}</ol> }.into_any()
    };
    view! {
        <Title text=title.clone() />
        <Breadcrumb domain=domain.clone() below_list=true />
        <h1>
            {title}
            {history.is_removed.then(|| view! { <span class="badge badge-warning">{texts.trash.title}</span> })}
        </h1>
        <p class="lead">
            {texts.ftp_history.intro} " "
            <a href=account>
                {(texts.account_form.edit)(&name)}
            </a>
        </p>
        {entries}
        {pages}
    }
}

#[component]
fn Entry(entry: HistoryEntry, now: String) -> impl IntoView {
    let texts = use_texts();
    let HistoryEntry {
        at,
        name,
        actor,
        address,
        event,
    } = entry;
    let what = (texts.ftp_history.event)(&event);
    let detail = match &event {
        HistoryEvent::Added(home, _) => Some(home.to_string()),
        HistoryEvent::FormerNameEnded(former) => Some(former.to_string()),
        HistoryEvent::Other(key) => Some(key.clone()),
        HistoryEvent::SignedIn(protocol) => protocol.map(FtpProtocol::name).map(str::to_owned),
        HistoryEvent::SignInRefused(refusal) => {
            Some((texts.ftp_activity.refusal)(*refusal).to_owned())
        }
        _ => None,
    };
    let changes = match event {
        HistoryEvent::Added(_, changes) | HistoryEvent::Changed(changes) => changes,
        _ => Vec::new(),
    };
    let name = name.to_string();
    let who = actor.map(|actor| (texts.trash.by)(texts.actor(&actor)));
    view! {
        <li>
            <p>
                <time datetime=at.rfc3339()>{(texts.date_time)(at)}</time>
                " "
                <strong>{what}</strong>
                {who.map(|who| format!(" {who}"))}
                {address.map(|address| view! { " " <span class="detail">{address}</span> })}
                {(name != now).then(|| view! { " " <span class="badge badge-quiet">{name}</span> })}
            </p>
            {detail.map(|detail| view! { <p class="path">{detail}</p> })}
            {(!changes.is_empty()).then(|| view! { <ChangesTable changes /> })}
        </li>
    }
}
