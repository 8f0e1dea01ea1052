//! What a file of accounts leaves out, for whoever has it written.

use model::{Field, FtpAccountSettings};

use super::account::{HashNote, Written};

/// How many accounts a file leaves something out of, counted as they are written.
#[derive(Default)]
pub(crate) struct Losses {
    /// Of how many the format cannot say that they are disabled or have expired.
    pub(crate) locked: u64,
    /// The hashes of how many the other program verifies only where Argon2 is known.
    pub(crate) argon2_hashes: u64,
    /// The hashes of how many are left out.
    pub(crate) hashes_left_out: u64,
    not_kept: [u64; FtpAccountSettings::FIELDS.len()],
}

impl Losses {
    /// Counts what was written of an account.
    pub(crate) fn count(&mut self, written: &Written) {
        self.locked += u64::from(written.is_locked);
        match written.hash {
            HashNote::Fine => {}
            HashNote::NeedsArgon2 => self.argon2_hashes += 1,
            HashNote::LeftOut => self.hashes_left_out += 1,
        }
        for (field, count) in FtpAccountSettings::FIELDS.iter().zip(&mut self.not_kept) {
            *count += u64::from(written.not_kept.contains(field));
        }
    }

    /// The settings that the format does not have, each with the number of accounts that have it.
    pub(crate) fn not_kept(&self) -> impl Iterator<Item = (Field, u64)> {
        let fields = FtpAccountSettings::FIELDS.into_iter().zip(self.not_kept);
        fields.filter(|(_, accounts)| *accounts > 0)
    }
}
