//! The name or address that FTP clients are told.

use std::net::Ipv4Addr;

use super::{Check, Examination};
use crate::ftp::PublicHost;

const NAME: &str = "public-host";

pub(super) async fn check(examination: &Examination<'_>) -> Option<Check> {
    let texts = examination.cli.doctor;
    let ftp = &examination.config.ftp;
    let Some(host) = &ftp.public_host else {
        return Some(Check::ok(NAME, texts.host_none.to_owned()));
    };
    let Some(found) = PublicHost::look_up(host).await else {
        return Some(Check::problem(NAME, (texts.host_unknown)(host)));
    };
    let address = *found.address().borrow();
    let is_for_others = !ftp.ftp_addr.ip().to_canonical().is_loopback();
    Some(if is_for_others && is_private(address) {
        Check::warning(NAME, (texts.host_private)(host, &address.to_string()))
    } else {
        Check::ok(NAME, (texts.host_ok)(host, &address.to_string()))
    })
}

/// Whether an address is reached from a part of the network only (RFC 1918, RFC 3927, RFC 6598).
fn is_private(address: Ipv4Addr) -> bool {
    let [first, second, ..] = address.octets();
    let is_shared = first == 100 && (second & 0b1100_0000) == 64;
    address.is_private() || address.is_loopback() || address.is_link_local() || is_shared
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_addresses_are_known() {
        for private in [
            "10.1.2.3",
            "192.168.0.1",
            "127.0.0.1",
            "169.254.1.1",
            "100.64.0.1",
        ] {
            assert!(private.parse().is_ok_and(is_private), "{private}");
        }
        for public in ["8.8.8.8", "100.128.0.1", "203.0.113.9"] {
            assert!(
                public.parse().is_ok_and(|address| !is_private(address)),
                "{public}"
            );
        }
    }
}
