//! Panel users.

mod add;
mod change_password;
mod choose_locale;
mod choose_password;
mod set_time_zone;

use crate::part::part;

part! {
    /// People who sign in to the panel.
    PanelUsers
}
