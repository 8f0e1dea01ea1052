//! What subscriptions may have and use.

mod apply;
mod change;
mod in_use;
mod receipt;
mod rules;
mod view;

use crate::part::part;

pub(crate) use apply::AppliedLimits;
pub(crate) use rules::{refuse_locked_changes, require_room};

part! {
    /// What subscriptions may have and use.
    Limits
}

/// How many plans a list to choose from has.
pub(crate) const MAX_PLAN_CHOICES: u64 = 500;
