//! The list of plans.

use leptos::either::Either;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::api::plans::{PlansScreen, plans_page};
use crate::components::{
    EmptyState, Icon, IconName, Isolated, Loaded, Notice, NoticeKind, Pagination, use_texts,
};
use crate::routes;
use model::{Field, PageNumber, PlanReceipt, PlanView};

/// The plans that the person may change.
#[component]
pub(crate) fn Plans() -> impl IntoView {
    let texts = use_texts();
    let query = use_query_map();
    let source = move || {
        let query = query.read();
        (
            PageNumber::parse(query.get_str("page").unwrap_or_default()),
            query.get("done"),
        )
    };
    view! {
        <Title text=texts.limits.plans />
        <Loaded
            source
            fetch=|(page, done)| plans_page(page, done)
            view=|data| view! { <PlansList data /> }
        />
    }
}

#[component]
fn PlansList(data: PlansScreen) -> impl IntoView {
    let texts = use_texts();
    let PlansScreen { plans, receipt } = data;
    let (number, last) = (plans.number, plans.last());
    view! {
        <div class="page-head">
            <h1>{texts.limits.plans}</h1>
            <a class="button button-primary" href=routes::ADD_PLAN>
                <Icon name=IconName::Add />
                {texts.limits.add_plan}
            </a>
        </div>
        {receipt.map(|receipt| view! { <PlanNotice receipt /> })}
        <p class="lead">{texts.limits.plans_intro}</p>
        {if plans.total == 0 {
            Either::Left(view! { <EmptyState icon=IconName::Settings text=texts.limits.no_plans /> })
        } else {
            Either::Right(
                view! {
                    <PlansTable rows=plans.rows />
                    <Pagination number last path=routes::PLANS.into() />
                },
            )
        }}
    }
}

#[component]
fn PlanNotice(receipt: PlanReceipt) -> impl IntoView {
    let texts = &use_texts().limits;
    let sentence = match receipt {
        PlanReceipt::Added(name) => (texts.plan_added)(name.as_str()),
        PlanReceipt::Changed(name) => (texts.plan_changed)(name.as_str()),
        PlanReceipt::Removed(name) => (texts.plan_removed)(name.as_str()),
    };
    view! {
        <Notice kind=NoticeKind::Success>
            <p>{sentence}</p>
        </Notice>
    }
}

#[component]
fn PlansTable(rows: Vec<PlanView>) -> impl IntoView {
    const LIMITS: [Field; 3] = [Field::MaxFtpAccounts, Field::MaxDiskSpace, Field::MaxFiles];
    let texts = use_texts();
    // Who sees the plans of several makers sees whose each is.
    let has_makers = rows.iter().any(|plan| plan.maker.is_some());
    let has_makers = has_makers && rows.iter().any(|plan| plan.maker != rows[0].maker);
    let row = move |plan: PlanView| {
        let name = plan.plan.name.to_string();
        let maker = plan.maker.map(String::from);
        let maker = maker.unwrap_or_else(|| texts.limits.of_server.to_owned());
        let limit = |field| {
            view! { <td class="wide-only">{texts.limit(field, &plan.plan.limits)}</td> }
        };
        view! {
            <tr>
                <th scope="row">
                    <a href=routes::plan(plan.id)>
                        <Isolated text=name />
                    </a>
                </th>
                {has_makers.then(|| view! { <td>{maker}</td> })}
                <td class="number">{(texts.number)(plan.subscriptions)}</td>
                {LIMITS.map(limit).into_iter().collect_view()}
            </tr>
        }
    };
    let heading = |field| view! { <th scope="col" class="wide-only">{texts.field(field)}</th> };
    view! {
        <table class="list">
            <caption class="visually-hidden">{texts.limits.plans}</caption>
            <thead>
                <tr>
                    <th scope="col">{texts.field(Field::PlanName)}</th>
                    {has_makers.then(|| view! { <th scope="col">{texts.limits.maker}</th> })}
                    <th scope="col" class="number">{texts.subscriptions.caption}</th>
                    {LIMITS.map(heading).into_iter().collect_view()}
                </tr>
            </thead>
            <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
}
