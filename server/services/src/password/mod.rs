//! Passwords: hashed, verified, scored and generated.

mod check;
mod generate;
mod hasher;
mod kept_hash;
mod strength;

pub(crate) use generate::generate;
pub(crate) use hasher::Hasher;
#[expect(unused_imports, reason = "the import of accounts is about to ask it")]
pub(crate) use kept_hash::check_kept_hash;
