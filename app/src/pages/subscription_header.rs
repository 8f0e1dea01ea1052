//! What the pages of a subscription share: the way back, and the way between them.

use leptos::prelude::*;

use crate::components::use_texts;
use crate::routes;

/// One of a subscription's FTP screens.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum FtpSection {
    Accounts,
    Sessions,
    Activity,
    Trash,
}

/// The way between a subscription's FTP screens.
#[component]
pub(super) fn FtpNavigation(
    /// The subscription.
    domain: String,
    /// Where one is.
    here: FtpSection,
) -> impl IntoView {
    let texts = use_texts();
    let current = |section: FtpSection| (section == here).then_some("page");
    view! {
        <nav class="navigation tabs" aria-label=texts.ftp_sessions.sections>
            <a href=routes::ftp_access(&domain) aria-current=current(FtpSection::Accounts)>
                {texts.subscriptions.ftp_accounts}
            </a>
            <a href=routes::ftp_sessions(&domain) aria-current=current(FtpSection::Sessions)>
                {texts.ftp_sessions.title}
            </a>
            <a
                href=routes::ftp_activity(&domain)
                aria-current=current(FtpSection::Activity)
            >
                {texts.ftp_activity.title}
            </a>
            <a
                href=routes::trash(&domain)
                aria-current=current(FtpSection::Trash)
            >
                {texts.trash.title}
            </a>
        </nav>
    }
}

/// The way back: « Site et Domaines », and the subscription's « Accès FTP » from its forms.
#[component]
pub(super) fn Breadcrumb(
    /// The subscription.
    domain: String,
    /// Whether this is a page below « Accès FTP ».
    #[prop(default = false)]
    below_list: bool,
) -> impl IntoView {
    let texts = use_texts();
    let list = routes::ftp_access(&domain);
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
