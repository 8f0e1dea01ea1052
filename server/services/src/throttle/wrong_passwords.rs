//! Passwords that were wrong lately: who tries one again guesses nothing.

use std::collections::HashMap;
use std::time::Instant;

use super::failures::FORGET;
use super::oldest_tenth;

/// Wrong passwords that are remembered at once. Each is about 40 bytes.
pub(super) const MAX_WRONG_PASSWORDS: usize = 20_000;

/// Keyed hashes of passwords that were wrong, and when each was last tried. The password itself
/// is not kept: it may be an old one, or another account's.
#[derive(Default)]
pub(super) struct WrongPasswords {
    last_tried: HashMap<u64, Instant>,
}

impl WrongPasswords {
    /// Whether this one was tried lately.
    pub(super) fn is_repeated(&mut self, hash: u64, now: Instant) -> bool {
        match self.last_tried.get_mut(&hash) {
            Some(last) if now.duration_since(*last) <= FORGET => {
                *last = now;
                true
            }
            _ => false,
        }
    }

    pub(super) fn add(&mut self, hash: u64, now: Instant) {
        let map = &mut self.last_tried;
        if map.len() >= MAX_WRONG_PASSWORDS && !map.contains_key(&hash) {
            map.retain(|_, last| now.duration_since(*last) <= FORGET);
            if map.len() >= MAX_WRONG_PASSWORDS {
                let limit = oldest_tenth(map.values().copied().collect());
                map.retain(|_, last| *last > limit);
            }
        }
        map.insert(hash, now);
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.last_tried.len()
    }
}
