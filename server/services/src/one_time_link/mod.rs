//! One-time links: the recipient of an FTP account sets its password, so that nobody has to send
//! one.

mod mail;
mod make;
mod new_link;
mod open;
mod revoke;
mod set_password;

use crate::part::part;

pub(crate) use new_link::NewLink;
pub(crate) use revoke::revoke;

pub use set_password::PasswordSetByLink;

part! {
    /// Links by which a recipient sets an account's password.
    OneTimeLinks
}
