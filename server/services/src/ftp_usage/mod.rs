//! What homes with a quota hold: counted when it is unknown, followed while sessions change it, and
//! stored for lists and for the next start.

mod count;
mod ledgers;
mod queue;
mod recount;
mod sign_in;
mod tracker;
mod view;
mod write;

use crate::part::part;

pub(crate) use tracker::FtpUsageTracker;

part! {
    /// What home directories hold, beside their quotas.
    FtpUsageTracking
}
