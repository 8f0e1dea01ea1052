//! The page of an FTP account's own: whoever has its name and password signs in there.
//!
//! These are all the use cases that take an [`AccountActor`], and they take nobody else: by their
//! types, nothing else of the panel exists for an FTP account, and they do not for a panel user.

mod change_password;
mod end_session;
mod session;
mod sign_in;
mod sign_out;
mod view;

use crate::part::part;

pub use session::AccountActor;

part! {
    /// The page of an FTP account's own, for whoever has its name and password.
    OwnAccount
}
