//! Webhooks: addresses that are told of events (Standard Webhooks).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::control_characters::has_control;
use super::{DomainName, EventId, EventKind, FieldError, FtpHost, Page, UtcTime, checked_text};

/// A webhook's key: what its page is found by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct WebhookId(pub i64);

/// A delivery's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DeliveryId(pub i64);

/// The name of a webhook: 1 to 64 characters, none of which is a
/// [control character](super::is_control).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct WebhookName(String);

checked_text!(WebhookName, WebhookNameError);

/// Which rule of [`WebhookName`] a text breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum WebhookNameError {
    /// The text is empty.
    Empty,
    /// More than [`WebhookName::MAX_LENGTH`] characters.
    TooLong,
    /// A control character, or one that turns the direction of text.
    ControlCharacter,
}

impl WebhookName {
    /// The longest name, in characters.
    pub const MAX_LENGTH: usize = 64;

    /// Reads a name as submitted: surrounding spaces are dropped.
    ///
    /// # Errors
    /// The first broken rule.
    pub fn parse(text: &str) -> Result<Self, WebhookNameError> {
        let name = text.trim();
        if name.is_empty() {
            return Err(WebhookNameError::Empty);
        }
        if has_control(name) {
            return Err(WebhookNameError::ControlCharacter);
        }
        if name.chars().count() > Self::MAX_LENGTH {
            return Err(WebhookNameError::TooLong);
        }
        Ok(Self(name.to_owned()))
    }
}

/// The address that a webhook calls: `https://hooks.example.com/berth`.
///
/// `http://` is an address, too; whether it is called is for the server's settings to decide, as are
/// addresses of networks that are not public.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct WebhookUrl(String);

checked_text!(WebhookUrl, WebhookUrlError);

/// Which rule of [`WebhookUrl`] a text breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum WebhookUrlError {
    /// The text is empty.
    Empty,
    /// More than [`WebhookUrl::MAX_LENGTH`] bytes.
    TooLong,
    /// It begins with neither `https://` nor `http://`.
    Scheme,
    /// A login or a password stands before the host. They would be shown with the address; a secret
    /// is what calls are signed with.
    Credentials,
    /// There is no host, or none that can be one, or its port is none.
    Host,
    /// A `#` and what follows it, which no server is ever sent.
    Fragment,
    /// A space, a control character, or a letter that has to be percent-encoded.
    Character,
}

impl WebhookUrl {
    /// The longest address, in bytes.
    pub const MAX_LENGTH: usize = 1024;

    /// Reads an address as submitted: surrounding spaces are dropped.
    ///
    /// # Errors
    /// The first broken rule.
    pub fn parse(text: &str) -> Result<Self, WebhookUrlError> {
        let url = text.trim();
        if url.is_empty() {
            return Err(WebhookUrlError::Empty);
        }
        if url.len() > Self::MAX_LENGTH {
            return Err(WebhookUrlError::TooLong);
        }
        let (scheme, rest) = url.split_once("://").ok_or(WebhookUrlError::Scheme)?;
        let scheme = scheme.to_ascii_lowercase();
        if !matches!(scheme.as_str(), "https" | "http") {
            return Err(WebhookUrlError::Scheme);
        }
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        if authority.contains('@') {
            return Err(WebhookUrlError::Credentials);
        }
        let host = FtpHost::of_authority(authority).ok_or(WebhookUrlError::Host)?;
        let port = port_of(authority)?;
        if path.contains('#') {
            return Err(WebhookUrlError::Fragment);
        }
        let is_plain = |character: char| character.is_ascii_graphic() && character != '\\';
        if !path.chars().all(is_plain) {
            return Err(WebhookUrlError::Character);
        }
        let path = if path.starts_with('/') {
            path.to_owned()
        } else {
            format!("/{path}")
        };
        Ok(Self(format!("{scheme}://{}{port}{path}", host.in_url())))
    }

    /// Whether what is sent there is encrypted.
    pub fn is_https(&self) -> bool {
        self.0.starts_with("https://")
    }

    /// The address without its path and query, which may hold what only its owner should know: for
    /// logs.
    pub fn origin(&self) -> &str {
        let after_scheme = self.0.find("://").map_or(0, |at| at + 3);
        let path = self.0[after_scheme..].find('/');
        path.map_or(&self.0, |path| &self.0[..after_scheme + path])
    }
}

