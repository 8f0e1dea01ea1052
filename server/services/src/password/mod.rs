//! Passwords: hashed, verified, scored and generated.

mod check;
mod generate;
mod hasher;
mod strength;

pub(crate) use generate::generate;
pub(crate) use hasher::Hasher;
