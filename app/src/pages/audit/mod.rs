//! The audit log: of a subscription, or all that one may see of it.

mod entry;
mod filters;

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_location, use_params_map};

use self::entry::Entry;
use self::filters::Filters;
use super::subscription_header::{FtpSection, SubscriptionHeader};
use crate::api::audit::audit_page;
use crate::components::{EmptyState, Icon, IconName, Loaded, use_texts};
use crate::routes;
use model::{AuditEntry, AuditKey, AuditList, AuditListing, AuditPosition};

/// Who did what, the latest first, with the form that looks for some of it.
#[component]
pub(crate) fn AuditPage() -> impl IntoView {
    let params = use_params_map();
    let query = use_location().query;
    let listing = move || AuditListing::parse(&query.read().to_query_string());
    let source = move || (params.read().get("domain"), listing().query());
    view! {
        <Loaded
            source
            fetch=|(domain, query)| audit_page(domain, query)
            view=move |list| view! { <Log list listing=untrack(listing) /> }
        />
    }
}

#[component]
fn Log(list: AuditList, listing: AuditListing) -> impl IntoView {
    let texts = use_texts();
    let domain = list.domain.as_ref().map(ToString::to_string);
    let title = match &domain {
        Some(domain) => (texts.audit.title_of)(domain),
        None => texts.audit.title.to_owned(),
    };
    let header = domain
        .clone()
        .map(|domain| view! { <SubscriptionHeader domain here=FtpSection::Audit /> });
    let kept = list.kept_days.map(|days| match days {
        0 => texts.audit.kept_for_ever.to_owned(),
        days => (texts.audit.kept)(days.into()),
    });
    let entries = if list.entries.is_empty() {
        view! { <NoEntries domain=domain.clone() is_narrowed=listing.is_narrowed() /> }.into_any()
    } else {
        let entry = |entry: AuditEntry| {
            view! { <Entry entry domain=domain.clone() listing=listing.clone() /> }
        };
        let entries = list.entries.into_iter().map(entry).collect_view();
        view! { <ol class="history">{entries}</ol> }.into_any()
    };
    view! {
        <Title text=title />
        {header}
        <div class="page-head">
            <h1>{texts.audit.title}</h1>
            <Exports domain=domain.clone() listing=listing.clone() />
        </div>
        <p class="lead">{texts.audit.intro} " " {kept}</p>
        <Filters domain=domain.clone() listing=listing.clone() />
        {entries}
        <Pages domain listing newer=list.newer older=list.older />
    }
}

/// Nothing was done, or nothing of what one looks for: then all the rest is a link away.
#[component]
fn NoEntries(domain: Option<String>, is_narrowed: bool) -> impl IntoView {
    let texts = use_texts();
    let all = routes::audit(domain.as_deref(), &AuditListing::default());
    let (text, next) = if is_narrowed {
        (texts.audit.none_found, Some((texts.audit.show_all, all)))
    } else {
        (texts.audit.none, None)
    };
    view! { <EmptyState icon=IconName::History text next /> }
}

/// All that is found, for other programs.
#[component]
fn Exports(domain: Option<String>, listing: AuditListing) -> impl IntoView {
    let texts = use_texts();
    let domain = domain.as_deref();
    let files = [
        (routes::audit_csv(domain, &listing), texts.audit.export_csv),
        (
            routes::audit_json_lines(domain, &listing),
            texts.audit.export_json,
        ),
    ];
    let link = |(address, label)| {
        view! {
            <a class="button" rel="external" download="" href=address>
                <Icon name=IconName::Download />
                {label}
            </a>
        }
    };
    view! { <div class="actions">{files.map(link).collect_view()}</div> }
}

/// The way to newer and older entries, and back to the latest ones.
#[component]
fn Pages(
    domain: Option<String>,
    listing: AuditListing,
    newer: Option<AuditKey>,
    older: Option<AuditKey>,
) -> impl IntoView {
    let texts = use_texts();
    let is_latest = listing.position == AuditPosition::Latest;
    let links = [
        (
            None,
            (!is_latest).then_some(AuditPosition::Latest),
            texts.audit.latest,
        ),
        (
            Some("prev"),
            newer.map(AuditPosition::After),
            texts.audit.newer,
        ),
        (
            Some("next"),
            older.map(AuditPosition::Before),
            texts.audit.older,
        ),
    ];
    let link = |(relation, position, label): (_, Option<AuditPosition>, _)| {
        let address = routes::audit(domain.as_deref(), &listing.at(position?));
        Some(view! {
            <a class="button" rel=relation href=address>
                {label}
            </a>
        })
    };
    let links: Vec<_> = links.into_iter().filter_map(link).collect();
    (!links.is_empty()).then(|| {
        view! {
            <nav class="pagination" aria-label=texts.pagination.title>
                {links}
            </nav>
        }
    })
}