/// The port of an authority with its colon; empty if there is none.
fn port_of(authority: &str) -> Result<&str, WebhookUrlError> {
    let after_host = authority.rfind(']').map_or(0, |end| end + 1);
    let Some(colon) = authority[after_host..].find(':') else {
        return Ok("");
    };
    let port = &authority[after_host + colon..];
    match port[1..].parse::<u16>() {
        Ok(1..) if port[1..].bytes().all(|byte| byte.is_ascii_digit()) => Ok(port),
        _ => Err(WebhookUrlError::Host),
    }
}

/// The kinds of events that a webhook is told of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EventKinds(BTreeSet<EventKind>);

/// A text names a kind of event that there is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnknownEventKind;

impl EventKinds {
    /// Reads names of kinds, with commas or spaces between.
    ///
    /// # Errors
    /// [`UnknownEventKind`].
    pub fn parse(text: &str) -> Result<Self, UnknownEventKind> {
        let names = text.split([',', ' ', '\n', '\r', '\t']);
        let names = names.filter(|name| !name.is_empty());
        let kinds = names.map(|name| EventKind::parse(name).ok_or(UnknownEventKind));
        Ok(Self(kinds.collect::<Result<_, _>>()?))
    }

    /// As [`Self::parse`], for a webhook of the whole server, or else of a subscription.
    ///
    /// # Errors
    /// [`FieldError::NoEventKinds`] if there is none; [`FieldError::NoSuchEventKind`] if one is unknown, or
    /// none that such a webhook tells of.
    pub fn parse_for(text: &str, of_server: bool) -> Result<Self, FieldError> {
        let kinds = Self::parse(text).map_err(|_| FieldError::NoSuchEventKind)?;
        if !kinds.iter().all(|kind| kind.is_offered(of_server)) {
            return Err(FieldError::NoSuchEventKind);
        }
        match kinds.is_empty() {
            true => Err(FieldError::NoEventKinds),
            false => Ok(kinds),
        }
    }

    /// All that can be chosen for a webhook: of the whole server, or else of a subscription.
    pub fn all(of_server: bool) -> Self {
        let all = EventKind::ALL.iter().copied();
        Self(all.filter(|kind| kind.is_offered(of_server)).collect())
    }

    /// Whether a kind is among them.
    pub fn contains(&self, kind: EventKind) -> bool {
        self.0.contains(&kind)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each, in the order of [`EventKind::ALL`].
    pub fn iter(&self) -> impl Iterator<Item = EventKind> {
        self.0.iter().copied()
    }

    /// Their names, with commas between.
    pub fn keys(&self) -> String {
        let names: Vec<&str> = self.iter().map(EventKind::as_str).collect();
        names.join(",")
    }
}

impl FromIterator<EventKind> for EventKinds {
    fn from_iter<Kinds: IntoIterator<Item = EventKind>>(kinds: Kinds) -> Self {
        Self(kinds.into_iter().collect())
    }
}

impl std::fmt::Display for UnknownEventKind {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("not a kind of event")
    }
}

impl TryFrom<String> for EventKinds {
    type Error = UnknownEventKind;

    fn try_from(text: String) -> Result<Self, UnknownEventKind> {
        Self::parse(&text)
    }
}

impl From<EventKinds> for String {
    fn from(kinds: EventKinds) -> Self {
        kinds.keys()
    }
}

/// A webhook to be made, or what one is to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Webhook {
    /// Its name, which no other webhook of the same subscription, or of the server, has in any letter
    /// case.
    pub name: WebhookName,
    /// What it calls.
    pub url: WebhookUrl,
    /// What it tells of.
    pub kinds: EventKinds,
    /// Whether it calls at all. What happens while it does not is never told.
    pub enabled: bool,
}

/// A webhook, as its page shows it. Never its secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookView {
    /// Which one.
    pub id: WebhookId,
    /// Its subscription; none if it tells of the whole server.
    pub domain: Option<DomainName>,
    /// What it is.
    pub webhook: Webhook,
    /// When it was made.
    pub created_at: UtcTime,
    /// How it is doing.
    pub state: WebhookState,
    /// Until when calls are signed with the former secret, too.
    pub old_secret_until: Option<UtcTime>,
    /// Grows with each change, from 1.
    pub version: i64,
}

