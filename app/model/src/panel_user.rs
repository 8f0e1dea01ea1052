//! The people who sign in to the panel.

use serde::{Deserialize, Serialize};

use super::{EmailAddress, Locale, Login, Password};

/// A panel user's key in the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PanelUserId(pub i64);

/// What a panel user may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Sees and changes everything.
    Administrator,
    /// Sees and changes subscriptions of their own and of their customers, whom they add.
    Reseller,
    /// Sees and changes the own subscriptions only, and those that they are invited to.
    Customer,
}

impl Role {
    /// Every one, from whoever may do most to whoever may do least.
    pub const ALL: [Self; 3] = [Self::Administrator, Self::Reseller, Self::Customer];

    /// The role as it is stored and written.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Reseller => "reseller",
            Self::Customer => "customer",
        }
    }

    /// The role of such a text.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }
}

/// Whether a password that somebody else has set is for one sign-in only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordUse {
    /// The person has to choose another one at the next sign-in: whoever set it knows it.
    Temporary,
    /// The person goes on with it.
    Permanent,
}

/// What a signed-in person has to do before anything else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PendingStep {
    /// Choose a password of their own: the one that they have was given to them.
    ChangePassword,
    /// Set up a second factor: whoever has their role must have one.
    SetUpSecondFactor,
}

/// A panel user to be made.
#[derive(Clone, Debug)]
pub struct NewPanelUser {
    /// The name to sign in with.
    pub login: Login,
    /// The name to be called by.
    pub display_name: String,
    /// Where their mail goes; none if they get none.
    pub email: Option<EmailAddress>,
    /// The first password.
    pub password: Password,
    /// For how long it is.
    pub password_use: PasswordUse,
    /// What the person may do.
    pub role: Role,
    /// The language chosen for the person; none lets the browser's decide.
    pub locale: Option<Locale>,
}

/// The signed-in person, as the screens know them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Viewer {
    /// The name to sign in with.
    pub login: Login,
    /// The name to be called by.
    pub display_name: String,
    /// What the person may do.
    pub role: Role,
}
