//! Sessions of the panel.

mod begin;
mod device;
mod resume;
mod sign_in;
mod sign_out;

use crate::part::part;

pub use begin::{BrowserTokens, FormerTokens};
pub use resume::ResumedSession;

pub(crate) use begin::begin_session;

part! {
    /// Sessions of panel users.
    Sessions
}