/// How a webhook is doing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookState {
    /// Deliveries that wait; counted up to [`WebhookState::MAX_COUNTED`].
    pub waiting: u64,
    /// Since when every call has failed.
    pub failing_since: Option<UtcTime>,
    /// Whether so much waits that new events are left out.
    pub is_full: bool,
    /// When events were last left out, since too much waited.
    pub lost_at: Option<UtcTime>,
}

impl WebhookState {
    /// Waiting deliveries that are counted; that there are more is all that is said then.
    pub const MAX_COUNTED: u64 = 1000;
}

/// What became of a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum DeliveryState {
    /// It waits for its first attempt, or for another one.
    Waiting,
    /// The receiver took it.
    Delivered,
    /// It was tried for a day, or was a test that failed.
    GivenUp,
}

impl DeliveryState {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Waiting, Self::Delivered, Self::GivenUp];

    /// The state as it is stored and written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Delivered => "delivered",
            Self::GivenUp => "given_up",
        }
    }

    /// The state of such a text.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

/// Why a call failed that brought no answer, or none that was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum DeliveryError {
    /// The receiver answered with a status other than 2xx.
    Status,
    /// The receiver answered with a redirect, which is never followed.
    Redirect,
    /// The name of the host has no address.
    NameNotFound,
    /// Every address of the host is in a network that is not called: the server's own, or a private
    /// one.
    AddressRefused,
    /// Without encryption, only networks are called that the settings name.
    PlaintextRefused,
    /// No connection came about.
    NotConnected,
    /// There is no encryption that both sides take, or the certificate is not valid.
    Tls,
    /// The answer took too long.
    TimedOut,
    /// The connection broke off, or the answer is none of HTTP.
    BrokenOff,
}

impl DeliveryError {
    /// Every reason.
    pub const ALL: [Self; 9] = [
        Self::Status,
        Self::Redirect,
        Self::NameNotFound,
        Self::AddressRefused,
        Self::PlaintextRefused,
        Self::NotConnected,
        Self::Tls,
        Self::TimedOut,
        Self::BrokenOff,
    ];

    /// The reason as it is stored and written.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::Redirect => "redirect",
            Self::NameNotFound => "name_not_found",
            Self::AddressRefused => "address_refused",
            Self::PlaintextRefused => "plaintext_refused",
            Self::NotConnected => "not_connected",
            Self::Tls => "tls",
            Self::TimedOut => "timed_out",
            Self::BrokenOff => "broken_off",
        }
    }

    /// The reason of such a text.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|error| error.as_str() == text)
    }
}

/// A delivery, as a row of the last ones shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryRow {
    /// Which one.
    pub id: DeliveryId,
    /// The event.
    pub event: EventId,
    /// What happened.
    pub kind: EventKind,
    /// What is sent: JSON.
    pub body: String,
    /// When it was queued.
    pub created_at: UtcTime,
    /// What became of it.
    pub state: DeliveryState,
    /// How often it was tried.
    pub attempts: u32,
    /// The last attempt.
    pub last: Option<DeliveryAttempt>,
}

/// The last attempt at a delivery.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryAttempt {
    /// When.
    pub at: UtcTime,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
    /// The status of the answer; none if there was none.
    pub status: Option<u16>,
    /// The beginning of what was answered, up to [`DeliveryAttempt::MAX_ANSWER`] bytes.
    pub answer: String,
    /// Why it failed; none if it did not.
    pub error: Option<DeliveryError>,
}

impl DeliveryAttempt {
    /// Bytes of an answer that are kept.
    pub const MAX_ANSWER: usize = 1024;
}

/// The webhooks of a subscription, or of the whole server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookList {
    /// The subscription; none for the server.
    pub domain: Option<DomainName>,
    /// The webhooks, by name.
    pub webhooks: Vec<WebhookView>,
    /// How many there may be.
    pub most: u32,
}

