//! Passwords: hashed, verified, scored and generated.

mod check;
mod generate;
mod hasher;
mod kept_hash;
mod strength;

pub(crate) use generate::generate;
pub(crate) use hasher::Hasher;
pub(crate) use kept_hash::check_kept_hash;
