//! The audit trail: what is kept of a action, and the one place where it is written and logged.

use model::{
    AccountName, Actor, AppError, DomainName, FtpAccountSettings, HomeDirectory, Login,
    OneTimeLink, Operation, Origin, PanelUserId, Role, UtcTime, WebspaceRoot,
};
use serde::{Deserialize, Serialize};

use crate::context::internal;
use crate::store::{
    AuditAction, FtpAccountRecord, NewAuditEvent, Subject, SubscriptionId, SubscriptionRecord,
    Transaction,
};

/// An FTP account as the audit trail keeps it. Never a password, nor its hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FtpAccountSnapshot {
    pub(super) name: AccountName,
    pub(super) home_directory: HomeDirectory,
    /// What it may do and until when. Older rows have none.
    #[serde(default)]
    pub(super) settings: FtpAccountSettings,
    /// Whether the action gave the account another password.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) password_changed: bool,
    /// Until when the name before may still be signed in with, if the action says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) old_name_until: Option<UtcTime>,
}

impl FtpAccountSnapshot {
    /// An account that is stored.
    pub(super) fn of(account: &FtpAccountRecord, password_changed: bool) -> Self {
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
pub(super) struct FilesSnapshot {
    pub(super) home_directory: HomeDirectory,
}

/// A former name of an FTP account as the audit trail keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FormerNameSnapshot {
    pub(super) former_name: AccountName,
}

/// A subscription as the audit trail keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct SubscriptionSnapshot {
    pub(super) domain: DomainName,
    pub(super) webspace_root: WebspaceRoot,
    pub(super) owner: Login,
    pub(super) main_account: AccountName,
}

/// A panel user as the audit trail keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct PanelUserSnapshot {
    pub(super) login: Login,
    pub(super) display_name: String,
    pub(super) role: Role,
}

/// A one-time link as the audit trail keeps it. Never the link itself, nor its hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct OneTimeLinkSnapshot {
    pub(super) expires_at: UtcTime,
    pub(super) made_by: String,
}

impl From<&OneTimeLink> for OneTimeLinkSnapshot {
    fn from(link: &OneTimeLink) -> Self {
        Self {
            expires_at: link.expires_at,
            made_by: link.made_by.clone(),
        }
    }
}

/// Who did something, as the audit trail names them.
pub(super) struct Author<'a> {
    name: &'a str,
    panel_user_id: Option<PanelUserId>,
    origin: Option<&'a Origin>,
}

impl<'a> From<&'a Actor> for Author<'a> {
    fn from(actor: &'a Actor) -> Self {
        Self {
            name: actor.audit_name(),
            panel_user_id: actor.panel_user_id(),
            origin: actor.origin(),
        }
    }
}

impl<'a> Author<'a> {
    /// The program itself.
    pub(super) fn program() -> Self {
        Self {
            name: Actor::PROGRAM,
            panel_user_id: None,
            origin: None,
        }
    }

    /// Someone who is not signed in (yet).
    pub(super) fn anonymous(origin: &'a Origin) -> Self {
        Self {
            name: "(nobody)",
            panel_user_id: None,
            origin: Some(origin),
        }
    }

    /// Someone who is known by a one-time link alone.
    pub(super) fn recipient(origin: &'a Origin) -> Self {
        Self {
            name: "(one-time link)",
            panel_user_id: None,
            origin: Some(origin),
        }
    }
}

/// One run of a use case: every audit row that it writes carries the same key and time.
pub(super) struct AuditTrail<'a> {
    author: Author<'a>,
    operation: Operation,
    pub(super) at: UtcTime,
}

impl<'a> AuditTrail<'a> {
    /// Begins a run.
    pub(super) fn begin(author: impl Into<Author<'a>>) -> Result<Self, AppError> {
        let mut key = [0; 8];
        getrandom::fill(&mut key).map_err(|error| internal(&error))?;
        Ok(Self {
            author: author.into(),
            operation: Operation::from_bytes(key),
            at: UtcTime::now(),
        })
    }

    /// Goes on with a run that began earlier.
    pub(super) fn go_on(author: impl Into<Author<'a>>, operation: Operation) -> Self {
        Self {
            author: author.into(),
            operation,
            at: UtcTime::now(),
        }
    }

    /// Writes one audit row, in the transaction of the change itself.
    pub(super) async fn write<Snapshot: Serialize>(
        &self,
        transaction: &Transaction,
        action: AuditAction,
        subject: Subject,
        before: Option<&Snapshot>,
        after: Option<&Snapshot>,
    ) -> Result<(), AppError> {
        let json = |snapshot: Option<&Snapshot>| {
            snapshot
                .map(serde_json::to_string)
                .transpose()
                .map_err(|error| internal(&error))
        };
        let event = NewAuditEvent {
            at: self.at,
            operation: self.operation.clone(),
            actor: self.author.name.to_owned(),
            panel_user_id: self.author.panel_user_id,
            address: self.author.origin.map(|origin| origin.address.to_string()),
            action,
            subject,
            before: json(before)?,
            after: json(after)?,
        };
        tracing::info!(
            action = action.as_str(),
            actor = event.actor,
            address = event.address,
            subject = event.subject.name,
            operation = event.operation.as_str(),
            "done"
        );
        Ok(transaction.add_audit_event(event).await?)
    }

    /// Who does it, as the audit trail names them.
    pub(super) fn author(&self) -> &str {
        self.author.name
    }

    /// The key of the run, once it is done.
    pub(super) fn finish(self) -> Operation {
        self.operation
    }
}

/// The subject of a action on an FTP account.
pub(super) fn account_subject(name: &AccountName, subscription: &SubscriptionRecord) -> Subject {
    account_subject_of(name, subscription.id, subscription.domain.clone())
}

/// As [`account_subject`], where there is no more of the subscription.
pub(super) fn account_subject_of(
    name: &AccountName,
    subscription: SubscriptionId,
    domain: DomainName,
) -> Subject {
    Subject {
        name: Some(name.as_str().to_owned()),
        subscription: Some((subscription, domain)),
        ftp_account: None,
    }
}

/// The subject of a action on a panel user.
pub(super) fn panel_user_subject(login: &Login) -> Subject {
    Subject {
        name: Some(login.as_str().to_owned()),
        ..Subject::default()
    }
}
