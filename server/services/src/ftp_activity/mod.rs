//! What was done over FTP: queued without waiting, written in batches, kept for a set time and up
//! to a set size. All of it is in the sums of its day, which are kept for longer.

mod account_limits;
mod events;
mod list;
mod log;
mod prune;
mod record;
mod refusal_rate_limit;
mod refusals;
mod sums;
mod trim;
mod write;

use crate::part::part;

pub use log::FtpEvent;

pub(crate) use log::ActivityLog;

part! {
    /// What was done over FTP.
    FtpActivity
}
