//! Passwords: hashed, verified, scored and generated.

mod check;
mod generate;
mod hasher;
mod queue;
mod strength;

pub(crate) use generate::generate;
pub(crate) use hasher::Hasher;
pub(crate) use queue::WorkFor;
