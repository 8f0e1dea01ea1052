//! Panel users.

mod add;
mod change_password;
mod choose_locale;
mod choose_password;

pub(super) use change_password::throttled;

crate::part! {
    /// People who sign in to the panel.
    PanelUsers
}
