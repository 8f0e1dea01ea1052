//! The screen « Offres »: named sets of limits.

#![expect(
    missing_docs,
    reason = "a server function's arguments become fields without one"
)]

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use super::ApiError;
use model::{Page, PageNumber, PlanForm, PlanReceipt, PlanView};

#[cfg(feature = "ssr")]
use super::{
    path_params::existing_plan,
    request_context::actor_and_services,
    respond::{actor_and_services_for, answer, answer_form, redirect},
};
#[cfg(feature = "ssr")]
use model::{ExpectedVersion, Operation};

/// What « Offres » shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlansScreen {
    /// The plans that the person may change.
    pub plans: Page<PlanView>,
    /// What the person has just done.
    pub receipt: Option<PlanReceipt>,
}

/// Reads what « Offres » shows. `done` is the key of the operation just carried out.
#[server(endpoint = "plans_page", input = GetUrl)]
pub async fn plans_page(page: PageNumber, done: Option<String>) -> Result<PlansScreen, ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let plans = answer(services.plans.list(&actor, page).await)?;
    let receipt = match done.as_deref().and_then(Operation::parse) {
        Some(operation) => services.plans.view_receipt(&actor, &operation).await.ok(),
        None => None,
    };
    Ok(PlansScreen { plans, receipt })
}

/// Whether the person may add a plan, which the form asks before it is drawn.
#[server(endpoint = "add_plan_page", input = GetUrl)]
pub async fn add_plan_page() -> Result<(), ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    answer(services.plans.may_add(&actor))
}

/// Reads a plan.
#[server(endpoint = "plan", input = GetUrl)]
pub async fn view_plan(id: String) -> Result<PlanView, ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let id = answer(existing_plan(&id))?;
    answer(services.plans.view(&actor, id).await)
}

/// Adds a plan and goes back to the list.
#[server(endpoint = "add_plan")]
pub async fn add_plan(#[server(flatten)] form: PlanForm) -> Result<(), ApiError> {
    let (actor, services) = actor_and_services_for(&form)?;
    let add = async { services.plans.add(&actor, form.parse()?).await };
    let operation = answer_form(add.await, &form)?;
    redirect(&format!("/plans?done={}", operation.as_str()));
    Ok(())
}

/// Changes a plan, and the limits of those that have it, and goes back to the list.
#[server(endpoint = "change_plan")]
pub async fn change_plan(id: String, #[server(flatten)] form: PlanForm) -> Result<(), ApiError> {
    let (actor, services) = actor_and_services_for(&form)?;
    let id = answer(existing_plan(&id))?;
    let change = async {
        let plan = form.parse()?;
        services
            .plans
            .change(&actor, id, form.version, plan, &form.seen)
            .await
    };
    let operation = answer_form(change.await, &form)?;
    redirect(&format!("/plans?done={}", operation.as_str()));
    Ok(())
}

/// Removes a plan that no subscription has, and goes back to the list.
#[server(endpoint = "remove_plan")]
pub async fn remove_plan(id: String) -> Result<(), ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let id = answer(existing_plan(&id))?;
    let any = ExpectedVersion::Any;
    let operation = answer(services.plans.remove(&actor, id, &any).await)?;
    redirect(&format!("/plans?done={}", operation.as_str()));
    Ok(())
}
