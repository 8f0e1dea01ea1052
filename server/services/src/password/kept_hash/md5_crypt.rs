//! MD5-crypt: `$1$` of FreeBSD and of Linux, and `$apr1$` of Apache, which differs in its name alone.
//!
//! As Poul-Henning Kamp wrote it for FreeBSD 2.0.

use md5::{Digest, Md5};
use model::HashNotKept;
use subtle::ConstantTimeEq;

/// `$1$` or `$apr1$`, then `salt$hash`.
pub(super) struct Md5Crypt {
    /// The scheme's name between dollars, which counts as part of the salt.
    magic: &'static str,
    salt: String,
    output: String,
}

/// `crypt` never writes a longer salt.
const MAX_SALT: usize = 8;
/// 16 bytes in Base64.
const OUTPUT_LENGTH: usize = 22;
const ROUNDS: u32 = 1_000;

impl Md5Crypt {
    pub(super) fn parse(text: &str) -> Result<Self, HashNotKept> {
        let (magic, rest) = ["$1$", "$apr1$"]
            .into_iter()
            .find_map(|magic| Some((magic, text.strip_prefix(magic)?)))
            .ok_or(HashNotKept::UnknownScheme)?;
        let (salt, output) = rest.split_once('$').ok_or(HashNotKept::Malformed)?;
        let is_output = output.len() == OUTPUT_LENGTH
            && output.bytes().all(|letter| ALPHABET.contains(&letter));
        if salt.len() > MAX_SALT || !is_output {
            return Err(HashNotKept::Malformed);
        }
        Ok(Self {
            magic,
            salt: salt.to_owned(),
            output: output.to_owned(),
        })
    }

    pub(super) fn verify(&self, password: &[u8]) -> bool {
        let output = encode(&md5_crypt(password, self.magic, self.salt.as_bytes()));
        output.as_bytes().ct_eq(self.output.as_bytes()).into()
    }
}

fn md5_crypt(password: &[u8], magic: &str, salt: &[u8]) -> [u8; 16] {
    let inner = md5(&[password, salt, password]);
    let mut first = Md5::new();
    for part in [password, magic.as_bytes(), salt] {
        first.update(part);
    }
    for at in (0..password.len()).step_by(inner.len()) {
        first.update(&inner[..inner.len().min(password.len() - at)]);
    }
    // For each bit of the length, from the lowest: a zero byte if it is set, or else the password's
    // first byte.
    let mut length = password.len();
    while length > 0 {
        first.update(if length & 1 == 1 {
            &[0]
        } else {
            &password[..1]
        });
        length >>= 1;
    }
    let mut digest: [u8; 16] = first.finalize().into();
    for round in 0..ROUNDS {
        let is_odd = round % 2 == 1;
        digest = md5(&[
            if is_odd { password } else { &digest },
            if round % 3 == 0 { &[] } else { salt },
            if round % 7 == 0 { &[] } else { password },
            if is_odd { &digest } else { password },
        ]);
    }
    digest
}

fn md5(parts: &[&[u8]]) -> [u8; 16] {
    let mut digest = Md5::new();
    for part in parts {
        digest.update(part);
    }
    digest.finalize().into()
}

const ALPHABET: &[u8; 64] = b"./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// The bytes in the order in which they are written, three as four letters, the last one as two.
fn encode(digest: &[u8; 16]) -> String {
    let mut text = String::with_capacity(OUTPUT_LENGTH);
    let mut push = |mut bits: u32, letters: u32| {
        for _ in 0..letters {
            text.push(char::from(ALPHABET[bits as usize & 0x3f]));
            bits >>= 6;
        }
    };
    for [high, middle, low] in [[0, 6, 12], [1, 7, 13], [2, 8, 14], [3, 9, 15], [4, 10, 5]] {
        let byte = |at: usize| u32::from(digest[at]);
        push(byte(high) << 16 | byte(middle) << 8 | byte(low), 4);
    }
    push(digest[11].into(), 2);
    text
}
