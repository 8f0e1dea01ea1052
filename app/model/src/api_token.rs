//! API tokens: what programs act by in place of a panel user.

use serde::{Deserialize, Serialize};

use super::control_characters::has_control;
use super::{AddressList, DomainName, Login, UtcTime, checked_text};

/// An API token's key in the database. Never given to another token again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ApiTokenId(pub i64);

/// The name of an API token, which no other token of its owner has: 1 to 64 characters, none of which
/// is a [control character](super::is_control).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ApiTokenName(String);

checked_text!(ApiTokenName, ApiTokenNameError);

/// Which rule of [`ApiTokenName`] a text breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ApiTokenNameError {
    /// The text is empty.
    Empty,
    /// More than [`ApiTokenName::MAX_LENGTH`] characters.
    TooLong,
    /// A control character, or one that turns the direction of text.
    ControlCharacter,
}

impl ApiTokenName {
    /// The longest name, in characters.
    pub const MAX_LENGTH: usize = 64;

    /// Reads a name as submitted: surrounding spaces are dropped.
    ///
    /// # Errors
    /// The first broken rule.
    pub fn parse(text: &str) -> Result<Self, ApiTokenNameError> {
        let name = text.trim();
        if name.is_empty() {
            return Err(ApiTokenNameError::Empty);
        }
        if has_control(name) {
            return Err(ApiTokenNameError::ControlCharacter);
        }
        if name.chars().count() > Self::MAX_LENGTH {
            return Err(ApiTokenNameError::TooLong);
        }
        Ok(Self(name.to_owned()))
    }
}

/// What a token may be used for: its scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApiAccess {
    /// To look at what its owner may look at.
    Read,
    /// To change what its owner may change, too.
    Write,
}

impl ApiAccess {
    /// Every one, from the one by which least can be done.
    pub const ALL: [Self; 2] = [Self::Read, Self::Write];

    /// The access as it is stored and written.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
        }
    }

    /// The access of such a text.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|access| access.as_str() == text)
    }
}

/// The token by which a program acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActingToken {
    /// Which one.
    pub id: ApiTokenId,
    /// Its name, by which the audit trail tells what it did from what its owner did.
    pub name: ApiTokenName,
    /// Whether it can change anything.
    pub access: ApiAccess,
    /// Whether it is for some subscriptions alone, and for nothing that concerns no subscription.
    pub is_limited: bool,
}

/// The subscriptions that a token is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApiTokenSubscriptions {
    /// All that its owner sees, and what concerns no single subscription.
    All,
    /// These alone, by domain name. None is left once they are all removed for good.
    Only(Vec<DomainName>),
}

impl ApiTokenSubscriptions {
    /// The most that a token can be for, if it is not for all.
    pub const MAX: u32 = 100;
}

/// An API token to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewApiToken {
    /// Its name, which is free among its owner's.
    pub name: ApiTokenName,
    /// What it may be used for.
    pub access: ApiAccess,
    /// Where.
    pub subscriptions: ApiTokenSubscriptions,
    /// Until when; none for ever.
    pub expires_at: Option<UtcTime>,
    /// From which addresses.
    pub addresses: AddressList,
}

/// The most API tokens that a panel user has at once.
pub const MAX_API_TOKENS: u32 = 100;

/// An API token, as its owner and those who manage them see it: everything but the secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiTokenView {
    /// Its name, which no other token of its owner has.
    pub name: ApiTokenName,
    /// The panel user as whom it acts.
    pub owner: Login,
    /// What it may be used for.
    pub access: ApiAccess,
    /// Where.
    pub subscriptions: ApiTokenSubscriptions,
    /// Until when; none for ever.
    pub expires_at: Option<UtcTime>,
    /// Whether that was over when this was read.
    pub is_expired: bool,
    /// From which addresses.
    pub addresses: AddressList,
    /// When it was made.
    pub created_at: UtcTime,
    /// When it was last used, to a minute; none if never.
    pub last_used_at: Option<UtcTime>,
    /// From which address that was.
    pub last_used_from: Option<String>,
}

/// The API tokens of a panel user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiTokenList {
    /// The panel user.
    pub owner: Login,
    /// The tokens, by name.
    pub tokens: Vec<ApiTokenView>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_of_a_name_is_named() {
        let broken = |text: &str| ApiTokenName::parse(text).expect_err(text);
        assert_eq!(broken(" \t"), ApiTokenNameError::Empty);
        assert_eq!(broken(&"é".repeat(65)), ApiTokenNameError::TooLong);
        assert_eq!(broken("a\u{202e}b"), ApiTokenNameError::ControlCharacter);
        let name = ApiTokenName::parse(" Déploiement ").map(String::from);
        assert_eq!(name, Ok("Déploiement".to_owned()));
    }

    #[test]
    fn access_is_read_as_it_is_written_and_as_nothing_else() {
        for access in ApiAccess::ALL {
            assert_eq!(ApiAccess::parse(access.as_str()), Some(access));
        }
        for text in ["", "Read", "admin"] {
            assert_eq!(ApiAccess::parse(text), None, "{text}");
        }
    }
}
