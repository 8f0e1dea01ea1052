//! Subscriptions: what lists and pages show of them, and the command that makes one.

use serde::{Deserialize, Serialize};

use super::{
    AccountName, DomainName, HostingSettings, LockedSettings, Login, Password, Permission,
    PlanName, Standing, TRASH_DAYS, UtcTime, WebspaceRoot,
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
    /// The plan that its limits are from, if they are from one; for those who manage it only.
    pub plan: Option<PlanName>,
    /// Whom its files belong to; for administrators only.
    pub hosting: Option<HostingSettings>,
    /// Since when it is suspended; none if it is not.
    pub suspension: Option<Suspension>,
}

/// That a subscription is suspended: none of its FTP accounts can sign in, and nothing is lost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suspension {
    /// Since when.
    pub since: UtcTime,
    /// Who suspended it, as the audit trail names them.
    pub by: String,
}

/// A subscription, as the head of its pages shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubscriptionView {
    /// The site's domain name.
    pub domain: DomainName,
    /// The folder on the server that it may use.
    pub webspace_root: WebspaceRoot,
    /// Since when it is suspended; none if it is not.
    pub suspension: Option<Suspension>,
    /// What the person who looks at it is to it.
    pub standing: Standing,
    /// What that person may do in it.
    pub permissions: Vec<Permission>,
    /// The settings of FTP accounts that this person may not change.
    pub locked: LockedSettings,
}

impl SubscriptionView {
    /// Whether the person who looks at it may do this.
    pub fn allows(&self, permission: Permission) -> bool {
        self.permissions.contains(&permission)
    }
}

/// What can be changed of a subscription.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubscriptionSettings {
    /// The site's domain name.
    pub domain: DomainName,
    /// The login of the panel user who owns it.
    pub owner: Login,
}

/// What a change of a subscription did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubscriptionChange {
    /// What was set before.
    pub before: SubscriptionSettings,
    /// What is set now.
    pub after: SubscriptionSettings,
}

/// A subscription, as the page shows it on which it is changed, suspended and removed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubscriptionSettingsView {
    /// What can be changed.
    pub settings: SubscriptionSettings,
    /// Grows with each change, from 1.
    pub version: i64,
    /// The folder on the server that it may use.
    pub webspace_root: WebspaceRoot,
    /// How many FTP accounts it has, without those in « Corbeille ».
    pub ftp_accounts: u64,
    /// Since when it is suspended; none if it is not.
    pub suspension: Option<Suspension>,
    /// The logins that it can be given to.
    pub owners: Vec<Login>,
}

/// A removed subscription, as a row of « Corbeille » shows it. Its domain name and its webspace root
/// stay taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemovedSubscription {
    /// The site's domain name.
    pub domain: DomainName,
    /// The owner's login.
    pub owner: Login,
    /// The folder on the server that it used, and will use again when it is restored.
    pub webspace_root: WebspaceRoot,
    /// How many FTP accounts it has, without those that were removed before it.
    pub ftp_accounts: u64,
    /// When it was removed.
    pub removed_at: UtcTime,
    /// Who removed it, as the audit trail names them.
    pub removed_by: String,
    /// Whether its files are being removed: then it cannot be restored any more.
    pub is_being_purged: bool,
}

impl RemovedSubscription {
    /// When it is gone for good.
    pub fn gone_at(&self) -> UtcTime {
        self.removed_at.plus_days(TRASH_DAYS)
    }
}

/// A subscription to be made, with its main FTP account, whose home is `/`.
#[derive(Clone, Debug)]
pub struct NewSubscription {
    /// The site's domain name.
    pub domain: DomainName,
    /// The folder on the server that it may use; made if it is missing. None for the one of the domain
    /// name, below the first of the folders where webspaces may be.
    pub webspace_root: Option<WebspaceRoot>,
    /// The login of the panel user who owns it.
    pub owner: Login,
    /// The main FTP account's name.
    pub main_account: AccountName,
    /// The main FTP account's first password.
    pub password: Password,
    /// Whom its files belong to.
    pub hosting: HostingSettings,
}
