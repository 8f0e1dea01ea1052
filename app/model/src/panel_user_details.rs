//! Panel users as those who manage them see them.

use serde::{Deserialize, Serialize};

use super::{
    CollaboratorRole, DomainName, EmailAddress, LinkValidity, Locale, Login, OneTimeLink, Page,
    ResellerLimits, ResellerUsage, Role, UtcTime,
};

/// All that is said of a panel user by those who manage them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PanelUserDetails {
    /// The name to sign in with.
    pub login: Login,
    /// The name to be called by.
    pub display_name: String,
    /// Where their mail goes; none if they get none.
    #[serde(default)]
    pub email: Option<EmailAddress>,
    /// What the person may do.
    pub role: Role,
    /// Whether the person is kept from signing in.
    pub disabled: bool,
    /// The reseller whose customer it is; none for one of the administrators', and for any other
    /// role.
    pub reseller: Option<Login>,
    /// What a reseller may have at most; of no consequence for any other role.
    pub limits: ResellerLimits,
}

/// A panel user in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PanelUserRow {
    /// The name to sign in with.
    pub login: Login,
    /// The name to be called by.
    pub display_name: String,
    /// Where their mail goes.
    pub email: Option<EmailAddress>,
    /// What the person may do.
    pub role: Role,
    /// Whether the person is kept from signing in.
    pub disabled: bool,
    /// The reseller whose customer it is.
    pub reseller: Option<Login>,
    /// How many subscriptions the person owns.
    pub subscriptions: u64,
    /// When the person was added.
    pub created_at: UtcTime,
    /// When the person last signed in; none if never.
    pub last_sign_in_at: Option<UtcTime>,
}

/// A page of panel users.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PanelUserList {
    /// The page.
    pub users: Page<PanelUserRow>,
    /// What a reseller who looks at their customers has, and may have; none for administrators.
    pub own_limits: Option<(ResellerLimits, ResellerUsage)>,
}

/// A panel user as the page shows them that changes them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PanelUserView {
    /// What is said of them.
    pub details: PanelUserDetails,
    /// The version of it.
    pub version: i64,
    /// Whether it is the person who looks.
    pub is_self: bool,
    /// When the person was added.
    pub created_at: UtcTime,
    /// When the person last signed in; none if never.
    pub last_sign_in_at: Option<UtcTime>,
    /// The link by which the person may set a password; none if there is none that works.
    pub link: Option<OneTimeLink>,
    /// Whether the person has a second factor.
    pub has_second_factor: bool,
    /// What a reseller has, of what is limited; none for any other role.
    pub usage: Option<ResellerUsage>,
    /// What the person owns.
    pub possessions: PanelUserPossessions,
    /// Which roles, and whose customer, the person who looks may choose.
    pub choices: PanelUserChoices,
}

/// What a person has just done to a panel user, or to somebody's part in a subscription.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PanelUserReceipt {
    /// The panel user of this login was changed.
    Changed(Login),
    /// The panel user of this login was removed.
    Removed(Login),
    /// A link by which somebody could set their password was revoked.
    LinkRevoked,
    /// This person got a part in the subscription.
    CollaboratorAdded(Login),
    /// This person got another part in it.
    CollaboratorChanged(Login),
    /// This person has no part in it any more.
    CollaboratorRemoved(Login),
}

/// Whose password a one-time link sets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PanelUserLinkView {
    /// The name to sign in with.
    pub login: Login,
    /// The name to be called by.
    pub display_name: String,
    /// What the person may do, by which the rules of the password go.
    pub role: Role,
}

/// What a panel user owns: what has to go to somebody else before they are removed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PanelUserPossessions {
    /// How many subscriptions.
    pub subscriptions: u64,
    /// Their domain names, the first ones.
    pub domains: Vec<DomainName>,
    /// How many customers.
    pub customers: u64,
    /// Their logins, the first ones.
    pub logins: Vec<Login>,
}

impl PanelUserPossessions {
    /// How many names are told of what is owned.
    pub const MAX_NAMES: u32 = 25;
}

/// What whoever adds or changes a panel user may choose.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PanelUserChoices {
    /// Whether the role, the reseller and a reseller's limits can be chosen: by administrators. The
    /// people that a reseller adds are the reseller's customers.
    pub everything: bool,
    /// The resellers whose customer a person can be.
    pub resellers: Vec<Login>,
}

/// To whom goes what a removed panel user owned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PanelUserHeirs {
    /// The new owner of their subscriptions; must be said if they have any.
    pub subscriptions: Option<Login>,
    /// The reseller who gets their customers; without one the administrators do.
    pub customers: Option<Login>,
}

/// Somebody who is to have a part in a subscription of another's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCollaborator {
    /// The login. If nobody has it, a customer is added.
    pub login: Login,
    /// What such a customer is called.
    pub display_name: String,
    /// What the person may do in the subscription.
    pub role: CollaboratorRole,
    /// For how long such a customer's link works.
    pub validity: LinkValidity,
    /// Where such a customer's mail goes, the link first of all, and the language of that mail.
    pub recipient: Option<(EmailAddress, Locale)>,
}

/// Somebody who has a part in a subscription of another's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CollaboratorRow {
    /// The login.
    pub login: Login,
    /// The name to be called by.
    pub display_name: String,
    /// What the person may do in the subscription.
    pub role: CollaboratorRole,
    /// Since when.
    pub added_at: UtcTime,
}

/// The people of a subscription.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubscriptionPeople {
    /// The subscription.
    pub domain: DomainName,
    /// Who owns it.
    pub owner: Login,
    /// Who has a part in it beside the owner, by login.
    pub collaborators: Vec<CollaboratorRow>,
}

impl SubscriptionPeople {
    /// The most people who have a part in a subscription beside its owner.
    pub const MAX_COLLABORATORS: u64 = 50;
}
