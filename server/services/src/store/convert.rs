//! Stored text and numbers into the model's types: the store's edge.

use model::{
    AccountName, AddressList, ApiAccess, ApiTokenName, CollaboratorRole, DeliveryError,
    DeliveryState, DisplayName, DomainName, EmailAddress, EventId, EventKind, EventKinds,
    FtpPermission, FtpProtocol, FtpRefusal, HomeDirectory, Locale, LockedSettings, Login,
    Operation, PlanName, Role, Standing, SystemUser, TimeZone, WebhookName, WebhookUrl,
    WebspaceRoot,
};

use super::error::StoreError;

/// Reads a stored value; `column` names it in the error.
pub(super) fn read<T: Stored>(text: &str, column: &'static str) -> Result<T, StoreError> {
    T::from_stored(text).ok_or(StoreError::Unreadable { column })
}

/// Reads a count.
pub(super) fn count(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

/// A type of the model that is stored as text.
pub(super) trait Stored: Sized {
    /// The value; none if the text breaks the type's rules.
    fn from_stored(text: &str) -> Option<Self>;
}

macro_rules! stored_as_text {
    ($($type:ty),*) => {$(
        impl Stored for $type {
            fn from_stored(text: &str) -> Option<Self> {
                // What earlier versions took can still be read.
                Self::try_from(text.to_owned()).ok()
            }
        }
    )*};
}
stored_as_text!(
    AccountName,
    ApiTokenName,
    DisplayName,
    DomainName,
    EventId,
    EventKinds,
    EmailAddress,
    HomeDirectory,
    LockedSettings,
    Login,
    PlanName,
    SystemUser,
    TimeZone,
    WebhookName,
    WebhookUrl,
    WebspaceRoot
);

impl Stored for Operation {
    fn from_stored(text: &str) -> Option<Self> {
        Self::parse(text)
    }
}

impl Stored for Locale {
    fn from_stored(text: &str) -> Option<Self> {
        Self::from_tag(text)
    }
}

impl Stored for Role {
    fn from_stored(text: &str) -> Option<Self> {
        Self::parse(text)
    }
}

impl Stored for FtpProtocol {
    fn from_stored(text: &str) -> Option<Self> {
        [Self::Ftp, Self::FtpsTls12, Self::FtpsTls13]
            .into_iter()
            .find(|protocol| protocol_text(*protocol) == text)
    }
}

/// How a protocol is stored.
pub(super) fn protocol_text(protocol: FtpProtocol) -> &'static str {
    match protocol {
        FtpProtocol::Ftp => "ftp",
        FtpProtocol::FtpsTls12 => "ftps, tls 1.2",
        FtpProtocol::FtpsTls13 => "ftps, tls 1.3",
    }
}

impl Stored for FtpPermission {
    fn from_stored(text: &str) -> Option<Self> {
        Self::parse(text)
    }
}

impl Stored for AddressList {
    fn from_stored(text: &str) -> Option<Self> {
        Self::parse(text).ok()
    }
}

impl Stored for FtpRefusal {
    fn from_stored(text: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|refusal| refusal.as_str() == text)
    }
}

impl Stored for CollaboratorRole {
    fn from_stored(text: &str) -> Option<Self> {
        Self::parse(text)
    }
}

impl Stored for ApiAccess {
    fn from_stored(text: &str) -> Option<Self> {
        Self::parse(text)
    }
}

impl Stored for Standing {
    fn from_stored(text: &str) -> Option<Self> {
        Self::parse(text)
    }
}

impl Stored for EventKind {
    fn from_stored(text: &str) -> Option<Self> {
        Self::parse(text)
    }
}

impl Stored for DeliveryState {
    fn from_stored(text: &str) -> Option<Self> {
        Self::parse(text)
    }
}

impl Stored for DeliveryError {
    fn from_stored(text: &str) -> Option<Self> {
        Self::parse(text)
    }
}
