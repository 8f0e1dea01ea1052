//! What was done over FTP: the rows of « Activité FTP », and how one looks for some of them.

use serde::{Deserialize, Serialize};

use super::{AccountName, DomainName, FtpProtocol, Page, UtcTime};

/// Something that was done over FTP, as a row of « Activité FTP » shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FtpActivityRow {
    /// When; for a transfer, when it ended.
    pub at: UtcTime,
    /// The account, by the name that it had then.
    pub account: AccountName,
    /// The client's address.
    pub address: String,
    /// How the control connection was encrypted; unknown for a refused sign-in.
    pub protocol: Option<FtpProtocol>,
    /// What was done.
    pub event: FtpEventKind,
}

/// What was done. Paths begin at the account's home directory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FtpEventKind {
    /// The account signed in.
    SignedIn,
    /// Someone was not let in.
    SignInRefused(FtpRefusal),
    /// A file was uploaded, or part of one.
    Uploaded(FtpTransferred),
    /// A file was downloaded, or part of one.
    Downloaded(FtpTransferred),
    /// A file was removed.
    FileRemoved(String),
    /// A folder was made.
    FolderMade(String),
    /// A folder was removed.
    FolderRemoved(String),
    /// A file or folder was given another name or place.
    Renamed {
        /// Where it was.
        from: String,
        /// Where it is.
        to: String,
    },
    /// More of one group was done than is recorded.
    NotRecorded {
        /// The group.
        group: FtpActivityGroup,
        /// How many events there were.
        events: u64,
    },
}

impl FtpEventKind {
    /// The group that it is found in.
    pub fn group(&self) -> FtpActivityGroup {
        match self {
            Self::SignedIn => FtpActivityGroup::SignIns,
            Self::SignInRefused(_) => FtpActivityGroup::Refusals,
            Self::Uploaded(_) => FtpActivityGroup::Uploads,
            Self::Downloaded(_) => FtpActivityGroup::Downloads,
            Self::FileRemoved(_)
            | Self::FolderMade(_)
            | Self::FolderRemoved(_)
            | Self::Renamed { .. } => FtpActivityGroup::Changes,
            Self::NotRecorded { group, .. } => *group,
        }
    }
}

/// A transfer that is over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FtpTransferred {
    /// The file.
    pub path: String,
    /// Bytes moved.
    pub bytes: u64,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
    /// Whether it came to its end.
    pub complete: bool,
}

/// Why someone was not let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum FtpRefusal {
    /// The password was wrong.
    WrongPassword,
    /// There were too many failures before; no password was looked at.
    Throttled,
    /// The home directory is missing, or lies outside of the webspace.
    HomeUnavailable,
    /// The account is disabled.
    Disabled,
    /// The account has expired.
    Expired,
    /// The account may not be used from this address.
    AddressNotAllowed,
    /// The account may only be used over TLS.
    TlsRequired,
    /// The account waits for whoever receives it to set a password.
    WaitsForPassword,
    /// The account's subscription is suspended.
    Suspended,
}

impl FtpRefusal {
    /// Every reason.
    pub const ALL: [Self; 9] = [
        Self::WrongPassword,
        Self::Throttled,
        Self::HomeUnavailable,
        Self::Disabled,
        Self::Expired,
        Self::AddressNotAllowed,
        Self::TlsRequired,
        Self::WaitsForPassword,
        Self::Suspended,
    ];

    /// Its name in the database and in metrics, which never changes.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::WrongPassword => "wrong_password",
            Self::Throttled => "throttled",
            Self::HomeUnavailable => "home_unavailable",
            Self::Disabled => "disabled",
            Self::Expired => "expired",
            Self::AddressNotAllowed => "address_not_allowed",
            Self::TlsRequired => "tls_required",
            Self::WaitsForPassword => "waits_for_password",
            Self::Suspended => "suspended",
        }
    }
}

/// The kinds of activity that one can look for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum FtpActivityGroup {
    /// Sign-ins.
    SignIns,
    /// Refused sign-ins.
    Refusals,
    /// Uploads.
    Uploads,
    /// Downloads.
    Downloads,
    /// Removals, renames, and folders made and removed.
    Changes,
}

impl FtpActivityGroup {
    /// Every group, in the order in which a person is offered them.
    pub const ALL: [Self; 5] = [
        Self::SignIns,
        Self::Refusals,
        Self::Uploads,
        Self::Downloads,
        Self::Changes,
    ];

    /// The group in addresses and in the database.
    pub fn key(self) -> &'static str {
        match self {
            Self::SignIns => "sign-ins",
            Self::Refusals => "refused",
            Self::Uploads => "uploads",
            Self::Downloads => "downloads",
            Self::Changes => "changes",
        }
    }

    /// The group of a key; none for any other text.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.key() == text)
    }
}

/// Which activity one looks for; what is `None` does not matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FtpActivityFilter {
    /// The account: one that there is, under whatever names it had, or one that is gone.
    pub account: Option<AccountName>,
    /// The kind.
    pub group: Option<FtpActivityGroup>,
}

/// A page of a subscription's activity, the latest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FtpActivityList {
    /// The subscription.
    pub domain: DomainName,
    /// The rows. No more than [`FtpActivityList::MAX_ROWS`] are counted or shown.
    pub activity: Page<FtpActivityRow>,
}

impl FtpActivityList {
    /// How far back one can turn the pages. Filters reach what is older.
    pub const MAX_ROWS: u64 = 10_000;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_is_found_by_its_key_alone() {
        for group in FtpActivityGroup::ALL {
            assert_eq!(FtpActivityGroup::parse(group.key()), Some(group));
        }
        for text in ["", "all", "Uploads"] {
            assert_eq!(FtpActivityGroup::parse(text), None, "{text}");
        }
    }
}
