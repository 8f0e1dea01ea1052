//! What the audit trail keeps of each thing, as JSON. Never a secret, nor its hash.

use model::{
    AccountName, DisplayName, DomainName, EmailAddress, FtpAccountSettings, HomeDirectory,
    HostingSettings, Login, OneTimeLink, PlanName, Role, SubscriptionLimits, Suspension, UtcTime,
    WebspaceRoot,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::error::InternalError;
use crate::store::{FtpAccountRecord, NewFtpAccountRecord, RemovedSubscriptionRecord};

/// An FTP account as the audit trail keeps it. Never a password, nor its hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FtpAccountSnapshot {
    pub(crate) name: AccountName,
    pub(crate) home_directory: HomeDirectory,
    /// What it may do and until when. Older rows have none.
    #[serde(default)]
    pub(crate) settings: FtpAccountSettings,
    /// Whether the action gave the account another password.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) password_changed: bool,
    /// Until when the former name may still be used to sign in, if the change keeps it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) old_name_until: Option<UtcTime>,
}

impl FtpAccountSnapshot {
    /// An account that is added.
    pub(crate) fn of_new(account: &NewFtpAccountRecord) -> Self {
        Self {
            name: account.name.clone(),
            home_directory: account.home_directory.clone(),
            settings: account.settings.clone(),
            password_changed: false,
            old_name_until: None,
        }
    }

    /// A stored account.
    pub(crate) fn of(account: &FtpAccountRecord, password_changed: bool) -> Self {
        Self {
            name: account.name.clone(),
            home_directory: account.home_directory.clone(),
            settings: account.settings.clone(),
            password_changed,
            old_name_until: None,
        }
    }
}

/// The files of an FTP account as the audit trail keeps them, before they are removed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FilesSnapshot {
    pub(crate) home_directory: HomeDirectory,
}

/// A former name of an FTP account as the audit trail keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FormerNameSnapshot {
    pub(crate) former_name: AccountName,
}

/// A subscription as the audit trail keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SubscriptionSnapshot {
    pub(crate) domain: DomainName,
    pub(crate) webspace_root: WebspaceRoot,
    pub(crate) owner: Login,
    pub(crate) main_account: AccountName,
    /// Whom its files belong to. Older rows have none.
    #[serde(default)]
    pub(crate) hosting: HostingSettings,
}

/// Whether a subscription's FTP accounts have pages of their own, as the audit trail keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct OwnPageSnapshot {
    pub(crate) own_page: bool,
}

/// That a subscription is suspended, as the audit trail keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SuspensionSnapshot {
    pub(crate) domain: DomainName,
    #[serde(flatten)]
    pub(crate) suspension: Suspension,
}

/// A removed subscription as the audit trail keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RemovedSubscriptionSnapshot {
    pub(crate) domain: DomainName,
    pub(crate) webspace_root: WebspaceRoot,
    pub(crate) owner: Login,
    /// How many FTP accounts it has, without those that were removed before it.
    pub(crate) ftp_accounts: u64,
}

impl RemovedSubscriptionSnapshot {
    /// A stored subscription.
    pub(crate) fn of(removed: &RemovedSubscriptionRecord) -> Self {
        Self {
            domain: removed.domain.clone(),
            webspace_root: removed.webspace.root.clone(),
            owner: removed.owner.clone(),
            ftp_accounts: removed.ftp_accounts,
        }
    }
}

/// A panel user as the audit trail keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PanelUserSnapshot {
    pub(crate) login: Login,
    pub(crate) display_name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) email: Option<EmailAddress>,
    pub(crate) role: Role,
}

/// Where a one-time link was mailed, as the audit trail keeps it. Never the link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct MailedLinkSnapshot {
    pub(crate) email: EmailAddress,
}

/// A second factor as the audit trail keeps it. Never a secret, nor a key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SecondFactorSnapshot {
    /// `app` or `passkey`.
    pub(crate) kind: String,
    /// What its owner calls a passkey.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<DisplayName>,
}

impl SecondFactorSnapshot {
    /// A passkey of this name.
    pub(crate) fn passkey(name: &DisplayName) -> Self {
        Self {
            kind: "passkey".to_owned(),
            name: Some(name.clone()),
        }
    }
}

/// A one-time link as the audit trail keeps it. Never the link itself, nor its hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct OneTimeLinkSnapshot {
    pub(crate) expires_at: UtcTime,
    pub(crate) made_by: String,
}

impl From<&OneTimeLink> for OneTimeLinkSnapshot {
    fn from(link: &OneTimeLink) -> Self {
        Self {
            expires_at: link.expires_at,
            made_by: link.made_by.clone(),
        }
    }
}

/// An FTP session as the audit trail keeps it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct FtpSessionSnapshot {
    pub(crate) account: AccountName,
    pub(crate) address: String,
    pub(crate) since: UtcTime,
}

/// How many sessions of the panel ended at once, as the audit trail keeps it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct PanelSessionsSnapshot {
    pub(crate) sessions: u64,
}

/// Why something was refused, as the audit trail keeps it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct RefusalSnapshot {
    pub(crate) reason: String,
}

/// The limits of a subscription as the audit trail keeps them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LimitsSnapshot {
    /// The plan that they are from; none if they are its own.
    pub(crate) plan: Option<PlanName>,
    pub(crate) limits: SubscriptionLimits,
}

/// An import of FTP accounts as the audit trail keeps it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ImportSnapshot {
    /// In what the file was written.
    pub(crate) format: &'static str,
    pub(crate) added: u64,
    pub(crate) changed: u64,
    pub(crate) refused: u64,
    pub(crate) links: u64,
}

/// Writes a snapshot.
pub(crate) fn to_json<Snapshot: Serialize>(snapshot: &Snapshot) -> Result<String, InternalError> {
    Ok(serde_json::to_string(snapshot)?)
}

/// Reads a snapshot.
pub(crate) fn from_json<Snapshot: DeserializeOwned>(
    json: &Option<String>,
) -> Result<Snapshot, InternalError> {
    Ok(serde_json::from_str(json.as_deref().unwrap_or_default())?)
}
