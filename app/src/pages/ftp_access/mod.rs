//! « Accès FTP »: one subscription's FTP accounts.

mod account_form;
mod add;
mod bulk_action_dialog;
mod conflict;
mod edit;
mod former_names;
mod home_field;
mod list;
mod list_html;
mod list_keys;
mod settings_fields;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

pub(crate) use add::AddFtpAccount;
pub(crate) use edit::EditFtpAccount;
pub(crate) use list::FtpAccess;
#[cfg(feature = "ssr")]
pub(crate) use settings_fields::SettingsFields;

use crate::components::use_texts;
use model::UtcTime;

/// The domain name in the page's address.
pub(crate) fn domain_param() -> Memo<String> {
    let params = use_params_map();
    Memo::new(move |_| params.read().get("domain").unwrap_or_default())
}

/// The address of a subscription's « Accès FTP ».
pub(crate) fn list_path(domain: &str) -> String {
    format!("/subscriptions/{domain}/ftp")
}

/// The address of the page that changes an FTP account.
pub(crate) fn account_path(domain: &str, name: &str) -> String {
    format!("{}/{name}", list_path(domain))
}

/// The address of a subscription's « Sessions FTP ».
pub(super) fn sessions_path(domain: &str) -> String {
    format!("/subscriptions/{domain}/sessions")
}

/// The address of a subscription's « Activité FTP ».
pub(crate) fn activity_path(domain: &str) -> String {
    format!("/subscriptions/{domain}/activity")
}

/// The address of a subscription's « Corbeille ».
pub(crate) fn trash_path(domain: &str) -> String {
    format!("/subscriptions/{domain}/trash")
}

/// The address of an FTP account's history.
pub(crate) fn history_path(domain: &str, name: &str) -> String {
    format!("{}/{name}/history", list_path(domain))
}

/// The address of a subscription's « Réglages par défaut ».
pub(crate) fn defaults_path(domain: &str) -> String {
    format!("/subscriptions/{domain}/defaults")
}

/// One of a subscription's FTP screens.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum FtpSection {
    Services,
    Sessions,
    /// Drawn by the server alone, so that a whole new page is due.
    Activity,
    /// Drawn by the server alone as well.
    Trash,
}

/// The way between a subscription's FTP screens.
#[component]
pub(crate) fn FtpNavigation(
    /// The subscription.
    domain: String,
    /// Where one is.
    here: FtpSection,
) -> impl IntoView {
    let texts = use_texts();
    let current = |section: FtpSection| (section == here).then_some("page");
    view! {
        <nav class="navigation tabs" aria-label=texts.ftp_sessions.sections>
            <a href=list_path(&domain) aria-current=current(FtpSection::Services)>
                {texts.subscriptions.ftp_accounts}
            </a>
            <a href=sessions_path(&domain) aria-current=current(FtpSection::Sessions)>
                {texts.ftp_sessions.title}
            </a>
            <a
                href=activity_path(&domain)
                rel="external"
                aria-current=current(FtpSection::Activity)
            >
                {texts.ftp_activity.title}
            </a>
            <a
                href=trash_path(&domain)
                rel="external"
                aria-current=current(FtpSection::Trash)
            >
                {texts.trash.title}
            </a>
        </nav>
    }
}

/// The way back: « Site et Domaines », and the subscription's « Accès FTP » from its forms.
#[component]
pub(crate) fn Breadcrumb(
    /// The subscription.
    domain: String,
    /// Whether this is a page below « Accès FTP ».
    #[prop(default = false)]
    below_list: bool,
) -> impl IntoView {
    let texts = use_texts();
    let list = list_path(&domain);
    view! {
        <nav class="breadcrumb" aria-label=texts.common.breadcrumb>
            <ol>
                <li>
                    <a href="/">{texts.subscriptions.title}</a>
                </li>
                <li>{domain}</li>
                {below_list
                    .then(|| {
                        view! {
                            <li>
                                <a href=list>{texts.ftp_access.title}</a>
                            </li>
                        }
                    })}
            </ol>
        </nav>
    }
}

/// When an account last signed in.
#[component]
fn LastSignIn(
    /// When; none if never.
    at: Option<UtcTime>,
) -> impl IntoView {
    let texts = use_texts();
    match at {
        Some(at) => view! { <time datetime=at.rfc3339()>{(texts.date_time)(at)}</time> }.into_any(),
        None => texts.common.never.into_any(),
    }
}
