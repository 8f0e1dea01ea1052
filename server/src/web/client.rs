//! The client's address and scheme, seen through trusted proxies.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::Extension;
use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::header::{HOST, HeaderMap, HeaderName};
use http::{Uri, Version};

use super::proxy_warning::ProxyWarning;
use crate::config::TrustedAddresses;

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");
const FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");

/// What the settings say about the way from browsers to the panel.
#[derive(Debug, Default)]
pub(super) struct ProxySettings {
    /// The proxies that are believed.
    trusted: TrustedAddresses,
    /// Whether browsers always come over HTTPS, whatever a proxy says or forgets to say.
    always_https: bool,
    warning: ProxyWarning,
}

impl ProxySettings {
    pub(super) fn new(trusted: TrustedAddresses, always_https: bool) -> Self {
        Self {
            trusted,
            always_https,
            warning: ProxyWarning::default(),
        }
    }
}

/// How a request reached the panel itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Transport {
    /// Unencrypted.
    Plaintext,
    /// Over TLS.
    Tls,
}

/// The client of a request, by its connection and by the proxies in front of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Client {
    /// The client's address.
    pub(super) address: IpAddr,
    /// Whether the browser speaks HTTPS. Then all cookies are `Secure`.
    pub(super) https: bool,
    /// Whether this request left the browser encrypted, as far as the connection and trusted proxies
    /// tell, whatever the settings say.
    pub(super) is_encrypted: bool,
    /// Whether it came by a trusted proxy.
    pub(super) is_proxied: bool,
    /// The host and port that the browser asked for.
    pub(super) host: Option<String>,
}

impl Client {
    /// Reads a request from `peer`. What a peer that is not trusted says about itself is ignored.
    fn of(
        peer: IpAddr,
        transport: Transport,
        asked_host: Option<String>,
        headers: &HeaderMap,
        proxies: &ProxySettings,
    ) -> Self {
        // A socket that serves both families shows IPv4 clients as `::ffff:192.0.2.1`.
        let peer = peer.to_canonical();
        let trusted = &proxies.trusted;
        let is_tls = transport == Transport::Tls;
        if !trusted.contains(peer) {
            proxies.warning.check(peer, headers);
            return Self {
                address: peer,
                https: is_tls || proxies.always_https,
                is_encrypted: is_tls,
                is_proxied: false,
                host: asked_host,
            };
        }
        // A proxy that passes TLS on says nothing.
        let is_encrypted = last(headers, &FORWARDED_PROTO)
            .map_or(is_tls, |scheme| scheme.eq_ignore_ascii_case("https"));
        Self {
            address: forwarded_for(peer, headers, trusted),
            https: is_encrypted || proxies.always_https,
            is_encrypted,
            is_proxied: true,
            host: last(headers, &FORWARDED_HOST).or(asked_host),
        }
    }
}

/// The host and port that a request is for: HTTP/2 has them in its address (RFC 9113, 8.3.1).
fn asked_host(version: Version, uri: &Uri, headers: &HeaderMap) -> Option<String> {
    match uri.authority() {
        Some(authority) if version == Version::HTTP_2 => Some(authority.to_string()),
        _ => last(headers, &HOST),
    }
}

/// The right-most address that no trusted proxy has.
///
/// Each proxy appends the address it was called from, so what stands left of the first untrusted
/// address is only claimed by whoever has it.
fn forwarded_for(peer: IpAddr, headers: &HeaderMap, trusted: &TrustedAddresses) -> IpAddr {
    let mut known = peer;
    for value in headers.get_all(&FORWARDED_FOR).iter().rev() {
        for entry in value.as_bytes().rsplit(|byte| *byte == b',') {
            let Some(address) = std::str::from_utf8(entry).ok().and_then(address_of) else {
                return known;
            };
            known = address;
            if !trusted.contains(known) {
                return known;
            }
        }
    }
    known
}

/// The address in an entry; some proxies add the port.
fn address_of(entry: &str) -> Option<IpAddr> {
    let entry = entry.trim();
    entry
        .parse::<IpAddr>()
        .or_else(|_| entry.parse::<SocketAddr>().map(|socket| socket.ip()))
        .ok()
        .map(|address| address.to_canonical())
}

/// The last entry of a header's last line, which the nearest proxy wrote.
fn last(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let value = headers.get_all(name).iter().next_back()?.to_str().ok()?;
    value
        .rsplit(',')
        .next()
        .map(|entry| entry.trim().to_owned())
        .filter(|entry| !entry.is_empty())
}

