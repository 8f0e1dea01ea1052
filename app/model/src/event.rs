//! Events: what programs elsewhere are told by webhooks.

use serde::{Deserialize, Serialize};

/// What happened, as webhooks name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum EventKind {
    /// An FTP account was added.
    FtpAccountAdded,
    /// An FTP account was changed.
    FtpAccountChanged,
    /// An FTP account was removed: put into « Corbeille ».
    FtpAccountRemoved,
    /// An FTP account was taken out of « Corbeille ».
    FtpAccountRestored,
    /// An FTP account expires soon.
    FtpAccountExpiring,
    /// An FTP account has expired.
    FtpAccountExpired,
    /// An FTP account's home directory holds nearly as much as its quota lets it.
    FtpAccountNearlyFull,
    /// An FTP account signed in.
    FtpSignedIn,
    /// A sign-in was refused.
    FtpRefused,
    /// A sign-in was refused without looking at the password, since too many had failed before.
    FtpLocked,
    /// A file was uploaded, or part of one.
    FtpUploaded,
    /// A file was downloaded, or part of one.
    FtpDownloaded,
    /// A file was removed.
    FtpRemoved,
    /// A file or folder was given another name or place.
    FtpRenamed,
    /// A folder was made.
    FtpFolderMade,
    /// A folder was removed.
    FtpFolderRemoved,
    /// An account did more of one kind than is recorded one by one.
    FtpNotRecorded,
    /// A subscription was added.
    SubscriptionAdded,
    /// A subscription was given another domain name or another owner.
    SubscriptionChanged,
    /// A subscription was suspended.
    SubscriptionSuspended,
    /// A suspended subscription was resumed.
    SubscriptionResumed,
    /// A subscription was removed with its FTP accounts: put into « Corbeille ».
    SubscriptionRemoved,
    /// A subscription was taken out of « Corbeille » with its FTP accounts.
    SubscriptionRestored,
    /// A certificate that the server shows expires soon.
    CertificateExpiring,
    /// Somebody tries a webhook out. Nobody has to choose it.
    WebhookTest,
}

/// What kinds of events have to do with, where one chooses some.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum EventGroup {
    /// FTP accounts: added, changed, removed, expiring.
    FtpAccounts,
    /// Sign-ins over FTP.
    SignIns,
    /// Files, and what is done to them over FTP.
    Files,
    /// Subscriptions.
    Subscriptions,
    /// The server itself.
    Server,
}

impl EventGroup {
    /// Every group, in the order in which a person is offered them.
    pub const ALL: [Self; 5] = [
        Self::FtpAccounts,
        Self::SignIns,
        Self::Files,
        Self::Subscriptions,
        Self::Server,
    ];

    /// The kinds of the group that can be chosen for a webhook: of the whole server, or else of a
    /// subscription.
    pub fn kinds(self, of_server: bool) -> Vec<EventKind> {
        let all = EventKind::ALL.iter().copied();
        let chosen = all.filter(|kind| kind.group() == Some(self) && kind.is_offered(of_server));
        chosen.collect()
    }
}

impl EventKind {
    /// Every kind, by its group.
    pub const ALL: &[Self] = &[
        Self::FtpAccountAdded,
        Self::FtpAccountChanged,
        Self::FtpAccountRemoved,
        Self::FtpAccountRestored,
        Self::FtpAccountExpiring,
        Self::FtpAccountExpired,
        Self::FtpAccountNearlyFull,
        Self::FtpSignedIn,
        Self::FtpRefused,
        Self::FtpLocked,
        Self::FtpUploaded,
        Self::FtpDownloaded,
        Self::FtpRemoved,
        Self::FtpRenamed,
        Self::FtpFolderMade,
        Self::FtpFolderRemoved,
        Self::FtpNotRecorded,
        Self::SubscriptionAdded,
        Self::SubscriptionChanged,
        Self::SubscriptionSuspended,
        Self::SubscriptionResumed,
        Self::SubscriptionRemoved,
        Self::SubscriptionRestored,
        Self::CertificateExpiring,
        Self::WebhookTest,
    ];

    /// The kind of a name; none for any other text.
    pub fn parse(text: &str) -> Option<Self> {
        let mut all = Self::ALL.iter().copied();
        all.find(|kind| kind.as_str() == text)
    }