/// What came of adding a webhook, or of replacing its secret: the only time that the secret is told.
/// Never printed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddedWebhook {
    /// Which one.
    pub id: WebhookId,
    /// Its name.
    pub name: WebhookName,
    /// What its calls are signed with.
    pub secret: String,
}

impl std::fmt::Debug for AddedWebhook {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "AddedWebhook({:?}, …)", self.id)
    }
}

/// What was done to a webhook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum WebhookReceipt {
    /// It was added.
    Added,
    /// It was changed.
    Changed,
    /// It was removed.
    Removed,
    /// What its calls are signed with was replaced.
    SecretReplaced,
    /// A test is being sent.
    Tested,
    /// Something is being sent again.
    SentAgain,
}

/// A webhook with its last deliveries, the latest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookDeliveries {
    /// The webhook.
    pub webhook: WebhookView,
    /// A page of deliveries; no more than [`WebhookDeliveries::MAX_ROWS`] are counted or shown.
    pub deliveries: Page<DeliveryRow>,
}

impl WebhookDeliveries {
    /// How far back one can turn the pages.
    pub const MAX_ROWS: u64 = 2_000;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_scheme_a_host_and_a_path() {
        let read = |text: &str| WebhookUrl::parse(text).map(String::from);
        for (text, expected) in [
            (
                " https://Hooks.Example/x?y=1 ",
                "https://hooks.example/x?y=1",
            ),
            ("HTTPS://hooks.example", "https://hooks.example/"),
            ("http://10.0.0.1:8080/a", "http://10.0.0.1:8080/a"),
            ("https://[2001:db8::1]:444/", "https://[2001:db8::1]:444/"),
            ("https://hooks.example?x", "https://hooks.example/?x"),
        ] {
            assert_eq!(read(text), Ok(expected.to_owned()), "{text}");
        }
        for (text, error) in [
            ("", WebhookUrlError::Empty),
            ("hooks.example/x", WebhookUrlError::Scheme),
            ("ftp://hooks.example/", WebhookUrlError::Scheme),
            (
                "https://me:secret@hooks.example/",
                WebhookUrlError::Credentials,
            ),
            (
                "https://hooks.example\\@10.0.0.1/",
                WebhookUrlError::Credentials,
            ),
            ("https:///x", WebhookUrlError::Host),
            ("https://a b/", WebhookUrlError::Host),
            ("https://hooks.example:0/", WebhookUrlError::Host),
            ("https://hooks.example:+80/", WebhookUrlError::Host),
            ("https://hooks.example:99999/", WebhookUrlError::Host),
            ("https://hooks.example/#x", WebhookUrlError::Fragment),
            ("https://hooks.example/a b", WebhookUrlError::Character),
            ("https://hooks.example/\u{e9}", WebhookUrlError::Character),
        ] {
            assert_eq!(read(text), Err(error), "{text}");
        }
        let long = format!("https://hooks.example/{}", "x".repeat(1024));
        assert_eq!(read(&long), Err(WebhookUrlError::TooLong));
    }

    #[test]
    fn logs_show_no_path() {
        let url = WebhookUrl::parse("https://hooks.example:8443/t/secret?k=1").map(|url| {
            assert!(url.is_https());
            url.origin().to_owned()
        });
        assert_eq!(url.as_deref(), Ok("https://hooks.example:8443"));
    }

    #[test]
    fn kinds_are_read_as_they_are_written() {
        let all = EventKinds::all(true);
        assert_eq!(EventKinds::parse(&all.keys()), Ok(all));
        let two = EventKinds::parse("ftp.uploaded, ftp_account.added");
        let keys = two.map(|kinds| kinds.keys());
        assert_eq!(keys.as_deref(), Ok("ftp_account.added,ftp.uploaded"));
        assert_eq!(EventKinds::parse("ftp.uploaded,x"), Err(UnknownEventKind));
        assert_eq!(EventKinds::parse(" ").map(|none| none.is_empty()), Ok(true));
    }

    #[test]
    fn each_state_and_reason_has_a_name_of_its_own() {
        for state in DeliveryState::ALL {
            assert_eq!(DeliveryState::parse(state.as_str()), Some(state));
        }
        for error in DeliveryError::ALL {
            assert_eq!(DeliveryError::parse(error.as_str()), Some(error));
        }
    }
}
