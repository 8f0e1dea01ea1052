//! The head of every page: where one is, who one is, which language is spoken.

use leptos::either::Either;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::components::A;
use leptos_router::hooks::use_location;

use super::page_context::use_pending_step;
use super::{Isolated, use_own_account, use_texts, use_viewer};
use crate::api::own_account::SignOutOfOwnAccount;
use crate::api::session::{ChooseLocale, SignOut};
use crate::routes;
use model::{Locale, Role, Viewer};

/// The head of every page: an FTP account's own page has nothing of the panel's there.
#[component]
pub(crate) fn Header() -> impl IntoView {
    let location = use_location();
    let is_own_account = Memo::new(move |_| routes::is_own_account(&location.pathname.read()));
    move || {
        if is_own_account.get() {
            Either::Left(view! { <OwnAccountHeader /> })
        } else {
            Either::Right(view! { <PanelHeader /> })
        }
    }
}

#[component]
fn OwnAccountHeader() -> impl IntoView {
    let texts = use_texts();
    let menu = use_own_account().map(|account| {
        view! {
            <div class="viewer">
                <A href=routes::OWN_ACCOUNT>{account.to_string()}</A>
                // A plain form, as for panel users.
                <form method="post" action=SignOutOfOwnAccount::url()>
                    <button type="submit" class="button button-quiet">
                        {texts.panel_user.sign_out}
                    </button>
                </form>
            </div>
        }
    });
    view! {
        <header class="header">
            <Brand home=routes::OWN_ACCOUNT />
            <LanguageSwitch />
            {menu}
        </header>
    }
}

#[component]
fn Brand(home: &'static str) -> impl IntoView {
    view! {
        <a class="brand" href=home>
            <svg viewBox="0 0 24 24" aria-hidden="true">
                <path d="M12 2v13M7 6h10M4 13c0 5 4 8 8 8s8-3 8-8" />
            </svg>
            "Berth"
        </a>
    }
}

#[component]
fn PanelHeader() -> impl IntoView {
    let viewer = use_viewer();
    // Where all of it leads back to one page, there is nowhere to go.
    let navigation = viewer
        .as_ref()
        .filter(|_| use_pending_step().is_none())
        .map(|viewer| view! { <MainNavigation role=viewer.role /> });
    let menu = viewer.map(|viewer| view! { <ViewerMenu viewer /> });
    view! {
        <header class="header">
            <Brand home=routes::START />
            {navigation}
            <LanguageSwitch />
            {menu}
        </header>
    }
}

#[component]
fn MainNavigation(role: Role) -> impl IntoView {
    let texts = use_texts();
    let of_server = (role == Role::Administrator).then(|| {
        view! {
            <A href=routes::SERVER_OVERVIEW>{texts.overview.title}</A>
            <A href=routes::ALL_FTP_SESSIONS>{texts.ftp_sessions.title}</A>
            <A href=routes::SECURITY>{texts.second_factor.security}</A>
            <A href=routes::webhooks(None)>{texts.webhooks.title}</A>
        }
    });
    // What a reseller is responsible for, too.
    let managed = (role != Role::Customer).then(|| {
        view! {
            <A href=routes::AUDIT>{texts.audit.title}</A>
            <A href=routes::PANEL_USERS>{texts.panel_users.title}</A>
            <A href=routes::PLANS>{texts.limits.plans}</A>
        }
    });
    view! {
        <nav class="navigation" aria-label=texts.common.main_navigation>
            <A href=routes::START exact=true>{texts.subscriptions.title}</A>
            {of_server} {managed}
        </nav>
    }
}

/// Who is signed in, with the way out.
#[component]
fn ViewerMenu(viewer: Viewer) -> impl IntoView {
    let texts = use_texts();
    view! {
        <div class="viewer">
            <A href=routes::ACCOUNT>
                <Isolated text=viewer.display_name />
            </A>
            // A plain form: signing out changes every page, so that a whole new one is due.
            <form method="post" action=SignOut::url()>
                <button type="submit" class="button button-quiet">
                    {texts.panel_user.sign_out}
                </button>
            </form>
        </div>
    }
}

/// A button for each language. A plain form: another language is a whole new page.
#[component]
fn LanguageSwitch() -> impl IntoView {
    let texts = use_texts();
    let location = use_location();
    let here = move || {
        let query = location.query.get().to_query_string();
        format!("{}{query}", location.pathname.get())
    };
    let button = |locale: Locale| {
        view! {
            <button
                type="submit"
                name="locale"
                value=locale.tag()
                lang=locale.tag()
                class="button button-quiet"
                aria-pressed=(locale == texts.locale).to_string()
            >
                {locale.own_name()}
            </button>
        }
    };
    view! {
        <form method="post" action=ChooseLocale::url() class="languages" aria-label=texts.common.language>
            <input type="hidden" name="next" value=here />
            {Locale::ALL.into_iter().map(button).collect_view()}
        </form>
    }
}
