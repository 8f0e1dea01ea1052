//! An FTP account's history: who changed what, with its sign-ins between.

use serde::{Deserialize, Serialize};

use super::{AccountName, Change, DomainName, FtpProtocol, FtpRefusal, HomeDirectory, UtcTime};

/// A page of an FTP account's history, the latest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FtpAccountHistory {
    /// The subscription.
    pub domain: DomainName,
    /// The account's name now.
    pub name: AccountName,
    /// Whether it is in « Corbeille ».
    pub is_removed: bool,
    /// What happened.
    pub entries: Vec<HistoryEntry>,
    /// Where older entries begin; none if there are none.
    pub older: Option<HistoryKey>,
}

impl FtpAccountHistory {
    /// Entries on a full page.
    pub const PAGE: u64 = 50;
}

/// Something that happened to an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryEntry {
    /// When.
    pub at: UtcTime,
    /// The account's name then; for a sign-in the one that was used.
    pub name: AccountName,
    /// Who, as the audit trail names them; none for what is done over FTP.
    pub actor: Option<String>,
    /// The API token by which a program acted for them, by its name then.
    pub token: Option<String>,
    /// From which address.
    pub address: Option<String>,
    /// What happened.
    pub event: HistoryEvent,
}

/// What happened to an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum HistoryEvent {
    /// It was added, or came with its subscription, with this home directory and these settings
    /// beside the usual ones.
    Added(HomeDirectory, Vec<Change>),
    /// It was changed.
    Changed(Vec<Change>),
    /// It was put into « Corbeille ».
    Removed,
    /// It was restored.
    Restored,
    /// A former name of it is accepted no more.
    FormerNameEnded(AccountName),
    /// Someone ended a session of it.
    SessionEnded,
    /// A link was made by which the recipient may set its password.
    LinkMade,
    /// Such a link was revoked, or replaced by another.
    LinkRevoked,
    /// Such a link was sent by mail.
    LinkMailed,
    /// Such a link was used.
    LinkUsed,
    /// It signed in to the page of its own.
    OwnPageSignedIn,
    /// It signed out of it.
    OwnPageSignedOut,
    /// Somebody who was signed in there gave a wrong password when they wanted to change it.
    OwnPagePasswordRefused,
    /// Something else, by the key that it is stored under.
    Other(String),
    /// It signed in.
    SignedIn(Option<FtpProtocol>),
    /// Someone was not let in.
    SignInRefused(FtpRefusal),
}

/// Where a page of a history ends: the keys of the last rows on it, of both tables that a history
/// is read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryKey {
    /// Of the audit trail.
    pub audit: i64,
    /// Of what was done over FTP.
    pub activity: i64,
}

impl HistoryKey {
    /// Before everything: where the first page begins.
    pub const START: Self = Self {
        audit: i64::MAX,
        activity: i64::MAX,
    };

    /// Reads a key of an address, such as `12-34`; none for any other text.
    pub fn parse(text: &str) -> Option<Self> {
        let (audit, activity) = text.split_once('-')?;
        let number = |text: &str| text.parse::<u64>().ok().and_then(|n| i64::try_from(n).ok());
        Some(Self {
            audit: number(audit)?,
            activity: number(activity)?,
        })
    }
}

impl std::fmt::Display for HistoryKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}-{}", self.audit, self.activity)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_two_numbers() {
        for key in [
            HistoryKey::START,
            HistoryKey {
                audit: 0,
                activity: 7,
            },
        ] {
            assert_eq!(HistoryKey::parse(&key.to_string()), Some(key));
        }
        for text in [
            "",
            "1",
            "1-",
            "-1-2",
            "1-2-3",
            "a-b",
            "1-99999999999999999999",
        ] {
            assert_eq!(HistoryKey::parse(text), None, "{text}");
        }
    }
}
