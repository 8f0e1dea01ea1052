//! Requests of programs that are sent twice and done once: their keys, and the answers to them.

mod begin;
mod end;

use crate::part::part;

pub use crate::store::KeptAnswer;
pub use begin::IdempotentStart;

part! {
    /// The keys of requests that programs may send twice.
    IdempotencyKeys
}
