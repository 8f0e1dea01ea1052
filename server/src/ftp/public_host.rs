//! The address of the public host, looked up again and again: it changes where a provider gives
//! another one from time to time, and a name follows.

use std::io;
use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;

/// How often a name is looked up.
const LOOKUP_INTERVAL: Duration = Duration::from_secs(60);

/// The host by which clients reach this server, and its IPv4 address: `PASV` can name nothing else.
#[derive(Debug)]
pub struct PublicHost {
    host: String,
    address: watch::Sender<Ipv4Addr>,
    /// Whether the last lookup gave no address.
    is_failing: bool,
}

impl PublicHost {
    /// Looks the host up for the first time. None if it has no IPv4 address.
    pub async fn look_up(host: &str) -> Option<Self> {
        let address = *addresses(host).await.ok()?.first()?;
        Some(Self {
            host: host.to_owned(),
            address: watch::Sender::new(address),
            is_failing: false,
        })
    }

    /// The address as it is at any time.
    pub fn address(&self) -> watch::Receiver<Ipv4Addr> {
        self.address.subscribe()
    }

    /// Looks a name up once a minute, until `shutdown`.
    pub async fn keep_current(mut self, shutdown: CancellationToken) {
        if self.host.parse::<Ipv4Addr>().is_ok() {
            return;
        }
        let mut ticks = tokio::time::interval(LOOKUP_INTERVAL);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        // The first tick is at once, and the host was just looked up.
        ticks.reset();
        let look_up_forever = async {
            loop {
                ticks.tick().await;
                let found = addresses(&self.host).await;
                self.update(found);
            }
        };
        shutdown.run_until_cancelled(look_up_forever).await;
    }

    /// Takes over the result of a lookup. Without an address the last one stays; of several, that
    /// which is in use.
    fn update(&mut self, found: io::Result<Vec<Ipv4Addr>>) {
        let (host, current) = (&self.host, *self.address.borrow());
        let found = found.and_then(|found| match found.first() {
            Some(_) if found.contains(&current) => Ok(current),
            Some(first) => Ok(*first),
            None => Err(io::Error::other("no IPv4 address")),
        });
        match found {
            Ok(address) => {
                self.is_failing = false;
                if address != current {
                    tracing::info!(%host, %address, "the public host has another address");
                    self.address.send_replace(address);
                }
            }
            Err(error) if !self.is_failing => {
                self.is_failing = true;
                tracing::warn!(
                    %host, %error, address = %current,
                    "cannot look up the public host; its last address stays in use"
                );
            }
            Err(_) => {}
        }
    }
}

async fn addresses(host: &str) -> io::Result<Vec<Ipv4Addr>> {
    let found = tokio::net::lookup_host((host, 0)).await?;
    Ok(found
        .filter_map(|address| match address.ip() {
            IpAddr::V4(address) => Some(address),
            IpAddr::V6(_) => None,
        })
        .collect())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;

    #[tokio::test]
    async fn the_last_good_address_is_known_at_any_time() {
        assert!(PublicHost::look_up("::1").await.is_none());
        let mut host = PublicHost::look_up("192.0.2.1").await.unwrap();
        let address = host.address();
        let [one, two, three] = [1, 2, 3].map(|last| Ipv4Addr::new(192, 0, 2, last));
        let unreachable = || Err(io::ErrorKind::TimedOut.into());
        for (found, current) in [
            (Ok(vec![two, three]), two),
            // Several addresses come in any order.
            (Ok(vec![three, two]), two),
            (unreachable(), two),
            (Ok(Vec::new()), two),
            (unreachable(), two),
            (Ok(vec![one]), one),
        ] {
            let fails = !matches!(&found, Ok(found) if !found.is_empty());
            host.update(found);
            assert_eq!((*address.borrow(), host.is_failing), (current, fails));
        }
        // A literal address needs no lookup.
        host.host = "192.0.2.1".to_owned();
        host.keep_current(CancellationToken::new()).await;
        assert_eq!(*address.borrow(), one);
    }
}
