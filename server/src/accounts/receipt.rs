//! Receipts: what an operation did, told to the person who did it.

use app::model::{Actor, Change, Field, FtpAccountSettings, Operation, Problem, Receipt};
use serde::de::DeserializeOwned;

use super::audit::{FtpAccountSnapshot, SubscriptionSnapshot};
use super::ftp_session::FtpSessionSnapshot;
use super::{Accounts, internal};
use crate::store::{AuditEvent, Deed};

/// How many names of accounts one reads.
pub(super) const MOST_NAMES: u64 = 25;

impl Accounts {
    /// Tells the actor what one of their own operations did, from the audit trail.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for others' operations and for those that have no receipt.
    pub async fn view_receipt(
        &self,
        actor: &Actor,
        operation: &Operation,
    ) -> Result<Receipt, Problem> {
        let events = self.store().audit_events(operation, MOST_NAMES).await?;
        let first = first_of_own(actor, &events)?;
        // A change of one account may have rows beside its own, such as a link that it revoked.
        let count = self
            .store()
            .count_audit_events(operation, first.deed)
            .await?;
        match first.deed {
            Deed::SubscriptionAdded => {
                let added: SubscriptionSnapshot = snapshot(&first.after)?;
                Ok(Receipt::SubscriptionAdded {
                    domain: added.domain,
                    main_account: added.main_account,
                })
            }
            Deed::FtpAccountAdded => {
                let added: FtpAccountSnapshot = snapshot(&first.after)?;
                Ok(Receipt::AccountAdded {
                    name: added.name,
                    home_directory: added.home_directory,
                })
            }
            Deed::FtpAccountChanged if count > 1 => {
                let before: FtpAccountSnapshot = snapshot(&first.before)?;
                let after: FtpAccountSnapshot = snapshot(&first.after)?;
                let changed = setting_changes(&before.settings, &after.settings);
                let Some(Change::Setting { field, .. }) = changed.first() else {
                    return Err(Problem::NotFound);
                };
                Ok(Receipt::AccountsChanged {
                    count,
                    field: *field,
                    after: Box::new(after.settings),
                })
            }
            Deed::FtpAccountChanged => {
                let before: FtpAccountSnapshot = snapshot(&first.before)?;
                let after: FtpAccountSnapshot = snapshot(&first.after)?;
                Ok(Receipt::AccountChanged {
                    name: after.name.clone(),
                    changes: changes(before, after),
                })
            }
            Deed::FtpAccountRemoved if count > MOST_NAMES => {
                Ok(Receipt::ManyAccountsRemoved { count })
            }
            Deed::FtpAccountRemoved => {
                let names = events.iter().map(|event| {
                    let before: FtpAccountSnapshot = snapshot(&event.before)?;
                    Ok(before.name)
                });
                Ok(Receipt::AccountsRemoved {
                    names: names.collect::<Result<_, Problem>>()?,
                })
            }
            Deed::FtpSessionEnded => {
                let before: FtpSessionSnapshot = snapshot(&first.before)?;
                Ok(Receipt::SessionEnded {
                    account: before.account,
                })
            }
            // « Corbeille » and former names have pages of their own to tell it.
            Deed::FtpAccountRestored
            | Deed::FtpAccountPurged
            | Deed::FtpFilesRemoved
            | Deed::FtpFormerNameEnded
            | Deed::SignedIn
            | Deed::SignInRefused
            | Deed::PanelUserAdded
            | Deed::OneTimeLinkMade
            | Deed::OneTimeLinkRevoked
            | Deed::OneTimeLinkUsed
            | Deed::PanelUserPasswordChanged
            | Deed::FolderMade
            | Deed::DefaultSettingsChanged => Err(Problem::NotFound),
        }
    }
}

/// The first row of an operation that the actor carried out.
pub(super) fn first_of_own<'a>(
    actor: &Actor,
    events: &'a [AuditEvent],
) -> Result<&'a AuditEvent, Problem> {
    let own = |event: &&AuditEvent| event.panel_user_id == actor.panel_user_id();
    events.first().filter(own).ok_or(Problem::NotFound)
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
) -> Result<Snapshot, Problem> {
    let json = json.as_deref().unwrap_or_default();
    serde_json::from_str(json).map_err(|error| internal(&error))
}
