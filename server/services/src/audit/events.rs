//! Which audited actions are events, and what is told of them.

use model::{AccountName, AuditAction, Change, Field, SubscriptionSettings};
use serde::de::DeserializeOwned;

use super::changes::changes;
use super::snapshot::{FtpAccountSnapshot, SubscriptionSnapshot};
use crate::event::{EventData, NewEvent};
use crate::store::{NewAuditEvent, Subject};

/// The event that an audited action is, if it is one.
pub(super) fn event_of(event: &NewAuditEvent) -> Option<NewEvent> {
    let data = data(event)?;
    let Subject {
        subscription,
        ftp_account,
        ..
    } = &event.subject;
    let (subscription, domain) = subscription.clone().unzip();
    Some(NewEvent {
        at: event.at,
        subscription,
        domain,
        account: *ftp_account,
        data,
    })
}

fn data(event: &NewAuditEvent) -> Option<EventData> {
    let account = || AccountName::parse(event.subject.name.as_deref()?).ok();
    match event.action {
        AuditAction::FtpAccountAdded => {
            let after: FtpAccountSnapshot = read(event.after.as_ref())?;
            Some(EventData::FtpAccountAdded {
                account: after.name,
                home_directory: after.home_directory,
            })
        }
        AuditAction::FtpAccountChanged => {
            let before: FtpAccountSnapshot = read(event.before.as_ref())?;
            changed(before, read(event.after.as_ref())?)
        }
        AuditAction::FtpAccountRemoved => {
            let account = account()?;
            Some(EventData::FtpAccountRemoved { account })
        }
        AuditAction::FtpAccountRestored => {
            let account = account()?;
            Some(EventData::FtpAccountRestored { account })
        }
        AuditAction::SubscriptionAdded => {
            let after: SubscriptionSnapshot = read(event.after.as_ref())?;
            Some(EventData::SubscriptionAdded {
                main_account: after.main_account,
            })
        }
        AuditAction::SubscriptionChanged | AuditAction::SubscriptionGiven => {
            let before: Option<SubscriptionSettings> = read(event.before.as_ref());
            let former = before.map(|before| before.domain);
            let now = event.subject.subscription.as_ref().map(|(_, now)| now);
            Some(EventData::SubscriptionChanged {
                former_domain: former.filter(|former| Some(former) != now),
            })
        }
        AuditAction::SubscriptionSuspended => Some(EventData::SubscriptionSuspended),
        AuditAction::SubscriptionResumed => Some(EventData::SubscriptionResumed),
        AuditAction::SubscriptionRemoved => Some(EventData::SubscriptionRemoved),
        AuditAction::SubscriptionRestored => Some(EventData::SubscriptionRestored),
        AuditAction::SignedIn
        | AuditAction::SignInRefused
        | AuditAction::SignedOut
        | AuditAction::Proved
        | AuditAction::ProofRefused
        | AuditAction::SessionsEnded
        | AuditAction::AccessRefused
        | AuditAction::PasswordChangeRefused
        | AuditAction::ApiTokenAdded
        | AuditAction::ApiTokenRevoked
        | AuditAction::ApiTokenRefused
        | AuditAction::PanelUserAdded
        | AuditAction::PanelUserPasswordChanged
        | AuditAction::SecondFactorSetUp
        | AuditAction::SecondFactorRemoved
        | AuditAction::SecondFactorRefused
        | AuditAction::RecoveryCodeUsed
        | AuditAction::RecoveryCodesMade
        | AuditAction::SecondFactorReset
        | AuditAction::SecondFactorPolicyChanged
        // It was removed before, which was told.
        | AuditAction::FtpAccountPurged
        | AuditAction::SubscriptionPurged
        | AuditAction::FtpFilesRemoved
        | AuditAction::WebspaceFilesRemoved
        | AuditAction::FtpFormerNameEnded
        // Each account of it is told.
        | AuditAction::FtpAccountsImported
        | AuditAction::FtpPasswordHashesExported
        | AuditAction::FtpSessionEnded
        | AuditAction::OneTimeLinkMade
        | AuditAction::OneTimeLinkRevoked
        | AuditAction::OneTimeLinkMailed
        | AuditAction::OneTimeLinkUsed
        | AuditAction::OneTimeLinkRefused
        | AuditAction::FolderMade
        | AuditAction::DefaultSettingsChanged
        | AuditAction::HostingChanged
        | AuditAction::OwnPageSignedIn
        | AuditAction::OwnPageSignedOut
        | AuditAction::OwnPagePasswordRefused
        | AuditAction::OwnPageSwitched
        | AuditAction::PanelUserRefused
        | AuditAction::CustomersGiven
        | AuditAction::PanelUserChanged
        | AuditAction::PanelUserRemoved
        | AuditAction::PanelUserLinkMade
        | AuditAction::PanelUserLinkRevoked
        | AuditAction::PanelUserLinkMailed
        | AuditAction::PanelUserLinkUsed
        | AuditAction::CollaboratorAdded
        | AuditAction::CollaboratorChanged
        | AuditAction::CollaboratorRemoved
        | AuditAction::LimitsChanged
        | AuditAction::PlanAdded
        | AuditAction::PlanChanged
        | AuditAction::PlanRemoved
        | AuditAction::WebhookAdded
        | AuditAction::WebhookChanged
        | AuditAction::WebhookRemoved
        | AuditAction::WebhookSecretReplaced
        | AuditAction::WebhookTested
        | AuditAction::WebhookSentAgain
        | AuditAction::DatabaseRestored => None,
    }
}

/// That an account was changed; none if everything was left as it was.
fn changed(before: FtpAccountSnapshot, after: FtpAccountSnapshot) -> Option<EventData> {
    let account = after.name.clone();
    let former_name = Some(before.name.clone()).filter(|former| *former != account);
    let changed: Vec<&str> = changes(before, after).iter().filter_map(key).collect();
    (!changed.is_empty()).then_some(EventData::FtpAccountChanged {
        account,
        former_name,
        changed,
    })
}

/// What a change is called.
fn key(change: &Change) -> Option<&'static str> {
    Some(match change {
        Change::Name { .. } => "name",
        Change::OldNameKept { .. } => return None,
        Change::HomeDirectory { .. } => "home_directory",
        Change::Password => "password",
        Change::Setting { field, .. } => setting_key(*field),
    })
}

/// What a setting of an account is called, as programs are told of it.
fn setting_key(field: Field) -> &'static str {
    match field {
        Field::State => "enabled",
        Field::Permission => "permission",
        Field::Expiry => "expires_at",
        Field::AllowedAddresses => "allowed_addresses",
        Field::MaxSessions => "max_sessions",
        Field::UploadRate => "upload_rate",
        Field::DownloadRate => "download_rate",
        Field::Tls => "tls_required",
        Field::Note => "note",
        Field::QuotaBytes => "quota_bytes",
        Field::QuotaFiles => "quota_files",
        other => other.key(),
    }
}

fn read<Snapshot: DeserializeOwned>(json: Option<&String>) -> Option<Snapshot> {
    serde_json::from_str(json?).ok()
}

#[cfg(test)]
mod tests {
    use model::FtpAccountSettings;

    use super::*;

    #[test]
    fn each_setting_is_called_as_programs_call_it() {
        for field in FtpAccountSettings::FIELDS {
            let key = setting_key(field);
            assert!(!key.contains('['), "{key}");
        }
    }
}
