//! The warning about a reverse proxy that the settings do not name.
//!
//! Behind one, all people have one address: the few wrong passwords of anybody lock whoever has not
//! signed in before, and the logs say nothing about where a request came from.

use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, Ordering};

use http::HeaderMap;
use http::header::{FORWARDED, HeaderName};

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// Warns once of each kind in the life of the process: anyone on the internet can send such
/// headers, and must not be able to fill the log, nor to use up the warning about a proxy nearby.
#[derive(Debug, Default)]
pub(super) struct ProxyWarning {
    nearby: AtomicBool,
    elsewhere: AtomicBool,
}

impl ProxyWarning {
    /// Whether there was a reason to.
    #[cfg(test)]
    pub(super) fn has_warned(&self) -> bool {
        self.nearby.load(Ordering::Relaxed) || self.elsewhere.load(Ordering::Relaxed)
    }

    /// Warns if the headers of a peer that is not trusted look like those of a proxy.
    pub(super) fn check(&self, peer: IpAddr, headers: &HeaderMap) {
        let Some(header) = [FORWARDED_FOR, FORWARDED]
            .into_iter()
            .find(|name| headers.contains_key(name))
        else {
            return;
        };
        let is_nearby = is_nearby(peer);
        let warned = if is_nearby {
            &self.nearby
        } else {
            &self.elsewhere
        };
        if warned.swap(true, Ordering::Relaxed) {
            return;
        }
        if is_nearby {
            tracing::warn!(
                %peer,
                %header,
                "requests come through a proxy that is not declared: everybody behind it counts as \
                 one address, and a few wrong passwords of one keep the others from signing in. Set \
                 BERTH_TRUSTED_PROXIES={peer}"
            );
        } else {
            tracing::warn!(
                %peer,
                %header,
                "a peer that is no trusted proxy says for whom it asks, which is ignored. If it is \
                 a reverse proxy of yours, name it in BERTH_TRUSTED_PROXIES"
            );
        }
    }
}

/// Whether an address is of this machine or of a private network, from where no stranger comes.
fn is_nearby(peer: IpAddr) -> bool {
    match peer {
        IpAddr::V4(peer) => peer.is_loopback() || peer.is_private() || peer.is_link_local(),
        IpAddr::V6(peer) => {
            peer.is_loopback() || peer.is_unique_local() || peer.is_unicast_link_local()
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{self, Write};
    use std::sync::{Arc, Mutex};

    use http::HeaderValue;

    use super::*;

    #[derive(Clone, Default)]
    struct Log(Arc<Mutex<Vec<u8>>>);

    impl Write for Log {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().expect("a log").write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// What is logged of requests from these peers that carry these headers.
    fn logged(requests: &[(&str, &'static str)]) -> Vec<String> {
        let log = Log::default();
        let writer = log.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_ansi(false)
            .with_writer(move || writer.clone())
            .finish();
        let warning = ProxyWarning::default();
        tracing::subscriber::with_default(subscriber, || {
            for (peer, header) in requests {
                let value = HeaderValue::from_static("203.0.113.7");
                let name = HeaderName::from_static(header);
                let headers = HeaderMap::from_iter([(name, value)]);
                warning.check(peer.parse().expect("an address"), &headers);
            }
        });
        let bytes = log.0.lock().expect("a log").clone();
        let text = String::from_utf8(bytes).expect("text");
        text.lines().map(ToOwned::to_owned).collect()
    }

    #[test]
    fn an_undeclared_proxy_is_warned_about_once() {
        let lines = logged(&[
            ("127.0.0.1", "accept"),
            ("127.0.0.1", "x-forwarded-for"),
            ("10.1.2.3", "x-forwarded-for"),
            ("fd00::1", "forwarded"),
        ]);
        assert_eq!(lines.len(), 1, "{lines:?}");
        assert!(lines[0].contains("WARN"), "{lines:?}");
        assert!(
            lines[0].contains("BERTH_TRUSTED_PROXIES=127.0.0.1"),
            "{lines:?}"
        );
        let lines = logged(&[("fd00::1", "forwarded")]);
        assert!(
            lines[0].contains("BERTH_TRUSTED_PROXIES=fd00::1"),
            "{lines:?}"
        );
    }

    #[test]
    fn a_stranger_does_not_use_up_the_warning() {
        let lines = logged(&[
            ("203.0.113.9", "x-forwarded-for"),
            ("2001:db8::1", "forwarded"),
            ("192.168.0.1", "x-forwarded-for"),
        ]);
        assert_eq!(lines.len(), 2, "{lines:?}");
        assert!(lines[0].contains("peer=203.0.113.9"), "{lines:?}");
        assert!(
            lines[1].contains("BERTH_TRUSTED_PROXIES=192.168.0.1"),
            "{lines:?}"
        );
    }
}
