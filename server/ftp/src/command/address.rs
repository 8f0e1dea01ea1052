//! The addresses of `PORT` and `EPRT`.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use super::arguments::parse_number;
use super::error::{ParseError, reject};

/// `PORT h1,h2,h3,h4,p1,p2` (RFC 959, section 5.3.2).
pub(super) fn port(argument: &[u8]) -> Result<SocketAddr, ParseError> {
    let bytes: Option<Vec<u8>> = argument
        .split(|b| *b == b',')
        .map(|part| parse_number(part).and_then(|n| u8::try_from(n).ok()))
        .collect();
    match bytes.as_deref() {
        Some(&[a, b, c, d, high, low]) => {
            let ip = Ipv4Addr::new(a, b, c, d);
            Ok(SocketAddr::from((ip, u16::from_be_bytes([high, low]))))
        }
        _ => reject(501, "PORT needs six numbers: h1,h2,h3,h4,p1,p2."),
    }
}

/// `EPRT |1|192.0.2.1|6275|` or `EPRT |2|2001:db8::1|6275|` (RFC 2428, section 2). The
/// delimiter is the first character.
pub(super) fn extended_port(argument: &[u8]) -> Result<SocketAddr, ParseError> {
    let parts = std::str::from_utf8(argument).ok().and_then(|text| {
        let delimiter = text.chars().next().filter(char::is_ascii_graphic)?;
        Some(text.split(delimiter).collect::<Vec<_>>())
    });
    let Some(&["", family, ip, port, ""]) = parts.as_deref() else {
        return reject(501, "EPRT needs |1|address|port| or |2|address|port|.");
    };
    let ip = match family {
        "1" => ip.parse::<Ipv4Addr>().map(IpAddr::V4),
        "2" => ip.parse::<Ipv6Addr>().map(IpAddr::V6),
        _ => return reject(522, "Network protocol not supported, use (1,2)."),
    };
    let port = parse_number(port.as_bytes()).and_then(|n| u16::try_from(n).ok());
    match (ip, port) {
        (Ok(ip), Some(port)) => Ok(SocketAddr::new(ip, port)),
        _ => reject(501, "EPRT needs an address of that family and a port."),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;
    use proptest::prelude::*;

    fn code(result: Result<SocketAddr, ParseError>) -> u16 {
        match result.unwrap_err() {
            ParseError::UnknownCommand(reply) | ParseError::Rejected(reply) => reply.code(),
        }
    }

    #[test]
    fn reads_addresses() {
        assert_eq!(
            port(b"192,0,2,1,4,1").unwrap(),
            "192.0.2.1:1025".parse().unwrap()
        );
        for (text, want) in [
            ("|1|192.0.2.1|6275|", "192.0.2.1:6275"),
            ("|2|2001:db8::1|6275|", "[2001:db8::1]:6275"),
            ("!1!192.0.2.1!80!", "192.0.2.1:80"),
        ] {
            assert_eq!(
                extended_port(text.as_bytes()).unwrap(),
                want.parse().unwrap(),
                "{text}"
            );
        }
    }

    #[test]
    fn refuses_what_is_no_address() {
        for text in [
            "",
            "1",
            "1,2,3,4,5",
            "1,2,3,4,5,6,7",
            "1,2,3,4,5,256",
            "1,2,3,4,5,-1",
            "1,2,3,4,5,",
            "1, 2,3,4,5,6",
            "a,b,c,d,e,f",
            ",,,,,",
        ] {
            assert_eq!(code(port(text.as_bytes())), 501, "{text}");
        }
        for (text, want) in [
            ("", 501),
            ("|", 501),
            ("|1|192.0.2.1|80", 501),
            ("|1|192.0.2.1|80||", 501),
            ("|1|2001:db8::1|80|", 501),
            ("|2|192.0.2.1|80|", 501),
            ("|1|192.0.2.1|65536|", 501),
            ("|1|192.0.2.1|+80|", 501),
            ("|1|localhost|80|", 501),
            ("|3|192.0.2.1|80|", 522),
            ("é1é192.0.2.1é80é", 501),
        ] {
            assert_eq!(code(extended_port(text.as_bytes())), want, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(ip in any::<IpAddr>(), port_number in any::<u16>()) {
            let family = if ip.is_ipv4() { 1 } else { 2 };
            let text = format!("|{family}|{ip}|{port_number}|");
            let want = SocketAddr::new(ip, port_number);
            prop_assert_eq!(extended_port(text.as_bytes()).unwrap(), want);
            if let IpAddr::V4(v4) = ip {
                let ([a, b, c, d], [high, low]) = (v4.octets(), port_number.to_be_bytes());
                let text = format!("{a},{b},{c},{d},{high},{low}");
                prop_assert_eq!(port(text.as_bytes()).unwrap(), want);
            }
        }

        #[test]
        fn is_total(bytes in proptest::collection::vec(
            prop_oneof![Just(b'|'), Just(b','), b'0'..=b'9', any::<u8>()], 0..40)) {
            let _ = port(&bytes);
            let _ = extended_port(&bytes);
        }
    }
}
