//! The audit log.

#![expect(
    missing_docs,
    reason = "a server function's arguments become fields without one"
)]

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::ApiError;
use model::AuditList;

#[cfg(feature = "ssr")]
use super::{
    path_params::existing_domain,
    request_context::{actor_and_services, form_clock},
    respond::answer,
};
#[cfg(feature = "ssr")]
use model::AuditListing;

/// Reads a page of the audit log: of a subscription or, without `domain`, of all that the person may
/// see. `query` is that of an [`AuditListing`](model::AuditListing); its dates are those of the
/// person's time zone.
#[server(endpoint = "audit_page", input = GetUrl)]
pub async fn audit_page(domain: Option<String>, query: String) -> Result<AuditList, ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let domain = answer(domain.as_deref().map(existing_domain).transpose())?;
    let zone = answer(form_clock(""))?;
    let listing = AuditListing::parse(&query);
    answer(
        services
            .audit
            .list(&actor, domain.as_ref(), &listing, &zone)
            .await,
    )
}
