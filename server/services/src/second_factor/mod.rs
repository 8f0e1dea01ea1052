//! Second factors of panel users: codes of an app, passkeys, recovery codes; and who must have one.

mod ceremonies;
#[cfg(test)]
mod flood_tests;
mod own;
mod passkeys;
mod policy;
mod recovery_codes;
mod relying_party;
mod reset;
mod totp;
mod totp_set_up;
mod view;

use crate::part::part;

pub(crate) use ceremonies::PasskeyCeremonies;
pub(crate) use relying_party::{RelyingParty, read_passkey, write_passkey};
pub(crate) use totp::matching_step;

part! {
    /// Second factors of panel users.
    SecondFactors
}
