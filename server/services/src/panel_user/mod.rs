//! Panel users.

mod add;
mod add_by_link;
mod change;
mod change_password;
mod choose_locale;
mod choose_password;
mod limits;
mod link;
mod list;
mod mail_link;
mod manage;
mod own_password;
mod receipt;
mod remove;
mod set_time_zone;
mod use_link;
mod view;

use crate::part::part;

pub(crate) use add_by_link::add_without_password;
pub(crate) use mail_link::PanelUserLinkMail;

part! {
    /// People who sign in to the panel.
    PanelUsers
}
