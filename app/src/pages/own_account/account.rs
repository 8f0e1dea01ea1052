//! What whoever has an FTP account sees of it.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::api::own_account::{EndOwnFtpSession, own_account_page};
use crate::client_files::session_url;
use crate::components::{
    ConnectionFacts, EmptyState, Fact, FormError, Icon, IconName, Loaded, Notice, NoticeKind,
    UsageBar, form_error, use_local_time, use_texts,
};
use crate::pages::ftp_account::{CommandLines, Downloads, Trust};
use crate::pages::ftp_activity::ActivityTable;
use crate::pages::ftp_sessions::SessionsTable;
use crate::routes;
use model::{Field, FtpAccountSettings, FtpActivityRow, FtpSessionRow, OwnAccountView};

/// The account: what it may do and until when, what it holds and does, and how to connect.
#[component]
pub(crate) fn OwnAccount() -> impl IntoView {
    let query = use_query_map();
    // Outside `Loaded`, so that why a session was not ended survives a drawing anew.
    let end = ServerAction::<EndOwnFtpSession>::new();
    let source = move || (query.read().get("done"), end.version().get());
    view! {
        <Loaded
            source
            fetch=|_| own_account_page()
            view=move |account| view! { <Account account end /> }
        />
    }
}

#[component]
fn Account(account: OwnAccountView, end: ServerAction<EndOwnFtpSession>) -> impl IntoView {
    let texts = use_texts();
    let query = use_query_map();
    let done = query.read_untracked().get("done");
    let done = match done.as_deref() {
        Some("password") => Some(texts.own_account.password_was_changed),
        Some("session") => Some(texts.own_account.session_was_ended),
        _ => None,
    };
    let done = done.map(|done| {
        view! {
            <Notice kind=NoticeKind::Success>
                <p>{done}</p>
            </Notice>
        }
    });
    let OwnAccountView {
        connection,
        settings,
        usage,
        sessions,
        activity,
    } = account;
    let name = connection.account.to_string();
    let (quota_bytes, quota_files) = (settings.quota_bytes, settings.quota_files);
    view! {
        <Title text=(texts.own_account.title_of)(&name) />
        <div class="page-head">
            <h1>{name}</h1>
            <a class="button" href=routes::OWN_ACCOUNT_PASSWORD>
                <Icon name=IconName::Key />
                {texts.panel_user.change_password}
            </a>
        </div>
        {done}
        <dl class="facts">
            <dt>{texts.ftp_usage.title}</dt>
            <dd>
                <UsageBar usage quota_bytes quota_files />
            </dd>
            <dt>{texts.account_form.home_directory}</dt>
            <dd>"/"</dd>
            <Permissions settings />
        </dl>
        <OwnSessions sessions end />
        <OwnActivity activity />
        <section>
            <h2>{texts.connection.title}</h2>
            <ConnectionFacts connection=connection.clone() />
            <Trust connection=connection.clone() />
            <Downloads files=routes::OWN_ACCOUNT_FILES.to_owned() url=session_url(&connection) />
            <CommandLines connection />
        </section>
    }
}

/// What the account may do, until when and from where; limits only where there are some.
#[component]
fn Permissions(settings: FtpAccountSettings) -> impl IntoView {
    let (texts, clock) = (use_texts(), use_local_time());
    let usual = FtpAccountSettings::default();
    let fact = |field: Field| {
        let always = matches!(field, Field::Permission | Field::Expiry);
        let is_shown = always || settings.value(field) != usual.value(field);
        is_shown.then(|| Fact {
            label: texts.field(field),
            value: texts.setting_in(field, &settings, &clock),
        })
    };
    [
        Field::Permission,
        Field::Expiry,
        Field::AllowedAddresses,
        Field::MaxSessions,
        Field::UploadRate,
        Field::DownloadRate,
        Field::Tls,
    ]
    .into_iter()
    .filter_map(fact)
    .map(|Fact { label, value }| {
        view! {
            <dt>{label}</dt>
            <dd>{value}</dd>
        }
    })
    .collect_view()
}

#[component]
fn OwnSessions(sessions: Vec<FtpSessionRow>, end: ServerAction<EndOwnFtpSession>) -> impl IntoView {
    let texts = use_texts();
    let count = (texts.ftp_sessions.count)(sessions.len());
    let end_form = move |row: &FtpSessionRow| {
        let (id, account) = (row.id, row.account.to_string());
        view! {
            <ActionForm action=end>
                <input type="hidden" name="session" value=id.0 />
                <button
                    type="submit"
                    class="button button-danger"
                    aria-label=(texts.ftp_sessions.disconnect_session)(&account)
                >
                    {texts.ftp_sessions.disconnect}
                </button>
            </ActionForm>
        }
        .into_any()
    };
    view! {
        <section>
            <h2>{texts.ftp_sessions.title}</h2>
            <FormError error=form_error(end) fields=&[] />
            <div class="toolbar">
                <p class="count">{count}</p>
                // A plain reload, which also works without scripts.
                <a class="button" href=routes::OWN_ACCOUNT rel="external">
                    <Icon name=IconName::Refresh />
                    {texts.common.refresh}
                </a>
            </div>
            <SessionsTable
                caption=texts.ftp_sessions.title.to_owned()
                names_subscriptions=false
                sessions=RwSignal::new(sessions)
                end_form
            />
        </section>
    }
}

#[component]
fn OwnActivity(activity: Vec<FtpActivityRow>) -> impl IntoView {
    let texts = use_texts();
    let rows = if activity.is_empty() {
        view! { <EmptyState icon=IconName::Activity text=texts.ftp_activity.none next=None /> }
            .into_any()
    } else {
        let caption = texts.own_account.last_activity.to_owned();
        view! { <ActivityTable caption rows=activity /> }.into_any()
    };
    view! {
        <section>
            <h2>{texts.own_account.last_activity}</h2>
            {rows}
        </section>
    }
}
