//! The FTP accounts of a subscription.

mod account;
mod add;
mod bulk;
mod change;
mod connection;
mod export;
mod former_names;
mod history;
mod import;
mod import_form;
mod list;
mod one_time_link;
mod password;
mod remove;
mod usage;
mod view;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::state::RestState;

pub(super) use account::FtpUsage;
pub(super) use import::begin_upload;

/// The tag of these operations.
const TAG: &str = "FTP accounts";

/// The operations on FTP accounts.
pub(super) fn operations() -> OpenApiRouter<RestState> {
    OpenApiRouter::new()
        .routes(routes!(list::list_ftp_accounts, add::add_ftp_account))
        .routes(routes!(
            view::get_ftp_account,
            change::change_ftp_account,
            remove::remove_ftp_account
        ))
        .routes(routes!(password::generate_ftp_password))
        .routes(routes!(
            one_time_link::get_one_time_link,
            one_time_link::add_one_time_link,
            one_time_link::remove_one_time_link
        ))
        .routes(routes!(usage::get_ftp_usage))
        .routes(routes!(usage::recount_ftp_usage))
        .routes(routes!(connection::get_ftp_connection))
        .routes(routes!(history::list_ftp_account_history))
        .routes(routes!(former_names::list_former_names))
        .routes(routes!(former_names::remove_former_name))
        .routes(routes!(bulk::do_ftp_accounts_bulk_action))
        .routes(routes!(export::export_ftp_accounts))
}

/// The operations on FTP accounts that take files, each request of which passes [`begin_upload`].
pub(super) fn uploads() -> OpenApiRouter<RestState> {
    OpenApiRouter::new().routes(routes!(import::import_ftp_accounts))
}
