//! Changing several FTP accounts at once.

use model::{
    AccountName, Actor, AppError, DomainName, FtpAccountSelection, FtpAccountsChange, Operation,
    Permission,
};

use super::FtpAccounts;
use crate::audit::{AuditTrail, FtpAccountSnapshot, account_subject};
use crate::context::Context;
use crate::limits::refuse_locked_changes;
use crate::store::{AuditAction, FtpAccountId, FtpAccountRecord, SubscriptionRecord, Transaction};
use crate::transaction::transaction;
use crate::work_budget::WorkSlot;

impl FtpAccounts {
    /// Changes one setting of several FTP accounts: enables them, disables them, or sets their
    /// expiry.
    ///
    /// Who may: whoever may manage the subscription's FTP accounts. The main account is
    /// never among them. Accounts that are selected by name are changed all or none. Of those that
    /// a list finds, at most [`FtpAccountSelection::MAX_ACCOUNTS`] are changed, some hundreds in each
    /// transaction, so that other writers get their turn; a failure leaves the batches before it
    /// changed. Each changed account has its audit row; one that has the setting already stays as
    /// it is. The open FTP sessions of changed accounts end at once.
    ///
    /// # Errors
    /// [`AppError::NothingToChange`] if all of them have the setting already; [`AppError::NothingChosen`];
    /// [`AppError::MainAccountStays`] if the main account is named; [`AppError::NotFound`] if one
    /// that is named is not there, or for another's subscription.
    pub async fn change_many(
        &self,
        actor: &Actor,
        domain: &DomainName,
        selection: &FtpAccountSelection,
        change: FtpAccountsChange,
    ) -> Result<Operation, AppError> {
        let subscription = self
            .context
            .authorised_subscription(actor, domain, Permission::ManageFtpAccounts)
            .await?;
        let slot = self.context.bulk_change_slot(actor).await?;
        let trail = self.context.begin_operation(actor)?;
        let mut changed = 0;
        match selection {
            FtpAccountSelection::Names(names) => {
                changed += self
                    .context
                    .change_batch(&trail, &subscription, names, true, change, &slot)
                    .await?;
            }
            FtpAccountSelection::Found(listing) => {
                let found = self.context.export_by_name(&subscription, listing, &slot);
                let mut found = found.await?;
                while let Some(rows) = found.batch(&slot).await? {
                    let left = FtpAccountSelection::MAX_ACCOUNTS - changed;
                    let names: Vec<AccountName> = rows
                        .into_iter()
                        .filter(|row| !row.is_main && !change.is_so(row))
                        .take(usize::try_from(left).unwrap_or(usize::MAX))
                        .map(|row| row.name)
                        .collect();
                    changed += self
                        .context
                        .change_batch(&trail, &subscription, &names, false, change, &slot)
                        .await?;
                    if changed >= FtpAccountSelection::MAX_ACCOUNTS {
                        break;
                    }
                }
            }
        }
        if changed == 0 {
            return Err(AppError::NothingToChange);
        }
        Ok(trail.finish())
    }
}

impl Context {
    /// Changes accounts in one transaction; returns how many did not have the setting already. If
    /// `all_or_none`, each of the names must exist.
    async fn change_batch(
        &self,
        trail: &AuditTrail<'_>,
        subscription: &SubscriptionRecord,
        names: &[AccountName],
        all_or_none: bool,
        change: FtpAccountsChange,
        _slot: &WorkSlot,
    ) -> Result<u64, AppError> {
        let mut names = names.to_vec();
        names.sort();
        names.dedup();
        if names.is_empty() {
            return if all_or_none {
                Err(AppError::NothingChosen)
            } else {
                Ok(0)
            };
        }
        let outdated = transaction!(self.store(), |transaction| {
            let batch = (names.as_slice(), all_or_none);
            store_batch(transaction, trail, subscription, batch, change).await
        })
        .await?;
        for (account, version, enabled) in &outdated {
            self.end_outdated(*account, *version, *enabled);
        }
        Ok(outdated.len() as u64)
    }
}

/// Changes the accounts that do not have the setting already; returns these as they are then: key,
/// access version, whether it is enabled.
async fn store_batch(
    transaction: &Transaction,
    trail: &AuditTrail<'_>,
    subscription: &SubscriptionRecord,
    (names, all_or_none): (&[AccountName], bool),
    change: FtpAccountsChange,
) -> Result<Vec<(FtpAccountId, i64, bool)>, AppError> {
    let accounts = transaction.lock_ftp_accounts([subscription.id]).await?;
    let found = accounts.find_many(subscription.id, names).await?;
    if found.iter().any(|account| account.is_main) {
        return Err(AppError::MainAccountStays);
    }
    if all_or_none && found.len() < names.len() {
        return Err(AppError::NotFound);
    }
    let limits = accounts.subscription_limits(subscription.id).await?;
    let limits = limits.ok_or(AppError::NotFound)?.limits;
    let mut outdated = Vec::new();
    for before in found {
        let settings = change.applied_to(&before.settings);
        if settings == before.settings {
            continue;
        }
        refuse_locked_changes(subscription, &limits, &before.settings, &settings)?;
        let after = FtpAccountRecord {
            settings,
            access_version: before.access_version + 1,
            ..before.clone()
        };
        accounts.change(&before, &after, None, trail.at).await?;
        trail
            .write(
                transaction,
                AuditAction::FtpAccountChanged,
                account_subject(&after.name, subscription).about(after.id),
                Some(&FtpAccountSnapshot::of(&before, false)),
                Some(&FtpAccountSnapshot::of(&after, false)),
            )
            .await?;
        outdated.push((after.id, after.access_version, after.settings.enabled));
    }
    Ok(outdated)
}
