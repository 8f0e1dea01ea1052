//! What panel users may do, and what they are to a subscription. Which of them may do what is one
//! table, in `services`.

use serde::{Deserialize, Serialize};

/// What somebody is to a subscription.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Somebody who administers the server.
    Administrator,
    /// The reseller whose subscription, or whose customer's, it is.
    Reseller,
    /// The customer who owns it.
    Owner,
    /// Somebody invited to manage it.
    Manager,
    /// Somebody invited to look at it.
    Viewer,
}

impl Standing {
    /// Every one, from whoever may do most to whoever may do least.
    pub const ALL: [Self; 5] = [
        Self::Administrator,
        Self::Reseller,
        Self::Owner,
        Self::Manager,
        Self::Viewer,
    ];

    /// The standing as it is stored and written.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Reseller => "reseller",
            Self::Owner => "owner",
            Self::Manager => "manager",
            Self::Viewer => "viewer",
        }
    }

    /// The standing of such a text.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|standing| standing.as_str() == text)
    }
}

/// What somebody is invited to a subscription as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CollaboratorRole {
    /// May do everything that the owner may, but for people.
    Manager,
    /// Sees everything and changes nothing.
    Viewer,
}

impl CollaboratorRole {
    /// Every one.
    pub const ALL: [Self; 2] = [Self::Manager, Self::Viewer];

    /// The role as it is stored and written.
    pub fn as_str(self) -> &'static str {
        Standing::from(self).as_str()
    }

    /// The role of such a text.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }

    /// The version of somebody's part in a subscription: nothing of it can be changed but the role.
    pub fn version(self) -> i64 {
        match self {
            Self::Manager => 1,
            Self::Viewer => 2,
        }
    }
}

impl From<CollaboratorRole> for Standing {
    fn from(role: CollaboratorRole) -> Self {
        match role {
            CollaboratorRole::Manager => Self::Manager,
            CollaboratorRole::Viewer => Self::Viewer,
        }
    }
}

/// What may be done in a subscription.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// See the subscription: accounts, sessions, activity, usage, trash.
    View,
    /// Do whatever there is to be done to its FTP accounts: accounts, links, sessions, folders,
    /// defaults, trash.
    ManageFtpAccounts,
    /// Say which addresses are told of what happens in it.
    ManageWebhooks,
    /// Invite people to it.
    ManageCollaborators,
    /// Read who did what in it.
    ViewAudit,
    /// Change its domain, owner, plan and limits; suspend, remove and restore it.
    ManageSubscription,
    /// Say whom its files belong to.
    ManageHosting,
    /// Take in the FTP accounts of other servers, with the hashes of their passwords.
    ImportFtpAccounts,
}

impl Permission {
    /// Every one.
    pub const ALL: [Self; 8] = [
        Self::View,
        Self::ManageFtpAccounts,
        Self::ManageWebhooks,
        Self::ManageCollaborators,
        Self::ViewAudit,
        Self::ManageSubscription,
        Self::ManageHosting,
        Self::ImportFtpAccounts,
    ];
}

/// What may be done that concerns no single subscription.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServerPermission {
    /// See and change what concerns the whole server.
    AdministerServer,
    /// Add, change and remove panel users: an administrator all, a reseller the own customers.
    ManagePanelUsers,
    /// Add subscriptions: an administrator for all, a reseller for the own customers.
    AddSubscriptions,
    /// Make plans: an administrator the server's, a reseller the own.
    ManagePlans,
    /// Read the audit log of more than one subscription: an administrator all of it, a reseller what
    /// they are responsible for.
    ViewAudit,
}

impl ServerPermission {
    /// Every one.
    pub const ALL: [Self; 5] = [
        Self::AdministerServer,
        Self::ManagePanelUsers,
        Self::AddSubscriptions,
        Self::ManagePlans,
        Self::ViewAudit,
    ];
}
