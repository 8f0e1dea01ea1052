//! How an FTP client reaches the server: what the program knows of itself, and what one account
//! needs of it.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use serde::{Deserialize, Serialize};

use super::{AccountName, FtpAccountSettings, OneTimeLink};

/// A name or an address that clients reach a server by, in small letters.
///
/// A host name of 1 to 253 of `a-z 0-9 . - _`, an IPv4 address, or an IPv6 address, which is kept
/// without its brackets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FtpHost(String);

impl FtpHost {
    /// The longest name, in bytes (RFC 1035, 2.3.4).
    const MAX_LENGTH: usize = 253;

    /// Reads a host; none for what cannot be one.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_lowercase();
        let bare = text
            .strip_prefix('[')
            .and_then(|text| text.strip_suffix(']'));
        if let Ok(address) = bare.unwrap_or(&text).parse::<Ipv6Addr>() {
            return Some(Self(address.to_string()));
        }
        let in_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
        let is_name = (1..=Self::MAX_LENGTH).contains(&text.len())
            && text.bytes().all(in_name)
            && text.starts_with(|first: char| first.is_ascii_alphanumeric());
        is_name.then_some(Self(text))
    }

    /// The host of what a browser asked for, which may have a port: `panel.example:3000`.
    pub fn of_authority(text: &str) -> Option<Self> {
        match text.rsplit_once(':') {
            Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => {
                Self::parse(host)
            }
            _ => Self::parse(text),
        }
    }

    /// The host alone, as clients have a field for it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The host as it stands in a URL: an IPv6 address in brackets (RFC 3986, 3.2.2).
    pub fn in_url(&self) -> String {
        if self.0.contains(':') {
            format!("[{}]", self.0)
        } else {
            self.0.clone()
        }
    }
}

impl From<IpAddr> for FtpHost {
    fn from(address: IpAddr) -> Self {
        Self(address.to_string())
    }
}

/// A certificate that nobody but the server itself has signed: by these a client, or a person,
/// can tell all the same that it is the right one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnCertificate {
    /// The SHA-256 of the certificate, as clients show it: `10:DB:…`.
    pub sha256: String,
    /// The SHA-1 likewise: `lftp` knows no other.
    pub sha1: String,
    /// The SHA-256 of the public key in base64, as `curl` takes it (RFC 7469, 2.4).
    pub key_pin: String,
}

/// Where the FTP server listens and what it asks of every client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FtpEndpoint {
    /// The host of the settings; without one clients use the panel's.
    pub host: Option<FtpHost>,
    /// The port where clients ask for TLS, or use none.
    pub port: u16,
    /// The port where clients begin with TLS, if there is one.
    pub implicit_port: Option<u16>,
    /// Whether nobody signs in without TLS.
    pub requires_tls: bool,
    /// The certificate, if clients cannot check it by who has signed it.
    pub certificate: Option<OwnCertificate>,
}

impl FtpEndpoint {
    /// What a client of an account needs to know. `asked` is the panel's host, as the browser
    /// knows it.
    pub fn connection(
        &self,
        account: AccountName,
        settings: &FtpAccountSettings,
        asked: Option<&FtpHost>,
    ) -> FtpConnection {
        let host = self.host.as_ref().or(asked).cloned();
        FtpConnection {
            account,
            host: host.unwrap_or_else(|| IpAddr::from(Ipv4Addr::LOCALHOST).into()),
            port: self.port,
            implicit_port: self.implicit_port,
            allows_plaintext: !self.requires_tls && !settings.tls_required,
            certificate: self.certificate.clone(),
        }
    }
}

/// What an FTP client needs to know to use an account, but for the password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FtpConnection {
    /// The name to sign in with.
    pub account: AccountName,
    /// The server.
    pub host: FtpHost,
    /// The port, for explicit TLS.
    pub port: u16,
    /// The port for implicit TLS, if it is served.
    pub implicit_port: Option<u16>,
    /// Whether the account may also be used without TLS.
    pub allows_plaintext: bool,
    /// The certificate, if clients cannot check it by who has signed it.
    pub certificate: Option<OwnCertificate>,
}

/// All that « Connexion » shows of an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FtpConnectionView {
    /// What a client needs to know.
    pub connection: FtpConnection,
    /// What the account may do and until when.
    pub settings: FtpAccountSettings,
    /// The link by which the recipient may set its password.
    pub link: Option<OneTimeLink>,
    /// Whether it has no password until then.
    pub waits_for_password: bool,
    /// Whether it has the page of its own.
    pub own_page: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_a_name_or_an_address() {
        for (text, host, in_url) in [
            ("FTP.Example.com", "ftp.example.com", "ftp.example.com"),
            ("192.0.2.7", "192.0.2.7", "192.0.2.7"),
            ("[2001:DB8::1]", "2001:db8::1", "[2001:db8::1]"),
            ("::1", "::1", "[::1]"),
            ("web_1", "web_1", "web_1"),
        ] {
            let read = FtpHost::parse(text).expect(text);
            assert_eq!((read.as_str(), read.in_url().as_str()), (host, in_url));
        }
        let long = "x".repeat(254);
        for text in [
            "",
            "a b",
            "<b>",
            "a'b",
            "é.example",
            "-x",
            "a:b",
            "[x]",
            &long,
        ] {
            assert_eq!(FtpHost::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_browser_s_host_may_have_a_port() {
        for (text, host) in [
            ("panel.example:3000", "panel.example"),
            ("panel.example", "panel.example"),
            ("[::1]:3000", "::1"),
            ("[::1]", "::1"),
        ] {
            let read = FtpHost::of_authority(text).expect(text);
            assert_eq!(read.as_str(), host, "{text}");
        }
        assert_eq!(FtpHost::of_authority("evil\r\nhost:21"), None);
    }

    #[test]
    fn either_the_server_or_the_account_forbids_plaintext() {
        let name = AccountName::parse("paul").expect("a name");
        let mut endpoint = FtpEndpoint {
            host: None,
            port: 21,
            implicit_port: None,
            requires_tls: false,
            certificate: None,
        };
        let mut settings = FtpAccountSettings::default();
        let asked = FtpHost::parse("panel.example");
        let connection = endpoint.connection(name.clone(), &settings, asked.as_ref());
        assert!(connection.allows_plaintext);
        assert_eq!(Some(connection.host), asked);
        settings.tls_required = true;
        assert!(
            !endpoint
                .connection(name.clone(), &settings, None)
                .allows_plaintext
        );
        settings.tls_required = false;
        endpoint.requires_tls = true;
        endpoint.host = FtpHost::parse("ftp.example");
        let connection = endpoint.connection(name, &settings, asked.as_ref());
        assert!(!connection.allows_plaintext);
        assert_eq!(connection.host.as_str(), "ftp.example");
    }
}
