//! Panel users.

mod add;
mod change_password;
mod choose_locale;
mod choose_password;

pub(super) use change_password::throttled;
