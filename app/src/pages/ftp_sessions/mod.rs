//! « Sessions FTP »: who is signed in over FTP, and what each is doing. Of one subscription, or of
//! all for administrators.

pub(super) mod live;
mod table;

pub(super) use self::table::SessionsTable;

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};

use self::live::follow;
use super::subscription_header::{FtpSection, SubscriptionHeader};
use crate::api::ftp_sessions::{EndFtpSession, FtpSessionsScreen, ftp_sessions_page};
use crate::components::{
    Chip, ChipKind, EmptyState, FormError, Icon, IconName, Loaded, Permitted, ReceiptNotice,
    form_error, use_texts,
};
use crate::routes;
use model::{FtpSessionId, FtpSessionRow, Permission};

/// The open FTP sessions of the subscription in the address, or of all.
#[component]
pub(crate) fn FtpSessions() -> impl IntoView {
    let params = use_params_map();
    let query = use_query_map();
    let source = move || (params.read().get("domain"), query.read().get("done"));
    // Outside `Loaded`, so that why a session was not ended survives a drawing anew.
    let action = ServerAction::<EndFtpSession>::new();
    let view = move |data| {
        let domain = params.read_untracked().get("domain");
        view! { <FtpSessionsList domain data action /> }
    };
    view! { <Loaded source fetch=|(domain, done)| ftp_sessions_page(domain, done) view /> }
}

#[component]
fn FtpSessionsList(
    domain: Option<String>,
    data: FtpSessionsScreen,
    action: ServerAction<EndFtpSession>,
) -> impl IntoView {
    let texts = use_texts();
    let FtpSessionsScreen { sessions, receipt } = data;
    let sessions = RwSignal::new(sessions);
    let is_live = RwSignal::new(false);
    follow(domain.clone(), sessions, is_live);
    let (title, refresh) = match &domain {
        Some(domain) => (
            (texts.ftp_sessions.title_of)(domain),
            routes::ftp_sessions(domain),
        ),
        None => (
            texts.ftp_sessions.title.to_owned(),
            routes::ALL_FTP_SESSIONS.to_owned(),
        ),
    };
    let names_subscriptions = domain.is_none();
    let of = domain.clone();
    let end_form = move |row: &FtpSessionRow| {
        let (domain, id, account) = (of.clone(), row.id, row.account.to_string());
        view! { <EndForm domain id account action /> }.into_any()
    };
    let header = domain
        .clone()
        .map(|domain| view! { <SubscriptionHeader domain here=FtpSection::Sessions /> });
    view! {
        <Title text=title.clone() />
        {header}
        <h1>{texts.ftp_sessions.title}</h1>
        {receipt.map(|receipt| view! { <ReceiptNotice receipt /> })}
        <FormError error=form_error(action) fields=&[] />
        <p class="lead">{texts.ftp_sessions.intro}</p>
        <div class="toolbar">
            <p class="count">
                {move || (texts.ftp_sessions.count)(sessions.read().len())} " "
                <LiveChip is_live />
            </p>
            // A plain reload, which also works without scripts.
            <a class="button" href=refresh rel="external">
                <Icon name=IconName::Refresh />
                {texts.common.refresh}
            </a>
        </div>
        <SessionsTable caption=title names_subscriptions sessions end_form />
        {move || {
            sessions
                .read()
                .is_empty()
                .then(|| view! { <EmptyState icon=IconName::Connection text=texts.ftp_sessions.none_yet /> })
        }}
    }
}

/// Ends a session of a subscription, or of any.
#[component]
fn EndForm(
    domain: Option<String>,
    id: FtpSessionId,
    account: String,
    action: ServerAction<EndFtpSession>,
) -> impl IntoView {
    let texts = use_texts();
    view! {
        <Permitted permission=Permission::ManageFtpAccounts>
            <ActionForm action clone:domain clone:account>
                {domain.map(|domain| view! { <input type="hidden" name="domain" value=domain /> })}
                <input type="hidden" name="session" value=id.0 />
                <button
                    type="submit"
                    class="button button-danger"
                    aria-label=(texts.ftp_sessions.disconnect_session)(&account)
                >
                    {texts.ftp_sessions.disconnect}
                </button>
            </ActionForm>
        </Permitted>
    }
}

/// Whether the rows follow the sessions by themselves.
#[component]
fn LiveChip(is_live: RwSignal<bool>) -> impl IntoView {
    let texts = use_texts();
    move || {
        if is_live.get() {
            view! { <Chip kind=ChipKind::Success text=texts.ftp_sessions.live icon=IconName::Activity /> }
        } else {
            view! { <Chip kind=ChipKind::Quiet text=texts.ftp_sessions.not_live /> }
        }
    }
}