    /// The kind as it is stored, and as the `type` of what is sent. It never changes.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::FtpAccountAdded => "ftp_account.added",
            Self::FtpAccountChanged => "ftp_account.changed",
            Self::FtpAccountRemoved => "ftp_account.removed",
            Self::FtpAccountRestored => "ftp_account.restored",
            Self::FtpAccountExpiring => "ftp_account.expiring",
            Self::FtpAccountExpired => "ftp_account.expired",
            Self::FtpAccountNearlyFull => "ftp_account.nearly_full",
            Self::FtpSignedIn => "ftp.signed_in",
            Self::FtpRefused => "ftp.refused",
            Self::FtpLocked => "ftp.locked",
            Self::FtpUploaded => "ftp.uploaded",
            Self::FtpDownloaded => "ftp.downloaded",
            Self::FtpRemoved => "ftp.removed",
            Self::FtpRenamed => "ftp.renamed",
            Self::FtpFolderMade => "ftp.folder_made",
            Self::FtpFolderRemoved => "ftp.folder_removed",
            Self::FtpNotRecorded => "ftp.not_recorded",
            Self::SubscriptionAdded => "subscription.added",
            Self::SubscriptionChanged => "subscription.changed",
            Self::SubscriptionSuspended => "subscription.suspended",
            Self::SubscriptionResumed => "subscription.resumed",
            Self::SubscriptionRemoved => "subscription.removed",
            Self::SubscriptionRestored => "subscription.restored",
            Self::CertificateExpiring => "certificate.expiring",
            Self::WebhookTest => "webhook.test",
        }
    }

    /// What it has to do with, where one chooses kinds; none of one that nobody chooses.
    pub fn group(self) -> Option<EventGroup> {
        Some(match self {
            Self::FtpAccountAdded
            | Self::FtpAccountChanged
            | Self::FtpAccountRemoved
            | Self::FtpAccountRestored
            | Self::FtpAccountExpiring
            | Self::FtpAccountExpired
            | Self::FtpAccountNearlyFull => EventGroup::FtpAccounts,
            Self::FtpSignedIn | Self::FtpRefused | Self::FtpLocked => EventGroup::SignIns,
            Self::FtpUploaded
            | Self::FtpDownloaded
            | Self::FtpRemoved
            | Self::FtpRenamed
            | Self::FtpFolderMade
            | Self::FtpFolderRemoved
            | Self::FtpNotRecorded => EventGroup::Files,
            Self::SubscriptionAdded
            | Self::SubscriptionChanged
            | Self::SubscriptionSuspended
            | Self::SubscriptionResumed
            | Self::SubscriptionRemoved
            | Self::SubscriptionRestored => EventGroup::Subscriptions,
            Self::CertificateExpiring => EventGroup::Server,
            Self::WebhookTest => return None,
        })
    }

    /// Whether it can be chosen for a webhook: of the whole server, or else of a subscription, which
    /// is there already and is told nothing of the server.
    pub fn is_offered(self, of_server: bool) -> bool {
        match self {
            Self::WebhookTest => false,
            Self::SubscriptionAdded | Self::CertificateExpiring => of_server,
            _ => true,
        }
    }
}

/// An event's id: `evt_` and 26 small letters and digits, random. Each attempt to tell of the event
/// has it, so that whoever is told twice notices.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EventId(String);

/// A text is no event's id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an event's id")]
pub struct EventIdError;

impl EventId {
    const PREFIX: &str = "evt_";
    /// Letters and digits after the prefix: 128 bits in base 32.
    const LENGTH: usize = 26;

    /// Reads an id.
    ///
    /// # Errors
    /// [`EventIdError`] for any other text.
    pub fn parse(text: &str) -> Result<Self, EventIdError> {
        let random = text.strip_prefix(Self::PREFIX).ok_or(EventIdError)?;
        let is_fine = random
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
        if random.len() != Self::LENGTH || !is_fine {
            return Err(EventIdError);
        }
        Ok(Self(text.to_owned()))
    }

    /// The id made of these bytes.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
        let number = u128::from_be_bytes(bytes);
        let mut text = String::from(Self::PREFIX);
        for place in (0..Self::LENGTH).rev() {
            let digit = (number >> (5 * place)) & 31;
            let digit = usize::try_from(digit).unwrap_or(0);
            text.push(char::from(DIGITS[digit]));
        }
        Self(text)
    }

    /// The id, as it is stored and sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for EventId {
    type Error = EventIdError;

    fn try_from(text: String) -> Result<Self, EventIdError> {
        Self::parse(&text)
    }
}

impl From<EventId> for String {
    fn from(id: EventId) -> Self {
        id.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_has_a_name_of_its_own() {
        for kind in EventKind::ALL {
            assert_eq!(EventKind::parse(kind.as_str()), Some(*kind));
        }
        assert_eq!(EventKind::parse("ftp"), None);
    }

    #[test]
    fn a_subscription_is_told_nothing_of_the_server() {
        let offered = |of_server| {
            let groups = EventGroup::ALL.into_iter();
            let kinds: Vec<EventKind> = groups.flat_map(|group| group.kinds(of_server)).collect();
            kinds
        };
        let (of_server, of_subscription) = (offered(true), offered(false));
        assert_eq!(of_server.len(), EventKind::ALL.len() - 1);
        assert_eq!(of_subscription.len(), of_server.len() - 2);
        assert!(!of_subscription.contains(&EventKind::CertificateExpiring));
        assert!(!of_server.contains(&EventKind::WebhookTest));
    }

    #[test]
    fn an_id_is_made_of_all_bits() {
        let id = |bytes| EventId::from_bytes(bytes).as_str().to_owned();
        assert_eq!(id([0; 16]), format!("evt_{}", "0".repeat(26)));
        assert_eq!(id([255; 16]), format!("evt_7{}", "z".repeat(25)));
        let made = EventId::from_bytes([7; 16]);
        assert_eq!(EventId::parse(made.as_str()), Ok(made));
        for wrong in ["", "evt_", "evt_0", "msg_00000000000000000000000000"] {
            assert_eq!(EventId::parse(wrong), Err(EventIdError), "{wrong}");
        }
    }
}
