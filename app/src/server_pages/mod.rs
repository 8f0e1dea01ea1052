//! The screens that the server alone draws, at their addresses.
//!
//! They bring no WebAssembly: one comes here seldom, to read or to send a plain form, and what the
//! browser downloads for the others stays small. A link to one of them is `rel="external"`, since
//! the browser's half does not know it; a form on one is sent by the browser itself.

mod default_settings;
mod ftp_activity;
mod ftp_connection;
mod ftp_history;
mod ftp_usage;
mod one_time_link;
mod purge;
mod set_password;
mod trash;

use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route};
use leptos_router::hooks::use_params_map;
use leptos_router::{SsrMode, path};

use crate::app::Page;
use crate::pages::NotFound;
use default_settings::DefaultSettings;
use ftp_activity::FtpActivity;
use ftp_connection::FtpConnectionScreen;
use ftp_history::FtpHistory;
use ftp_usage::FtpUsage;
use one_time_link::OneTimeLinkPage;
use purge::PurgeFtpAccount;
use set_password::{PasswordSet, SetPassword};
use trash::Trash;

/// The domain name and the account's name in the page's address.
fn account_in_address() -> impl Fn() -> (String, String) + Clone + Send + Sync {
    let params = use_params_map();
    move || {
        let params = params.read();
        let text = |key| params.get(key).unwrap_or_default();
        (text("domain"), text("name"))
    }
}

/// Every screen that the server alone draws.
#[component]
pub fn ServerApp() -> impl IntoView {
    view! {
        <Page>
            <FlatRoutes fallback=|| view! { <NotFound /> }>
                <Route path=path!("/subscriptions/:domain/activity") view=FtpActivity ssr=SsrMode::Async />
                <Route path=path!("/subscriptions/:domain/ftp/:name/connect") view=FtpConnectionScreen ssr=SsrMode::Async />
                <Route path=path!("/subscriptions/:domain/ftp/:name/link") view=OneTimeLinkPage ssr=SsrMode::Async />
                <Route path=path!("/set-password/:token") view=SetPassword ssr=SsrMode::Async />
                <Route path=path!("/password-set") view=PasswordSet ssr=SsrMode::Async />
                <Route path=path!("/subscriptions/:domain/trash") view=Trash ssr=SsrMode::Async />
                <Route path=path!("/subscriptions/:domain/trash/:name") view=PurgeFtpAccount ssr=SsrMode::Async />
                <Route path=path!("/subscriptions/:domain/ftp/:name/history") view=FtpHistory ssr=SsrMode::Async />
                <Route path=path!("/subscriptions/:domain/defaults") view=DefaultSettings ssr=SsrMode::Async />
                <Route path=path!("/subscriptions/:domain/ftp/:name/usage") view=FtpUsage ssr=SsrMode::Async />
            </FlatRoutes>
        </Page>
    }
}
