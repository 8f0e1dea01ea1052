//! How much heavy work is done at once: in all, and for each person.
//!
//! What costs the server far more than showing a page is a kind of [`HeavyWork`] and needs a
//! [`WorkSlot`] of the [`WorkBudget`]. Each kind has slots of its own, so that no kind waits for
//! another, and no person may have all slots of a kind: whoever floods the server with work, of one
//! kind or of all, waits for themselves alone. Sign-ins are a kind that no signed-in person uses.
//!
//! What is beyond a limit waits; what is beyond the limits of waiting is refused with
//! [`AppError::Busy`](model::AppError::Busy). All limits are in `heavy_work.rs`.
//!
//! Functions that do heavy work take the [`WorkFor`] or the [`WorkSlot`], so that none is called
//! without one. Not here is what no person asks for by a request: FTP sessions (the engine has
//! limits of its own), the one count of a home directory at a time, and what the program does by
//! itself. Rate limits against guessing are in `throttle`.

mod budget;
mod heavy_work;
mod turns;
mod work_for;

pub(crate) use budget::WorkBudget;
pub use budget::WorkSlot;
pub(crate) use heavy_work::HeavyWork;
pub(crate) use turns::Turns;
pub(crate) use work_for::WorkFor;
