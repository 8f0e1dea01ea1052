//! Sessions of the panel.

mod begin;
mod device;
mod passkey;
mod resume;
mod second_factor;
mod sign_in;
mod sign_out;

use crate::part::part;

pub use begin::{BrowserTokens, FormerTokens};
pub use passkey::PasskeyRequest;
pub use resume::ResumedSession;
pub use sign_in::SignInStep;

pub(crate) use begin::begin_session;

part! {
    /// Sessions of panel users.
    Sessions
}
