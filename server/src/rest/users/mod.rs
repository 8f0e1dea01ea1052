//! Panel users, for those who manage them.

mod add;
mod change;
mod link;
mod list;
mod remove;
mod user;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::state::RestState;

/// The tag of these operations.
const TAG: &str = "Panel users";

/// The operations on panel users.
pub(super) fn operations() -> OpenApiRouter<RestState> {
    OpenApiRouter::new()
        .routes(routes!(list::list_users, add::add_user))
        .routes(routes!(
            user::get_user,
            change::change_user,
            remove::remove_user
        ))
        .routes(routes!(link::add_password_link, link::remove_password_link))
        .routes(routes!(link::reset_second_factor))
}
