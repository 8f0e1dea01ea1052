//! Subscriptions as a whole: what they are, may have, and whom they belong to.

mod add;
mod change;
mod collaborators;
mod hosting;
mod limits;
mod subscription;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::state::RestState;

/// The tag of these operations.
const TAG: &str = "Subscriptions";

/// The operations on subscriptions.
pub(super) fn operations() -> OpenApiRouter<RestState> {
    OpenApiRouter::new()
        .routes(routes!(
            subscription::list_subscriptions,
            add::add_subscription
        ))
        .routes(routes!(
            subscription::get_subscription,
            change::change_subscription,
            change::remove_subscription
        ))
        .routes(routes!(change::suspend_subscription))
        .routes(routes!(change::resume_subscription))
        .routes(routes!(
            limits::get_subscription_limits,
            limits::put_subscription_limits
        ))
        .routes(routes!(hosting::get_hosting, hosting::put_hosting))
        .routes(routes!(
            collaborators::list_collaborators,
            collaborators::add_collaborator
        ))
        .routes(routes!(
            collaborators::get_collaborator,
            collaborators::change_collaborator,
            collaborators::remove_collaborator
        ))
}
