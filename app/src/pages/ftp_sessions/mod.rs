//! « Sessions FTP »: who is signed in over FTP, and what each is doing. Of one subscription, or of
//! all for administrators.

pub(super) mod live;
mod table;

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};

use self::live::follow;
use self::table::SessionsTable;
use super::subscription_header::{Breadcrumb, FtpNavigation, FtpSection};
use crate::api::ftp_sessions::{EndFtpSession, FtpSessionsScreen, ftp_sessions_page};
use crate::components::{FormError, Loaded, ReceiptNotice, use_texts};
use crate::routes;

/// The open FTP sessions of the subscription in the address, or of all.
#[component]
pub(crate) fn FtpSessions() -> impl IntoView {
    let params = use_params_map();
    let query = use_query_map();
    let source = move || (params.read().get("domain"), query.read().get("done"));
    let view = move |data| {
        let domain = params.read_untracked().get("domain");
        view! { <FtpSessionsList domain data /> }
    };
    view! { <Loaded source fetch=|(domain, done)| ftp_sessions_page(domain, done) view /> }
}

#[component]
fn FtpSessionsList(domain: Option<String>, data: FtpSessionsScreen) -> impl IntoView {
    let texts = use_texts();
    let FtpSessionsScreen { sessions, receipt } = data;
    let sessions = RwSignal::new(sessions);
    let is_live = RwSignal::new(false);
    follow(domain.clone(), sessions, is_live);
    let action = ServerAction::<EndFtpSession>::new();
    let error = Signal::derive(move || action.value().get().and_then(Result::err));
    let (title, refresh) = match &domain {
        Some(domain) => (
            (texts.ftp_sessions.title_of)(domain),
            routes::ftp_sessions(domain),
        ),
        None => (texts.ftp_sessions.title.to_owned(), "/sessions".to_owned()),
    };
    let way = domain.clone().map(|domain| {
        view! {
            <Breadcrumb domain=domain.clone() />
            <FtpNavigation domain here=FtpSection::Sessions />
        }
    });
    let state = move || {
        if is_live.get() {
            texts.ftp_sessions.live
        } else {
            texts.ftp_sessions.not_live
        }
    };
    view! {
        <Title text=title.clone() />
        {way}
        <h1>{texts.ftp_sessions.title}</h1>
        {receipt.map(|receipt| view! { <ReceiptNotice receipt /> })}
        <FormError error fields=&[] />
        <p class="lead">{texts.ftp_sessions.intro}</p>
        <div class="toolbar">
            <p class="count">
                {move || (texts.ftp_sessions.count)(sessions.read().len())}
                <span class="badge" class:badge-quiet=move || !is_live.get()>
                    {state}
                </span>
            </p>
            // A plain reload, which also works without scripts.
            <a class="button" href=refresh>
                {texts.common.refresh}
            </a>
        </div>
        <SessionsTable caption=title domain sessions action />
    }
}
