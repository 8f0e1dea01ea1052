//! The networks from which names lately signed in.

use std::collections::HashMap;
use std::net::IpAddr;
use std::time::{Duration, Instant};

use super::oldest_tenth;

/// For how long a network is known after a sign-in.
pub(crate) const KNOWN_FOR: Duration = Duration::from_secs(30 * 24 * 60 * 60);
/// Networks that are known for one name. Who signs in from many loses its own oldest.
const MAX_KNOWN_NETWORKS: usize = 8;
/// Names with known networks. Each is about 150 bytes with one, 450 with all.
pub(super) const MAX_KNOWN_NAMES: usize = 20_000;

/// The networks from which names lately signed in. Names are those of accounts: no other ever
/// signs in.
#[derive(Default)]
pub(super) struct KnownNetworks {
    by_name: HashMap<String, Vec<KnownNetwork>>,
}

struct KnownNetwork {
    network: IpAddr,
    last_sign_in: Instant,
}

impl KnownNetworks {
    pub(super) fn contains(&self, name: &str, network: IpAddr, now: Instant) -> bool {
        let networks = self.by_name.get(name).into_iter().flatten();
        networks
            .filter(|known| now.duration_since(known.last_sign_in) <= KNOWN_FOR)
            .any(|known| known.network == network)
    }

    pub(super) fn add(&mut self, name: &str, network: IpAddr, now: Instant) {
        if self.by_name.len() >= MAX_KNOWN_NAMES && !self.by_name.contains_key(name) {
            let latest = |networks: &Vec<KnownNetwork>| {
                let times = networks.iter().map(|known| known.last_sign_in);
                times.max().unwrap_or(now)
            };
            let limit = oldest_tenth(self.by_name.values().map(latest).collect());
            self.by_name.retain(|_, networks| latest(networks) > limit);
        }
        let networks = self.by_name.entry(name.to_owned()).or_default();
        networks.retain(|known| known.network != network);
        // The oldest is the first.
        if networks.len() >= MAX_KNOWN_NETWORKS {
            networks.remove(0);
        }
        networks.push(KnownNetwork {
            network,
            last_sign_in: now,
        });
    }

    #[cfg(test)]
    pub(super) fn names(&self) -> usize {
        self.by_name.len()
    }
}