/// Middleware: finds out who the client is, for all that follow.
pub(super) async fn identify(
    State(proxies): State<Arc<ProxySettings>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    transport: Option<Extension<Transport>>,
    mut request: Request,
    next: Next,
) -> Response {
    let transport = transport.map_or(Transport::Plaintext, |Extension(transport)| transport);
    let headers = request.headers();
    let host = asked_host(request.version(), request.uri(), headers);
    let client = Client::of(peer.ip(), transport, host, headers, &proxies);
    request.extensions_mut().insert(client);
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn client(peer: &str, trusted: &str, headers: &[(&'static str, &'static str)]) -> Client {
        let trusted = trusted.parse().expect("a list of proxies");
        client_behind(&ProxySettings::new(trusted, false), peer, headers)
    }

    fn client_behind(
        proxies: &ProxySettings,
        peer: &str,
        headers: &[(&'static str, &'static str)],
    ) -> Client {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, HeaderValue::from_static(value));
        }
        let peer = peer.parse().expect("an address");
        let host = last(&map, &HOST);
        Client::of(peer, Transport::Plaintext, host, &map, proxies)
    }

    fn address(peer: &str, trusted: &str, forwarded: &[&'static str]) -> String {
        let headers: Vec<_> = forwarded
            .iter()
            .map(|value| ("x-forwarded-for", *value))
            .collect();
        client(peer, trusted, &headers).address.to_string()
    }

    #[test]
    fn a_peer_that_is_not_trusted_is_not_believed() {
        let client = client(
            "203.0.113.9",
            "127.0.0.1",
            &[
                ("x-forwarded-for", "10.0.0.1"),
                ("x-forwarded-proto", "https"),
                ("x-forwarded-host", "evil.example"),
                ("host", "panel.example:3000"),
            ],
        );
        assert_eq!(client.address.to_string(), "203.0.113.9");
        assert!(!client.https);
        assert_eq!(client.host.as_deref(), Some("panel.example:3000"));
    }

    #[test]
    fn a_panel_with_an_https_address_is_never_without() {
        let proxies = ProxySettings::new("10.0.0.1".parse().expect("a proxy"), true);
        for peer in ["203.0.113.9", "127.0.0.1", "10.0.0.1"] {
            assert!(client_behind(&proxies, peer, &[]).https, "{peer}");
            let http = [("x-forwarded-proto", "http")];
            assert!(client_behind(&proxies, peer, &http).https, "{peer}");
        }
    }

    #[test]
    fn a_request_is_encrypted_where_it_came_so_or_a_trusted_proxy_says_so() {
        let proxies = ProxySettings::new("10.0.0.1".parse().expect("a proxy"), true);
        let client = |peer: &str, transport, scheme: Option<&'static str>| {
            let mut headers = HeaderMap::new();
            if let Some(scheme) = scheme {
                headers.insert(FORWARDED_PROTO, HeaderValue::from_static(scheme));
            }
            let peer = peer.parse().expect("an address");
            Client::of(peer, transport, None, &headers, &proxies).is_encrypted
        };
        for (peer, transport, scheme, expected) in [
            ("192.0.2.1", Transport::Tls, None, true),
            ("192.0.2.1", Transport::Tls, Some("http"), true),
            ("192.0.2.1", Transport::Plaintext, None, false),
            ("192.0.2.1", Transport::Plaintext, Some("https"), false),
            ("10.0.0.1", Transport::Plaintext, Some("https"), true),
            ("10.0.0.1", Transport::Plaintext, None, false),
            ("10.0.0.1", Transport::Tls, None, true),
            ("10.0.0.1", Transport::Tls, Some("http"), false),
        ] {
            let found = client(peer, transport, scheme);
            assert_eq!(found, expected, "{peer} {transport:?} {scheme:?}");
        }
    }

    #[test]
    fn http_2_says_the_host_in_its_address() {
        let uri: Uri = "https://panel.example:8443/a".parse().expect("an address");
        let headers = HeaderMap::from_iter([(HOST, HeaderValue::from_static("other"))]);
        let host = |version| asked_host(version, &uri, &headers);
        assert_eq!(host(Version::HTTP_2).as_deref(), Some("panel.example:8443"));
        assert_eq!(host(Version::HTTP_11).as_deref(), Some("other"));
    }

    #[test]
    fn only_a_proxy_that_is_not_trusted_is_warned_about() {
        let proxies = ProxySettings::new("10.0.0.1".parse().expect("a proxy"), false);
        let forwarded = [("x-forwarded-for", "203.0.113.9")];
        client_behind(&proxies, "10.0.0.1", &forwarded);
        client_behind(&proxies, "127.0.0.1", &[]);
        assert!(!proxies.warning.has_warned());
        client_behind(&proxies, "127.0.0.1", &forwarded);
        assert!(proxies.warning.has_warned());
    }

    #[test]
    fn a_trusted_proxy_is_believed() {
        let client = client(
            "127.0.0.1",
            "127.0.0.1",
            &[
                ("x-forwarded-for", "203.0.113.9"),
                ("x-forwarded-proto", "https"),
                ("x-forwarded-host", "panel.example"),
                ("host", "127.0.0.1:3000"),
            ],
        );
        assert_eq!(client.address.to_string(), "203.0.113.9");
        assert!(client.https);
        assert_eq!(client.host.as_deref(), Some("panel.example"));
    }

    #[test]
    fn the_right_most_untrusted_address_is_the_client() {
        for (forwarded, expected) in [
            (&["203.0.113.9"][..], "203.0.113.9"),
            (&["1.2.3.4, 203.0.113.9"], "203.0.113.9"),
            (&["1.2.3.4, 203.0.113.9, 10.1.2.3"], "203.0.113.9"),
            (&["1.2.3.4", "203.0.113.9", "10.1.2.3"], "203.0.113.9"),
            (&["10.9.9.9, 10.1.2.3"], "10.9.9.9"),
            (&["1.2.3.4, unknown"], "10.0.0.1"),
            (&["1.2.3.4, nonsense, 10.1.2.3"], "10.1.2.3"),
            (&["203.0.113.9:4711"], "203.0.113.9"),
            (&["[2001:db8::1]:4711"], "2001:db8::1"),
            (&["::ffff:203.0.113.9"], "203.0.113.9"),
            (&[""], "10.0.0.1"),
            (&[], "10.0.0.1"),
        ] {
            assert_eq!(
                address("10.0.0.1", "10.0.0.0/8", forwarded),
                expected,
                "{forwarded:?}"
            );
        }
    }

    #[test]
    fn a_mapped_peer_is_its_ipv4_address() {
        assert_eq!(
            address("::ffff:10.0.0.1", "10.0.0.0/8", &["203.0.113.9"]),
            "203.0.113.9"
        );
        assert_eq!(address("::ffff:192.0.2.1", "", &[]), "192.0.2.1");
    }
}
