//! Receipts: what an operation did, for the person who carried it out.

use model::{Actor, AppError, Change, Operation, PurgedFiles, Receipt, SubscriptionChange};

use crate::audit::{
    FtpAccountSnapshot, FtpSessionSnapshot, RemovedSubscriptionSnapshot, SubscriptionSnapshot,
    SuspensionSnapshot, changes, from_json, setting_changes,
};
use crate::part::part;
use crate::store::{AuditAction, AuditEvent};

part! {
    /// What an operation did, for the person who carried it out.
    Receipts
}

/// How many names of accounts a receipt shows.
pub(crate) const MAX_NAMES: u64 = 25;

impl Receipts {
    /// Shows the actor what one of their own operations did, from the audit trail.
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
                let added: SubscriptionSnapshot = from_json(&first.after)?;
                Ok(Receipt::SubscriptionAdded {
                    domain: added.domain,
                    main_account: added.main_account,
                })
            }
            AuditAction::SubscriptionChanged => {
                Ok(Receipt::SubscriptionChanged(SubscriptionChange {
                    before: from_json(&first.before)?,
                    after: from_json(&first.after)?,
                }))
            }
            AuditAction::SubscriptionSuspended => {
                let suspended: SuspensionSnapshot = from_json(&first.after)?;
                Ok(Receipt::SubscriptionSuspended {
                    domain: suspended.domain,
                })
            }
            AuditAction::SubscriptionResumed => {
                let resumed: SuspensionSnapshot = from_json(&first.before)?;
                Ok(Receipt::SubscriptionResumed {
                    domain: resumed.domain,
                })
            }
            AuditAction::SubscriptionRemoved => {
                let removed: RemovedSubscriptionSnapshot = from_json(&first.before)?;
                Ok(Receipt::SubscriptionRemoved {
                    domain: removed.domain,
                })
            }
            AuditAction::SubscriptionRestored => {
                let restored: RemovedSubscriptionSnapshot = from_json(&first.after)?;
                Ok(Receipt::SubscriptionRestored {
                    domain: restored.domain,
                })
            }
            AuditAction::SubscriptionPurged | AuditAction::WebspaceFilesRemoved => {
                let purged: RemovedSubscriptionSnapshot = from_json(&first.before)?;
                Ok(Receipt::SubscriptionPurged {
                    domain: purged.domain,
                    files: purged_files(&events, AuditAction::WebspaceFilesRemoved)?,
                })
            }
            AuditAction::FtpAccountAdded => {
                let added: FtpAccountSnapshot = from_json(&first.after)?;
                Ok(Receipt::AccountAdded {
                    name: added.name,
                    home_directory: added.home_directory,
                })
            }
            AuditAction::FtpAccountChanged if count > 1 => {
                let before: FtpAccountSnapshot = from_json(&first.before)?;
                let after: FtpAccountSnapshot = from_json(&first.after)?;
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
                let before: FtpAccountSnapshot = from_json(&first.before)?;
                let after: FtpAccountSnapshot = from_json(&first.after)?;
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
                    let before: FtpAccountSnapshot = from_json(&event.before)?;
                    Ok(before.name)
                });
                Ok(Receipt::AccountsRemoved {
                    names: names.collect::<Result<_, AppError>>()?,
                })
            }
            AuditAction::FtpAccountRestored => {
                let names = events.iter().map(|event| {
                    let after: FtpAccountSnapshot = from_json(&event.after)?;
                    Ok(after.name)
                });
                Ok(Receipt::AccountsRestored {
                    count,
                    names: names.collect::<Result<_, AppError>>()?,
                })
            }
            AuditAction::FtpSessionEnded => {
                let before: FtpSessionSnapshot = from_json(&first.before)?;
                Ok(Receipt::SessionEnded {
                    account: before.account,
                })
            }
            // « Corbeille », former names and panel users have receipts of their own; an import has
            // its page.
            AuditAction::FtpAccountPurged
            | AuditAction::FtpFilesRemoved
            | AuditAction::FtpFormerNameEnded
            | AuditAction::FtpAccountsImported
            | AuditAction::FtpPasswordHashesExported
            | AuditAction::SignedIn
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
            | AuditAction::OneTimeLinkMade
            | AuditAction::OneTimeLinkRevoked
            | AuditAction::OneTimeLinkMailed
            | AuditAction::OneTimeLinkUsed
            | AuditAction::OneTimeLinkRefused
            | AuditAction::PanelUserPasswordChanged
            | AuditAction::PanelUserRefused
            | AuditAction::PanelUserChanged
            | AuditAction::PanelUserRemoved
            | AuditAction::PanelUserLinkMade
            | AuditAction::PanelUserLinkRevoked
            | AuditAction::PanelUserLinkMailed
            | AuditAction::PanelUserLinkUsed
            | AuditAction::CustomersGiven
            | AuditAction::SubscriptionGiven
            | AuditAction::CollaboratorAdded
            | AuditAction::CollaboratorChanged
            | AuditAction::CollaboratorRemoved
            | AuditAction::SecondFactorSetUp
            | AuditAction::SecondFactorRemoved
            | AuditAction::SecondFactorRefused
            | AuditAction::RecoveryCodeUsed
            | AuditAction::RecoveryCodesMade
            | AuditAction::SecondFactorReset
            | AuditAction::SecondFactorPolicyChanged
            | AuditAction::FolderMade
            | AuditAction::DefaultSettingsChanged
            | AuditAction::WebhookAdded
            | AuditAction::WebhookChanged
            | AuditAction::WebhookRemoved
            | AuditAction::WebhookSecretReplaced
            | AuditAction::WebhookTested
            | AuditAction::WebhookSentAgain
            | AuditAction::DatabaseRestored
            | AuditAction::HostingChanged
            | AuditAction::OwnPageSignedIn
            | AuditAction::OwnPageSignedOut
            | AuditAction::OwnPagePasswordRefused
            | AuditAction::OwnPageSwitched
            | AuditAction::LimitsChanged
            | AuditAction::PlanAdded
            | AuditAction::PlanChanged
            | AuditAction::PlanRemoved => Err(AppError::NotFound),
        }
    }
}

/// The first row of an operation that the actor carried out.
pub(crate) fn first_of_own<'a>(
    actor: &Actor,
    events: &'a [AuditEvent],
) -> Result<&'a AuditEvent, AppError> {
    let token = actor.token().map(|token| token.name.as_str());
    // What a token is not for, its owner may have done.
    let by_token = |event: &AuditEvent| token.is_none() || event.token.as_deref() == token;
    let own = |event: &&AuditEvent| event.panel_user_id == actor.panel_user_id() && by_token(event);
    events.first().filter(own).ok_or(AppError::NotFound)
}

/// What became of the files: a second row is written when their removal has ended.
pub(crate) fn purged_files(
    events: &[AuditEvent],
    action: AuditAction,
) -> Result<PurgedFiles, AppError> {
    let of_files = |event: &&AuditEvent| event.action == action;
    match events.iter().rev().find(of_files) {
        None => Ok(PurgedFiles::Kept),
        Some(event) if event.after.is_none() => Ok(PurgedFiles::Underway),
        Some(event) => Ok(PurgedFiles::Removed(from_json(&event.after)?)),
    }
}
