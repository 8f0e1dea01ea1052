//! Subscriptions: what lists and pages show of them, and the command that makes one.

use serde::{Deserialize, Serialize};

use super::{
    AccountName, DomainName, HostingSettings, Login, Password, Permission, Standing, UtcTime,
    WebspaceRoot,
};

/// A subscription, as a row of « Site et Domaines » shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubscriptionRow {
    /// The site's domain name.
    pub domain: DomainName,
    /// The owner's login.
    pub owner: Login,
    /// The folder on the server that it may use.
    pub webspace_root: WebspaceRoot,
    /// How many FTP accounts it has, the main one included.
    pub ftp_accounts: u64,
    /// When it was made.
    pub created_at: UtcTime,
    /// What the person who looks at the list is to it.
    pub standing: Standing,
    /// Whom its files belong to; for administrators only.
    pub hosting: Option<HostingSettings>,
}

/// A subscription, as the head of its pages shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubscriptionView {
    /// The site's domain name.
    pub domain: DomainName,
    /// The folder on the server that it may use.
    pub webspace_root: WebspaceRoot,
    /// What the person who looks at it is to it.
    pub standing: Standing,
    /// What that person may do in it.
    pub permissions: Vec<Permission>,
}

impl SubscriptionView {
    /// Whether the person who looks at it may do this.
    pub fn allows(&self, permission: Permission) -> bool {
        self.permissions.contains(&permission)
    }
}

/// A subscription to be made, with its main FTP account, whose home is `/`.
#[derive(Clone, Debug)]
pub struct NewSubscription {
    /// The site's domain name.
    pub domain: DomainName,
    /// The folder on the server that it may use; made if it is missing.
    pub webspace_root: WebspaceRoot,
    /// The login of the panel user who owns it.
    pub owner: Login,
    /// The main FTP account's name.
    pub main_account: AccountName,
    /// The main FTP account's first password.
    pub password: Password,
    /// Whom its files belong to.
    pub hosting: HostingSettings,
}
