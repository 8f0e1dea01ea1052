//! Plans: named sets of limits, which subscriptions can have.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::header::ETAG;
use model::{
    AppError, FieldErrors, Login, Plan as PlanToMake, PlanForm, PlanId, PlanName, PlanView,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::body::{Json, created};
use super::caller::Caller;
use super::error::RestError;
use super::etag::{EntityTag, IfMatch, MayMatch};
use super::limits::{NewSubscriptionLimits, SubscriptionLimits, accepted};
use super::openapi::PREFIX;
use super::page::{Page, page_limit, read_cursor};
use super::path::PlanPath;
use super::query::Query;
use super::state::RestState;

const TAG: &str = "Plans";

/// The operations on plans.
pub(super) fn operations() -> OpenApiRouter<RestState> {
    OpenApiRouter::new()
        .routes(routes!(list_plans, add_plan))
        .routes(routes!(get_plan, put_plan, remove_plan))
}

/// A plan.
#[derive(Debug, Serialize, ToSchema)]
struct Plan {
    /// Its name, which no other plan of the same maker has.
    name: String,
    /// The login of the reseller whose plan it is; null for the server's.
    #[schema(required)]
    reseller: Option<String>,
    /// What subscriptions that have it may have and use.
    limits: SubscriptionLimits,
    /// How many subscriptions have it.
    subscriptions: u64,
    /// Grows with each change, from 1: in quotation marks, what `If-Match` takes.
    version: i64,
}

impl From<PlanView> for Plan {
    fn from(view: PlanView) -> Self {
        Self {
            limits: (&view.plan.limits).into(),
            name: view.plan.name.into(),
            reseller: view.maker.map(Into::into),
            subscriptions: view.subscriptions,
            version: view.version,
        }
    }
}

impl IntoResponse for Plan {
    fn into_response(self) -> Response {
        let etag = EntityTag(self.version).header();
        ([(ETAG, etag)], Json(self)).into_response()
    }
}

/// A plan to be added.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewPlan {
    /// Its name: 1 to 50 characters.
    name: String,
    /// What subscriptions that have it may have and use. What is missing or null is not limited.
    #[serde(default)]
    #[schema(required = false)]
    limits: NewSubscriptionLimits,
}

impl NewPlan {
    fn parse(&self) -> Result<PlanToMake, FieldErrors> {
        let form = PlanForm {
            plan_name: self.name.clone(),
            limits: self.limits.form(),
            ..PlanForm::default()
        };
        form.parse()
    }
}

/// What a plan is to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PlanChange {
    /// Its name: 1 to 50 characters.
    name: String,
    /// What subscriptions that have it may have and use. What is missing or null is not limited.
    limits: NewSubscriptionLimits,
    /// With `true` the limits hold even for subscriptions that are beyond them: what they have stays, and
    /// nothing more is added. Otherwise that is refused (`beyond_limits`).
    #[serde(default)]
    #[schema(required = false)]
    even_if_exceeded: bool,
}

/// Which page of the plans is listed.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct PlansQuery {
    /// Where the page begins: `next` of the page before.
    #[param(nullable = false, pattern = "^[A-Za-z0-9_-]+$")]
    cursor: Option<String>,
    /// How many plans a page has.
    #[param(nullable = false, minimum = 1, maximum = 500, default = 100)]
    limit: Option<u16>,
}

/// Whose plan is meant.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct MakerQuery {
    /// For administrators: the login of the reseller whose plan it is, if it is not the server's.
    #[param(nullable = false)]
    reseller: Option<String>,
}

async fn find(
    state: &RestState,
    caller: &Caller,
    name: &PlanName,
    query: &MakerQuery,
) -> Result<PlanView, RestError> {
    let reseller = match query.reseller.as_deref().map(Login::parse) {
        None => None,
        Some(Ok(login)) => Some(login),
        Some(Err(_)) => return Err(AppError::NotFound.into()),
    };
    let plans = &state.services.plans;
    Ok(plans.find(&caller.actor, name, reseller.as_ref()).await?)
}

fn changed(now: PlanView) -> RestError {
    RestError::changed(EntityTag(now.version), &Plan::from(now))
}

/// The address of a plan that the caller adds.
fn address(name: &PlanName) -> String {
    let name =
        percent_encoding::utf8_percent_encode(name.as_str(), percent_encoding::NON_ALPHANUMERIC);
    format!("{PREFIX}/plans/{name}")
}

