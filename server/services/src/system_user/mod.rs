//! As which system user the files of a subscription are accessed.

mod allowed;
mod lookup;
mod resolve;
mod system_users;

pub use allowed::{AllowedSystemUsers, AllowedSystemUsersError};
pub use lookup::SystemAccount;
pub(crate) use lookup::{home_of_user, name_of_user};
pub(crate) use system_users::SystemUsers;
