//! Receipts: what an operation did, told to the person who did it.

use app::model::{Actor, Change, Field, FtpAccountSettings, Operation, Problem, Receipt};
use serde::de::DeserializeOwned;

use super::audit::{FtpAccountSnapshot, SubscriptionSnapshot};
use super::ftp_session::FtpSessionSnapshot;
use super::{Accounts, internal};
use crate::store::{AuditEvent, Deed};

/// How many names of accounts one reads.
const MOST_NAMES: usize = 25;

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
        let events = self.store().audit_events(operation).await?;
        let own = |event: &AuditEvent| event.panel_user_id == actor.panel_user_id();
        let first = events.first().filter(|event| own(event));
        let first = first.ok_or(Problem::NotFound)?;
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
            Deed::FtpAccountChanged if events.len() > 1 => {
                let before: FtpAccountSnapshot = snapshot(&first.before)?;
                let after: FtpAccountSnapshot = snapshot(&first.after)?;
                let changed = changed_settings(&before.settings, &after.settings).next();
                Ok(Receipt::AccountsChanged {
                    count: events.len() as u64,
                    field: changed.ok_or(Problem::NotFound)?,
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
            Deed::FtpAccountRemoved if events.len() > MOST_NAMES => {
                Ok(Receipt::ManyAccountsRemoved {
                    count: events.len() as u64,
                })
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
            | Deed::PanelUserPasswordChanged => Err(Problem::NotFound),
        }
    }
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
    for field in changed_settings(&before.settings, &after.settings) {
        changes.push(Change::Setting {
            field,
            before: Box::new(before.settings.clone()),
            after: Box::new(after.settings.clone()),
        });
    }
    changes
}

/// The settings that differ.
fn changed_settings(
    before: &FtpAccountSettings,
    after: &FtpAccountSettings,
) -> impl Iterator<Item = Field> {
    FtpAccountSettings::FIELDS
        .into_iter()
        .filter(|field| before.value(*field) != after.value(*field))
}

/// Reads what the audit trail keeps.
pub(super) fn snapshot<Snapshot: DeserializeOwned>(
    json: &Option<String>,
) -> Result<Snapshot, Problem> {
    let json = json.as_deref().unwrap_or_default();
    serde_json::from_str(json).map_err(|error| internal(&error))
}
