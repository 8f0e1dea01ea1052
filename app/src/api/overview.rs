//! The screen « Vue d'ensemble »: the server or a subscription at a glance.

#![expect(
    missing_docs,
    reason = "a server function's arguments become fields without one"
)]

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::ApiError;
use model::Overview;

#[cfg(feature = "ssr")]
use super::{path_params::existing_domain, request_context::actor_and_services, respond::answer};
#[cfg(feature = "ssr")]
use model::OverviewPeriod;

/// Reads what « Vue d'ensemble » shows: of a subscription or, without `domain`, of the whole server.
/// `days` is the key of a period; any other text is the usual one.
#[server(endpoint = "overview_page", input = GetUrl)]
pub async fn overview_page(domain: Option<String>, days: String) -> Result<Overview, ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let domain = answer(domain.as_deref().map(existing_domain).transpose())?;
    let period = OverviewPeriod::parse(&days);
    let overview = &services.overview;
    answer(match domain {
        Some(domain) => overview.subscription(&actor, &domain, period).await,
        None => overview.server(&actor, period).await,
    })
}
