//! Receipts: what an operation did, told to the person who did it.

use model::{Actor, AppError, Change, Field, FtpAccountSettings, Operation, Receipt};
use serde::de::DeserializeOwned;

use crate::audit::{FtpAccountSnapshot, SubscriptionSnapshot};
use crate::context::internal;
use crate::ftp_session::FtpSessionSnapshot;
use crate::store::{AuditAction, AuditEvent};

crate::part! {
    /// What an operation did, for the person who carried it out.
    Receipts
}

/// How many names of accounts one reads.
pub(super) const MAX_NAMES: u64 = 25;

impl Receipts {
    /// Tells the actor what one of their own operations did, from the audit trail.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for others' operations and for those that have no receipt.
    pub async fn view(&self, actor: &Actor, operation: &Operation) -> Result<Receipt, AppError> {
        let events = self
            .context
            .store()
            .audit_events(operation, MAX_NAMES)
            .await?;
        let first = first_of_own(actor, &events)?;
        // A change of one account may have rows beside its own, such as a link that it revoked.
        let count = self
            .context
            .store()
            .count_audit_events(operation, first.action)
            .await?;
        match first.action {
            AuditAction::SubscriptionAdded => {
                let added: SubscriptionSnapshot = snapshot(&first.after)?;
                Ok(Receipt::SubscriptionAdded {
                    domain: added.domain,
                    main_account: added.main_account,
                })
            }
            AuditAction::FtpAccountAdded => {
                let added: FtpAccountSnapshot = snapshot(&first.after)?;
                Ok(Receipt::AccountAdded {
                    name: added.name,
                    home_directory: added.home_directory,
                })
            }
            AuditAction::FtpAccountChanged if count > 1 => {
                let before: FtpAccountSnapshot = snapshot(&first.before)?;
                let after: FtpAccountSnapshot = snapshot(&first.after)?;
                let changed = setting_changes(&before.settings, &after.settings);
                let Some(Change::Setting { field, .. }) = changed.first() else {
                    return Err(AppError::NotFound);
                };
                Ok(Receipt::AccountsChanged {
                    count,
                    field: *field,
                    after: Box::new(after.settings),
                })
            }
            AuditAction::FtpAccountChanged => {
                let before: FtpAccountSnapshot = snapshot(&first.before)?;
                let after: FtpAccountSnapshot = snapshot(&first.after)?;
                Ok(Receipt::AccountChanged {
                    name: after.name.clone(),
                    changes: changes(before, after),
                })
            }
            AuditAction::FtpAccountRemoved if count > MAX_NAMES => {
                Ok(Receipt::ManyAccountsRemoved { count })
            }
            AuditAction::FtpAccountRemoved => {
                let names = events.iter().map(|event| {
                    let before: FtpAccountSnapshot = snapshot(&event.before)?;
                    Ok(before.name)
                });
                Ok(Receipt::AccountsRemoved {
                    names: names.collect::<Result<_, AppError>>()?,
                })
            }
            AuditAction::FtpAccountRestored => {
                let names = events.iter().map(|event| {
                    let after: FtpAccountSnapshot = snapshot(&event.after)?;
                    Ok(after.name)
                });
                Ok(Receipt::AccountsRestored {
                    count,
                    names: names.collect::<Result<_, AppError>>()?,
                })
            }
            AuditAction::FtpSessionEnded => {
                let before: FtpSessionSnapshot = snapshot(&first.before)?;
                Ok(Receipt::SessionEnded {
                    account: before.account,
                })
            }
            // « Corbeille » and former names have pages of their own to tell it.
            AuditAction::FtpAccountPurged
            | AuditAction::FtpFilesRemoved
            | AuditAction::FtpFormerNameEnded
            | AuditAction::SignedIn
            | AuditAction::SignInRefused
            | AuditAction::PanelUserAdded
            | AuditAction::OneTimeLinkMade
            | AuditAction::OneTimeLinkRevoked
            | AuditAction::OneTimeLinkUsed
            | AuditAction::PanelUserPasswordChanged
            | AuditAction::FolderMade
            | AuditAction::DefaultSettingsChanged => Err(AppError::NotFound),
        }
    }
}

/// The first row of an operation that the actor carried out.
pub(super) fn first_of_own<'a>(
    actor: &Actor,
    events: &'a [AuditEvent],
) -> Result<&'a AuditEvent, AppError> {
    let own = |event: &&AuditEvent| event.panel_user_id == actor.panel_user_id();
    events.first().filter(own).ok_or(AppError::NotFound)
}

/// What differs between two states of an account.
pub(super) fn changes(before: FtpAccountSnapshot, after: FtpAccountSnapshot) -> Vec<Change> {
    let mut changes = Vec::new();
    if before.name != after.name {
        changes.push(Change::Name {
            before: before.name,
            after: after.name,
        });
    }
    if let Some(until) = after.old_name_until {
        changes.push(Change::OldNameKept { until });
    }
    if before.home_directory != after.home_directory {
        changes.push(Change::HomeDirectory {
            before: before.home_directory,
            after: after.home_directory,
        });
    }
    if after.password_changed {
        changes.push(Change::Password);
    }
    changes.extend(setting_changes(&before.settings, &after.settings));
    changes
}

/// What differs between settings, in the order of the form.
pub(super) fn setting_changes(
    before: &FtpAccountSettings,
    after: &FtpAccountSettings,
) -> Vec<Change> {
    let changed = |field: &Field| before.value(*field) != after.value(*field);
    FtpAccountSettings::FIELDS
        .into_iter()
        .filter(changed)
        .map(|field| Change::Setting {
            field,
            before: Box::new(before.clone()),
            after: Box::new(after.clone()),
        })
        .collect()
}

/// Reads what the audit trail keeps.
pub(super) fn snapshot<Snapshot: DeserializeOwned>(
    json: &Option<String>,
) -> Result<Snapshot, AppError> {
    let json = json.as_deref().unwrap_or_default();
    serde_json::from_str(json).map_err(|error| internal(&error))
}
