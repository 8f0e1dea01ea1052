//! The history of an FTP account: who changed what, with its sign-ins between.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::api::ftp_history::ftp_history_page;
use crate::components::{
    ChangesTable, Chip, ChipKind, EmptyState, Icon, IconName, Isolated, Loaded, Time, use_texts,
};
use crate::pages::account_header::{AccountHeader, AccountTab};
use crate::pages::params::account_params;
use crate::routes;
use model::{FtpAccountHistory, FtpProtocol, HistoryEntry, HistoryEvent, HistoryKey};

/// What happened to an account, the latest first.
#[component]
pub(crate) fn FtpHistory() -> impl IntoView {
    let address = account_params();
    let query = use_query_map();
    let before = move || query.read().get("before").unwrap_or_default();
    let source = move || {
        let (domain, name) = address.get();
        (domain, name, before())
    };
    let view = move |history| {
        let is_latest = untrack(before).is_empty();
        view! { <HistoryPage history is_latest /> }
    };
    view! {
        <AccountHeader
            domain=Signal::derive(move || address.get().0)
            account=Signal::derive(move || address.get().1)
            tab=AccountTab::History
        />
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
    let (domain, name) = (history.domain.to_string(), history.name.to_string());
    let path = routes::ftp_history(&domain, &name);
    // What can be done with an account in « Corbeille » is done there.
    let in_trash = history.is_removed.then(|| {
        view! {
            " "
            <a href=routes::trash(&domain)>{texts.trash.title}</a>
        }
    });
    let entries = if history.entries.is_empty() {
        view! { <EmptyState icon=IconName::History text=texts.ftp_history.none /> }.into_any()
    } else {
        let entry = |entry: HistoryEntry| view! { <Entry entry now=name.clone() /> };
        let entries = history.entries.into_iter().map(entry).collect_view();
        view! { <ol class="history">{entries}</ol> }.into_any()
    };
    view! {
        <Title text=(texts.ftp_history.title_of)(&name) />
        <p class="lead">{texts.ftp_history.intro} {in_trash}</p>
        {entries}
        <HistoryPages path older=history.older is_latest />
    }
}

/// The way to older entries, and back to the latest ones.
#[component]
fn HistoryPages(path: String, older: Option<HistoryKey>, is_latest: bool) -> impl IntoView {
    let texts = use_texts();
    let older = older.map(|key| {
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
    (older.is_some() || latest.is_some()).then(|| {
        view! {
            <nav class="pagination" aria-label=texts.pagination.title>
                {latest}
                {older}
            </nav>
        }
    })
}

#[component]
fn Entry(entry: HistoryEntry, now: String) -> impl IntoView {
    let texts = use_texts();
    let HistoryEntry {
        at,
        name,
        actor,
        token,
        address,
        event,
    } = entry;
    let icon = event_icon(&event);
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
    let former = (name != now).then(|| view! { <Chip kind=ChipKind::Quiet text=name /> });
    let who = actor.map(|actor| {
        let who = texts.actor_as(&actor, None, token.as_deref());
        (texts.trash.by)(&who)
    });
    view! {
        <li>
            <p class="event">
                <Icon name=icon />
                <Time at seconds=true />
                <strong>{what}</strong>
                {who.map(|who| view! { <span>{who}</span> })}
                {detail.map(|detail| view! { <span class="path"><Isolated text=detail /></span> })}
                {former}
                {address.map(|address| view! { <span class="detail">{address}</span> })}
            </p>
            {(!changes.is_empty()).then(|| view! { <ChangesTable changes /> })}
        </li>
    }
}

fn event_icon(event: &HistoryEvent) -> IconName {
    match event {
        HistoryEvent::Added(..) => IconName::Add,
        HistoryEvent::Changed(_) => IconName::Edit,
        HistoryEvent::Removed => IconName::Trash,
        HistoryEvent::Restored => IconName::Restore,
        HistoryEvent::FormerNameEnded(_) => IconName::Rename,
        HistoryEvent::SessionEnded => IconName::Connection,
        HistoryEvent::LinkMade | HistoryEvent::LinkRevoked | HistoryEvent::LinkMailed => {
            IconName::Link
        }
        HistoryEvent::LinkUsed => IconName::Key,
        HistoryEvent::OwnPageSignedIn => IconName::SignIn,
        HistoryEvent::OwnPageSignedOut => IconName::Connection,
        HistoryEvent::OwnPagePasswordRefused => IconName::Refused,
        HistoryEvent::Other(_) => IconName::Info,
        HistoryEvent::SignedIn(_) => IconName::SignIn,
        HistoryEvent::SignInRefused(_) => IconName::Refused,
    }
}
