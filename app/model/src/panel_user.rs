//! The people who sign in to the panel.

use serde::{Deserialize, Serialize};

use super::{Locale, Login, Password};

/// A panel user's key in the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PanelUserId(pub i64);

/// What a panel user may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Sees and changes everything.
    Administrator,
    /// Sees and changes the own subscriptions only.
    Customer,
}

/// A panel user to be made.
#[derive(Clone, Debug)]
pub struct NewPanelUser {
    /// The name to sign in with.
    pub login: Login,
    /// The name to be called by.
    pub display_name: String,
    /// The first password.
    pub password: Password,
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
