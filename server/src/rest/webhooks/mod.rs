//! Webhooks of subscriptions, and of the whole server.

mod add;
mod change;
mod deliveries;
mod list;
mod path;
mod remove;
mod secret;
mod server;
mod webhook;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::state::RestState;

/// The tag of these operations.
const TAG: &str = "Webhooks";

/// The operations on webhooks.
pub(super) fn operations() -> OpenApiRouter<RestState> {
    OpenApiRouter::new()
        .routes(routes!(list::list_webhooks, add::add_webhook))
        .routes(routes!(
            list::get_webhook,
            change::change_webhook,
            remove::remove_webhook
        ))
        .routes(routes!(secret::replace_webhook_secret))
        .routes(routes!(deliveries::test_webhook))
        .routes(routes!(deliveries::list_webhook_deliveries))
        .routes(routes!(deliveries::send_webhook_delivery_again))
        .routes(routes!(
            server::list_server_webhooks,
            server::add_server_webhook
        ))
        .routes(routes!(
            server::get_server_webhook,
            server::change_server_webhook,
            server::remove_server_webhook
        ))
        .routes(routes!(server::replace_server_webhook_secret))
        .routes(routes!(server::test_server_webhook))
        .routes(routes!(server::list_server_webhook_deliveries))
        .routes(routes!(server::send_server_webhook_delivery_again))
}
