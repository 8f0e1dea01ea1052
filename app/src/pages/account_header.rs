//! What the pages of an FTP account share: the way back, its name and state, and the way between
//! them.

use leptos::prelude::*;
use model::{FtpAccountState, FtpAccountSummary};

use super::subscription_header::Breadcrumb;
use crate::api::ftp_account_summary::ftp_account_summary;
use crate::components::{Chip, ChipKind, IconName, Tab, Tabs, use_texts};
use crate::routes;

/// One of an FTP account's pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AccountTab {
    Settings,
    Connection,
    Usage,
    History,
}

/// The head of an FTP account's pages; an account in « Corbeille » has its history alone.
///
/// It asks for what it shows by itself. Where there is no such account nothing is shown: the page
/// says so.
#[component]
pub(super) fn AccountHeader(
    /// The subscription.
    #[prop(into)]
    domain: Signal<String>,
    /// The account's name.
    #[prop(into)]
    account: Signal<String>,
    /// Where one is.
    tab: AccountTab,
) -> impl IntoView {
    let summary = Resource::new_blocking(
        move || (domain.get(), account.get()),
        |(domain, account)| ftp_account_summary(domain, account),
    );
    let draw = move || {
        Suspend::new(async move {
            let summary = summary.await.ok()?;
            let domain = domain.get_untracked();
            Some(view! { <Head domain summary tab /> })
        })
    };
    view! { <Transition>{draw}</Transition> }
}

#[component]
fn Head(domain: String, summary: FtpAccountSummary, tab: AccountTab) -> impl IntoView {
    let texts = use_texts();
    let name = summary.name.to_string();
    let main = summary.is_main.then(|| {
        view! { <Chip kind=ChipKind::Accent text=texts.ftp_access.main_account icon=IconName::Star /> }
    });
    let is_removed = summary.state == FtpAccountState::InTrash;
    view! {
        <header class="subject">
            <Breadcrumb domain=domain.clone() below_list=true />
            <div class="subject-name">
                <h1>{name.clone()}</h1>
                <div class="chips">{main} <StateChip state=summary.state /></div>
            </div>
            <AccountTabs domain account=name tab is_removed />
        </header>
    }
}

#[component]
fn StateChip(state: FtpAccountState) -> impl IntoView {
    let texts = use_texts();
    let (kind, icon) = match state {
        FtpAccountState::InTrash => (ChipKind::Danger, IconName::Trash),
        FtpAccountState::Disabled => (ChipKind::Danger, IconName::Refused),
        FtpAccountState::Expired => (ChipKind::Danger, IconName::Clock),
        FtpAccountState::WaitsForPassword => (ChipKind::Attention, IconName::Key),
        FtpAccountState::Enabled => (ChipKind::Success, IconName::Check),
    };
    view! { <Chip kind text=(texts.account_header.state)(state) icon /> }
}

#[component]
fn AccountTabs(
    domain: String,
    account: String,
    tab: AccountTab,
    is_removed: bool,
) -> impl IntoView {
    let texts = use_texts();
    let pages = [
        (
            AccountTab::Settings,
            IconName::Settings,
            texts.account_header.settings,
            routes::ftp_account(&domain, &account),
        ),
        (
            AccountTab::Connection,
            IconName::Connection,
            texts.connection.title,
            routes::connection(&domain, &account),
        ),
        (
            AccountTab::Usage,
            IconName::Usage,
            texts.ftp_usage.title,
            routes::ftp_usage(&domain, &account),
        ),
        (
            AccountTab::History,
            IconName::History,
            texts.ftp_history.title,
            routes::ftp_history(&domain, &account),
        ),
    ];
    let link = |(page, icon, label, address)| {
        view! { <Tab icon label address is_current=page == tab /> }
    };
    let links = pages
        .into_iter()
        .filter(|(page, ..)| !is_removed || *page == AccountTab::History)
        .map(link)
        .collect_view();
    view! { <Tabs label=texts.account_header.tabs>{links}</Tabs> }
}
