//! « Vue d'ensemble »: the whole server at a glance, for administrators, or one subscription.

mod accounts;
mod charts;

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};

use self::accounts::NotableAccounts;
use self::charts::Charts;
use super::subscription_header::{FtpSection, SubscriptionHeader};
use crate::api::overview::overview_page;
use crate::components::{EmptyState, IconName, LimitFacts, Loaded, use_texts};
use crate::routes;
use model::{ActivitySums, Overview, OverviewPeriod};

/// The subscription in the address, or the whole server, at a glance.
#[component]
pub(crate) fn OverviewPage() -> impl IntoView {
    let params = use_params_map();
    let query = use_query_map();
    let source = move || {
        let days = query.read().get("days").unwrap_or_default();
        (params.read().get("domain"), days)
    };
    view! {
        <Loaded
            source
            fetch=|(domain, days)| overview_page(domain, days)
            view=|data| view! { <OverviewContent data /> }
        />
    }
}

#[component]
fn OverviewContent(data: Overview) -> impl IntoView {
    let texts = use_texts();
    let domain = data.domain.as_ref().map(ToString::to_string);
    let title = match &domain {
        Some(domain) => (texts.overview.title_of)(domain),
        None => texts.overview.title.to_owned(),
    };
    let header = domain
        .clone()
        .map(|domain| view! { <SubscriptionHeader domain here=FtpSection::Overview /> });
    let limits = domain.clone().map(|domain| view! { <LimitFacts domain /> });
    let (period, total) = (data.period, data.total());
    let charts = if total.is_zero() {
        view! { <EmptyState icon=IconName::Chart text=texts.overview.none /> }.into_any()
    } else {
        view! { <Charts period first_day=data.first_day steps=data.steps.clone() /> }.into_any()
    };
    view! {
        <Title text=title />
        {header}
        <div class="page-head">
            <h1>{texts.overview.title}</h1>
            <PeriodLinks domain=domain.clone() period />
        </div>
        <p class="lead">{texts.overview.intro}</p>
        <Totals domain sessions=data.sessions period total />
        {limits}
        {charts}
        <NotableAccounts data />
    }
}

/// The way to the same page for another period.
#[component]
fn PeriodLinks(domain: Option<String>, period: OverviewPeriod) -> impl IntoView {
    let texts = use_texts();
    let link = move |of: OverviewPeriod| {
        let address = routes::overview(domain.as_deref(), of);
        let is_here = (of == period).then_some("page");
        view! {
            <a class="button" href=address aria-current=is_here>
                {(texts.overview.period_name)(of)}
            </a>
        }
    };
    view! {
        <nav class="periods" aria-label=texts.overview.period>
            {OverviewPeriod::ALL.map(link).into_iter().collect_view()}
        </nav>
    }
}

/// What is now, and what was done in the whole period.
#[component]
fn Totals(
    domain: Option<String>,
    sessions: u64,
    period: OverviewPeriod,
    total: ActivitySums,
) -> impl IntoView {
    let texts = use_texts();
    let count = usize::try_from(sessions).unwrap_or(usize::MAX);
    let address = match &domain {
        Some(domain) => routes::ftp_sessions(domain),
        None => routes::ALL_FTP_SESSIONS.to_owned(),
    };
    let overview = &texts.overview;
    let sums = [
        (
            overview.uploaded,
            (overview.moved)(total.upload_bytes, total.uploads),
        ),
        (
            overview.downloaded,
            (overview.moved)(total.download_bytes, total.downloads),
        ),
        (overview.sign_ins, (texts.number)(total.sign_ins)),
        (overview.refusals, (texts.number)(total.refusals)),
    ];
    let fact = |(name, sum): (&'static str, String)| {
        view! {
            <dt>{name}</dt>
            <dd>{sum}</dd>
        }
    };
    view! {
        <p>
            <a href=address>{(texts.ftp_sessions.count)(count)}</a>
        </p>
        <section aria-labelledby="sums">
            <h2 id="sums">{(overview.sum)(period)}</h2>
            <dl class="facts">{sums.map(fact).into_iter().collect_view()}</dl>
        </section>
    }
}
