//! The page of an FTP account's own: where whoever has its name and password signs in, what it may do
//! and does, and its password. Nothing else of the panel is to be found from there.

mod account;
mod login;
mod password;

pub(crate) use account::OwnAccount;
pub(crate) use login::OwnAccountLogin;
pub(crate) use password::OwnAccountPassword;
