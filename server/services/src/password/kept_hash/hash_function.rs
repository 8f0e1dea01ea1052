//! The plain hash functions that schemes are made of.

use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};

/// A plain hash function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HashFunction {
    Md5,
    Sha1,
    Sha256,
    Sha512,
}

impl HashFunction {
    /// How many bytes it writes.
    pub(super) fn output_length(self) -> usize {
        match self {
            Self::Md5 => 16,
            Self::Sha1 => 20,
            Self::Sha256 => 32,
            Self::Sha512 => 64,
        }
    }

    /// The hash of one part after the other.
    pub(super) fn digest(self, parts: &[&[u8]]) -> Vec<u8> {
        match self {
            Self::Md5 => digest::<Md5>(parts),
            Self::Sha1 => digest::<Sha1>(parts),
            Self::Sha256 => digest::<Sha256>(parts),
            Self::Sha512 => digest::<Sha512>(parts),
        }
    }
}

fn digest<Function: Digest>(parts: &[&[u8]]) -> Vec<u8> {
    let mut function = Function::new();
    for part in parts {
        function.update(part);
    }
    function.finalize().to_vec()
}
