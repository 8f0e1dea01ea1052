//! Links by which the recipient of an FTP account sets its password alone.

use serde::{Deserialize, Serialize};

use super::{FtpHost, SettingError, UtcTime};

/// A link that has been made and neither used nor revoked. Never the link itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OneTimeLink {
    /// From when on it does not work any more.
    pub expires_at: UtcTime,
    /// Who made it, as the audit trail names them.
    pub made_by: String,
}

/// For how long a link works: 1 hour to 14 days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinkValidity(u16);

impl LinkValidity {
    /// The longest, in hours.
    pub const MAX_HOURS: u16 = 14 * 24;

    /// Reads a number of hours.
    ///
    /// # Errors
    /// [`SettingError::NotANumber`] for anything else.
    pub fn parse(text: &str) -> Result<Self, SettingError> {
        text.trim()
            .parse()
            .ok()
            .filter(|hours| (1..=Self::MAX_HOURS).contains(hours))
            .map(Self)
            .ok_or(SettingError::NotANumber {
                most: Self::MAX_HOURS.into(),
            })
    }

    /// The hours.
    pub fn hours(self) -> u16 {
        self.0
    }

    /// When a link that is made at this time ends.
    pub fn end(self, made_at: UtcTime) -> UtcTime {
        UtcTime(made_at.0 + i64::from(self.0) * 3_600)
    }
}

impl Default for LinkValidity {
    /// 3 days.
    fn default() -> Self {
        Self(72)
    }
}

/// Where browsers find the panel: `https://panel.example.com`, without a slash at its end.
///
/// It holds nothing else, so that it may be shown whoever sent it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PublicUrl(String);

impl PublicUrl {
    /// Reads an address of the panel; none for anything but a scheme, a host and a port.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (scheme, rest) = text.split_once("://")?;
        let authority = rest.strip_suffix('/').unwrap_or(rest);
        match scheme.to_ascii_lowercase().as_str() {
            "https" => Self::of(true, authority),
            "http" => Self::of(false, authority),
            _ => None,
        }
    }

    /// The address that a browser uses: the scheme, and the host that it asked for.
    pub fn of(https: bool, authority: &str) -> Option<Self> {
        let scheme = if https { "https" } else { "http" };
        let host = FtpHost::of_authority(authority)?.in_url();
        let port = authority
            .rsplit_once(':')
            .and_then(|(_, port)| port.parse::<u16>().ok());
        Some(Self(match port {
            Some(port) => format!("{scheme}://{host}:{port}"),
            _ => format!("{scheme}://{host}"),
        }))
    }

    /// Whether browsers reach the panel over HTTPS.
    pub fn is_https(&self) -> bool {
        self.0.starts_with("https://")
    }

    /// The address itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The link that a token makes, by which an FTP account's recipient sets its password.
    pub fn one_time_link(&self, token: &str) -> String {
        format!("{}{}", self.0, Self::one_time_path(token))
    }

    /// The same link without the panel's address, for where that is not known.
    pub fn one_time_path(token: &str) -> String {
        format!("/set-password/{token}")
    }

    /// Where FTP accounts sign in to the pages of their own.
    pub fn own_account(&self) -> String {
        format!("{}/me", self.0)
    }

    /// The link that a token makes, by which a panel user sets their password.
    pub fn panel_user_link(&self, token: &str) -> String {
        format!("{}/choose-password/{token}", self.0)
    }
}

/// A text is no address of the panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a scheme, a host and a port")]
pub struct PublicUrlError;

impl TryFrom<String> for PublicUrl {
    type Error = PublicUrlError;

    fn try_from(text: String) -> Result<Self, PublicUrlError> {
        Self::parse(&text).ok_or(PublicUrlError)
    }
}

impl From<PublicUrl> for String {
    fn from(url: PublicUrl) -> Self {
        url.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_works_for_an_hour_at_least_and_for_14_days_at_most() {
        let end = |text| LinkValidity::parse(text).map(|validity| validity.end(UtcTime(0)).0);
        assert_eq!(end("1"), Ok(3_600));
        assert_eq!(end(" 336 "), Ok(14 * 86_400));
        for text in ["", "0", "337", "-1", "1.5", "three"] {
            assert_eq!(
                end(text),
                Err(SettingError::NotANumber { most: 336 }),
                "{text}"
            );
        }
        assert_eq!(LinkValidity::default().end(UtcTime(0)).0, 3 * 86_400);
    }

    #[test]
    fn the_panel_is_at_a_scheme_a_host_and_a_port() {
        let link = |text| PublicUrl::parse(text).map(|url| url.one_time_link("x"));
        for (text, expected) in [
            (
                "https://Panel.example/",
                "https://panel.example/set-password/x",
            ),
            (
                "http://127.0.0.1:3000",
                "http://127.0.0.1:3000/set-password/x",
            ),
            ("https://[::1]:8443", "https://[::1]:8443/set-password/x"),
            ("https://[::1]", "https://[::1]/set-password/x"),
        ] {
            assert_eq!(link(text).as_deref(), Some(expected), "{text}");
        }
        for text in [
            "",
            "panel.example",
            "ftp://panel.example",
            "https://",
            "https://panel.example/berth",
            "https://user@panel.example",
            "https://panel.example?x",
            "javascript:alert(1)",
        ] {
            assert_eq!(link(text), None, "{text}");
        }
    }
}
