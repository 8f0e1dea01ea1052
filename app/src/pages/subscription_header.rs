//! What the pages of a subscription share: the way back, and the way between them.

use leptos::prelude::*;

use model::{AuditListing, OverviewPeriod, Permission, Suspension, domain_text};

use crate::components::{
    IconName, Isolated, Notice, NoticeKind, Tab, Tabs, Time, use_subscription, use_texts,
};
use crate::routes;

/// One of a subscription's pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FtpSection {
    Accounts,
    Sessions,
    Activity,
    Overview,
    Trash,
    Defaults,
    Audit,
    Webhooks,
    Hosting,
    Import,
    People,
    Limits,
    Settings,
}

/// The head of a subscription's pages; the page's own heading follows.
#[component]
pub(super) fn SubscriptionHeader(
    /// The subscription.
    domain: String,
    /// Where one is.
    here: FtpSection,
) -> impl IntoView {
    view! {
        <header class="subject">
            <Breadcrumb domain=domain.clone() />
            <FtpNavigation domain here />
        </header>
    }
}

/// The way between a subscription's pages.
#[component]
pub(super) fn FtpNavigation(
    /// The subscription.
    domain: String,
    /// Where one is.
    here: FtpSection,
) -> impl IntoView {
    let texts = use_texts();
    let pages = [
        (
            FtpSection::Accounts,
            IconName::Account,
            texts.subscriptions.ftp_accounts,
            routes::ftp_access(&domain),
        ),
        (
            FtpSection::Sessions,
            IconName::Connection,
            texts.ftp_sessions.title,
            routes::ftp_sessions(&domain),
        ),
        (
            FtpSection::Activity,
            IconName::Activity,
            texts.ftp_activity.title,
            routes::ftp_activity(&domain),
        ),
        (
            FtpSection::Overview,
            IconName::Chart,
            texts.overview.title,
            routes::overview(Some(&domain), OverviewPeriod::default()),
        ),
        (
            FtpSection::Trash,
            IconName::Trash,
            texts.trash.title,
            routes::trash(&domain),
        ),
        (
            FtpSection::Defaults,
            IconName::Settings,
            texts.default_settings.title,
            routes::default_settings(&domain),
        ),
    ];
    let managed = [
        (
            Permission::ViewAudit,
            FtpSection::Audit,
            IconName::History,
            texts.audit.title,
            routes::audit(Some(&domain), &AuditListing::default()),
        ),
        (
            Permission::ManageWebhooks,
            FtpSection::Webhooks,
            IconName::Activity,
            texts.webhooks.title,
            routes::webhooks(Some(&domain)),
        ),
        (
            Permission::ManageCollaborators,
            FtpSection::People,
            IconName::Account,
            texts.panel_users.people,
            routes::people(&domain),
        ),
        (
            Permission::ManageSubscription,
            FtpSection::Limits,
            IconName::Settings,
            texts.limits.title,
            routes::limits(&domain),
        ),
        (
            Permission::ManageHosting,
            FtpSection::Hosting,
            IconName::Settings,
            texts.hosting.title,
            routes::hosting(&domain),
        ),
        (
            Permission::ImportFtpAccounts,
            FtpSection::Import,
            IconName::Upload,
            texts.import_page.link,
            routes::import(&domain),
        ),
        (
            Permission::ManageSubscription,
            FtpSection::Settings,
            IconName::Settings,
            texts.subscription_settings.title,
            routes::subscription_settings(&domain),
        ),
    ];
    let link = move |(page, icon, label, address)| {
        view! { <Tab icon label address is_current=page == here /> }
    };
    let managed = move || {
        let managed = managed.clone();
        Suspend::new(async move {
            let subscription = use_subscription().await;
            let may = |permission| {
                let subscription = subscription.as_ref();
                subscription.is_some_and(|subscription| subscription.allows(permission))
            };
            managed
                .into_iter()
                .filter(|(permission, ..)| may(*permission))
                .map(|(_, page, icon, label, address)| link((page, icon, label, address)))
                .collect_view()
        })
    };
    view! {
        <Tabs label=texts.ftp_sessions.sections>
            {pages.map(link).into_iter().collect_view()} <Transition>{managed}</Transition>
        </Tabs>
        <SuspendedNotice />
    }
}

/// That the subscription is suspended, if it is, and since when.
#[component]
fn SuspendedNotice() -> impl IntoView {
    let subscription = use_subscription();
    let draw = move || {
        Suspend::new(async move {
            let suspension = subscription.await?.suspension?;
            Some(view! { <Suspended suspension /> })
        })
    };
    view! { <Transition>{draw}</Transition> }
}

#[component]
fn Suspended(suspension: Suspension) -> impl IntoView {
    let all = use_texts();
    let texts = &all.subscription_settings;
    let by = (all.trash.by)(all.actor(&suspension.by));
    view! {
        <Notice kind=NoticeKind::Warning>
            <p>
                <strong>{texts.suspended_since} " " <Time at=suspension.since /> " " {by} "."</strong>
            </p>
            <p>{texts.suspended_text}</p>
        </Notice>
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
                    <a href=routes::START>{texts.subscriptions.title}</a>
                </li>
                <li>
                    <Isolated text=domain_text(&domain).into_owned() />
                </li>
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
