//! What verifying a kept hash may cost: some 256 MiB, and some seconds of one processor.

use model::HashNotKept;

/// What verifying a hash costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::password) enum Cost {
    /// About as much as a hash of Berth's own: no more memory, and no more than three times as long.
    Usual,
    /// More than that, but it is bearable for a few at once.
    High,
}

/// The limits of what one scheme's cost is measured by.
pub(super) struct Limits {
    /// Up to here it is [`Cost::Usual`].
    usual: u64,
    /// Beyond this it is too costly.
    most: u64,
}

/// Memory in bytes. 19 MiB is what Berth's own hashes need; more than 256 MiB for one password is
/// what a host with little memory cannot spare. yescrypt takes a second for these.
pub(super) const MEMORY: Limits = Limits {
    usual: 19 << 20,
    most: 256 << 20,
};

/// Memory that Argon2 fills in all its passes, in bytes. Some 2 GiB take a second; PHP's default is 256
/// MiB, SFTPGo's 64 MiB. `pure-pw` writes hundreds of passes over 8 MiB, the more the faster its machine
/// is (1,023 were seen), and whoever moves in from Pure-FTPd has no others: it is for the first sign-in
/// only.
pub(super) const MEMORY_OF_ALL_PASSES: Limits = Limits {
    usual: 64 << 20,
    most: 16 << 30,
};

/// Rounds of SHA-crypt. The usual 5,000 take some 5 ms, a million a second. The most that a known
/// program chooses by itself is the 656,000 of Passlib.
pub(super) const SHA_CRYPT_ROUNDS: Limits = Limits {
    usual: 50_000,
    most: 1_000_000,
};

/// The logarithm of bcrypt's rounds. 10 take some 70 ms, and each one more takes twice as long: 14
/// take a second.
pub(super) const BCRYPT_COST: Limits = Limits {
    usual: 10,
    most: 14,
};

/// Iterations of PBKDF2, for each block of its output. With SHA-512, two millions take a second and
/// a half.
pub(super) const PBKDF2_ITERATIONS: Limits = Limits {
    usual: 100_000,
    most: 2_000_000,
};

impl Limits {
    /// What it costs.
    ///
    /// # Errors
    /// [`HashNotKept::TooCostly`] if it is beyond what is bearable.
    pub(super) fn judge(&self, measure: u64) -> Result<Cost, HashNotKept> {
        if measure <= self.usual {
            Ok(Cost::Usual)
        } else if measure <= self.most {
            Ok(Cost::High)
        } else {
            Err(HashNotKept::TooCostly)
        }
    }
}
