//! Sessions of the panel.

mod begin;
mod device;
mod end;
mod last_seen;
mod limits;
mod list;
mod passkey;
mod prove;
mod prove_by_passkey;
mod resume;
mod second_factor;
mod sign_in;
mod sign_out;

use crate::part::part;

pub use begin::{BrowserTokens, FormerTokens};
pub use limits::SessionLimits;
pub use passkey::PasskeyRequest;
pub use prove::{Proof, Proven};
pub use resume::ResumedSession;
pub use sign_in::SignInStep;

pub(crate) use last_seen::LastSeenWrites;

part! {
    /// Sessions of panel users.
    Sessions
}