/// List plans
///
/// In the order in which they were added: for administrators all, for resellers their own.
#[utoipa::path(
    get,
    path = "/plans",
    tag = TAG,
    params(PlansQuery),
    responses((status = 200, description = "A page of the plans", body = Page<Plan>))
)]
async fn list_plans(
    State(state): State<RestState>,
    caller: Caller,
    Query(query): Query<PlansQuery>,
) -> Result<Json<Page<Plan>>, RestError> {
    let limit = page_limit(query.limit)?;
    let parse = |text: &str| text.parse().ok().map(PlanId);
    let after = read_cursor(query.cursor.as_deref(), parse)?;
    let rows = state
        .services
        .plans
        .page(&caller.actor, after, limit)
        .await?;
    let key = |row: &PlanView| row.id.0;
    Ok(Json(Page::of_rows(rows, limit, key, Into::into)))
}

/// Add a plan
///
/// An administrator adds it to the server's, a reseller to the own.
#[utoipa::path(
    post,
    path = "/plans",
    tag = TAG,
    request_body = NewPlan,
    responses((
        status = 201,
        description = "The plan was added",
        body = Plan,
        headers(
            ("Location" = String, description = "The address of the plan"),
            ("ETag" = String, description = "Its version, for `If-Match`"),
        ),
    ))
)]
async fn add_plan(
    State(state): State<RestState>,
    caller: Caller,
    Json(new): Json<NewPlan>,
) -> Result<Response, RestError> {
    let plan = new.parse()?;
    let name = plan.name.clone();
    let plans = &state.services.plans;
    plans.add(&caller.actor, plan).await?;
    let added = plans.find(&caller.actor, &name, None).await?;
    let etag = EntityTag(added.version).header();
    let mut response = created(&address(&name), Plan::from(added));
    response.headers_mut().insert(ETAG, etag);
    Ok(response)
}

/// Read a plan
#[utoipa::path(
    get,
    path = "/plans/{name}",
    tag = TAG,
    params(PlanPath, MakerQuery),
    responses((
        status = 200,
        description = "The plan",
        body = Plan,
        headers(("ETag" = String, description = "Its version, for `If-Match`")),
    ))
)]
async fn get_plan(
    State(state): State<RestState>,
    caller: Caller,
    path: PlanPath,
    Query(query): Query<MakerQuery>,
) -> Result<Plan, RestError> {
    Ok(find(&state, &caller, &path.name, &query).await?.into())
}

/// Replace a plan
///
/// The limits of the subscriptions that have it change with it. If rates or the number of sessions differ,
/// their open FTP sessions end.
#[utoipa::path(
    put,
    path = "/plans/{name}",
    tag = TAG,
    params(PlanPath, MakerQuery),
    request_body = PlanChange,
    responses((
        status = 200,
        description = "The plan as it is now",
        body = Plan,
        headers(("ETag" = String, description = "Its new version, for `If-Match`")),
    ), (
        status = 409,
        description = "Subscriptions are beyond the limits",
        body = crate::rest::problem::Problem,
        content_type = "application/problem+json",
    ))
)]
async fn put_plan(
    State(state): State<RestState>,
    caller: Caller,
    path: PlanPath,
    Query(query): Query<MakerQuery>,
    if_match: IfMatch,
    Json(change): Json<PlanChange>,
) -> Result<Plan, RestError> {
    let (plans, actor) = (&state.services.plans, &caller.actor);
    let now = find(&state, &caller, &path.name, &query).await?;
    let Some(version) = if_match.version(now.version) else {
        return Err(changed(now));
    };
    let new = NewPlan {
        name: change.name,
        limits: change.limits,
    };
    let plan = new.parse()?;
    let preview = plans.preview(actor, now.id, &plan.limits).await?;
    let seen = accepted(preview, change.even_if_exceeded);
    match plans.change(actor, now.id, version, plan, &seen).await {
        Ok(_) => Ok(plans.view(actor, now.id).await?.into()),
        Err(AppError::SettingsEditConflict(_)) => Err(changed(plans.view(actor, now.id).await?)),
        Err(error) => Err(error.into()),
    }
}

/// Remove a plan
///
/// One that subscriptions have stays.
#[utoipa::path(
    delete,
    path = "/plans/{name}",
    tag = TAG,
    params(PlanPath, MakerQuery, MayMatch),
    responses((status = 204, description = "The plan is gone"))
)]
async fn remove_plan(
    State(state): State<RestState>,
    caller: Caller,
    path: PlanPath,
    Query(query): Query<MakerQuery>,
    MayMatch { if_match }: MayMatch,
) -> Result<StatusCode, RestError> {
    let (plans, actor) = (&state.services.plans, &caller.actor);
    let id = find(&state, &caller, &path.name, &query).await?.id;
    match plans.remove(actor, id, &if_match.expected()).await {
        Ok(_) => Ok(StatusCode::NO_CONTENT),
        Err(AppError::SettingsEditConflict(_)) => Err(changed(plans.view(actor, id).await?)),
        Err(error) => Err(error.into()),
    }
}
