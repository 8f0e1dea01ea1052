//! Removing FTP accounts.

use std::collections::{BTreeMap, BTreeSet};

use model::{
    AccountName, Actor, AppError, DomainName, ExpectedVersion, FtpAccountListing,
    FtpAccountSelection, Operation, Permission,
};

use super::FtpAccounts;
use crate::audit::{AuditTrail, FtpAccountSnapshot, account_subject};
use crate::context::Context;
use crate::store::{
    AuditAction, Constraint, FtpAccountId, FtpAccountRecord, FtpAccountsLock, StoreError,
    SubscriptionRecord,
};
use crate::transaction::transaction;
use crate::work_budget::WorkSlot;

impl FtpAccounts {
    /// Puts FTP accounts of a subscription into « Corbeille », all or none.
    ///
    /// Who may: whoever may manage the subscription's FTP accounts. The main account
    /// is never removed on its own; it goes with its subscription. Files stay, and names stay
    /// taken. The accounts' open FTP sessions end at once. They can be restored for
    /// [`TRASH_DAYS`](model::TRASH_DAYS).
    ///
    /// # Errors
    /// [`AppError::MainAccountStays`], [`AppError::NothingChosen`], [`AppError::NotFound`] if one is
    /// not there, or for another's subscription.
    pub async fn remove(
        &self,
        actor: &Actor,
        domain: &DomainName,
        names: &[AccountName],
    ) -> Result<Operation, AppError> {
        let subscription = self
            .context
            .authorised_subscription(actor, domain, Permission::ManageFtpAccounts)
            .await?;
        self.context
            .remove(actor, vec![(subscription, names.to_vec())])
            .await
    }

    /// Puts an FTP account of a subscription into « Corbeille », if it is of a version that is expected.
    ///
    /// Who may, and what becomes of it: as for [`FtpAccounts::remove`].
    ///
    /// # Errors
    /// [`AppError::EditConflict`] with what it is now, if it is at another version; else as for
    /// [`FtpAccounts::remove`].
    pub async fn remove_version(
        &self,
        actor: &Actor,
        domain: &DomainName,
        name: &AccountName,
        expected: &ExpectedVersion,
    ) -> Result<Operation, AppError> {
        let subscription = self
            .context
            .authorised_subscription(actor, domain, Permission::ManageFtpAccounts)
            .await?;
        let _slot = self.context.bulk_change_slot(actor).await?;
        let trail = self.context.begin_operation(actor)?;
        let names = std::slice::from_ref(name);
        let removed = transaction!(self.context.store(), |transaction| {
            let accounts = transaction.lock_ftp_accounts([subscription.id]).await?;
            let found = find(&accounts, &subscription, names, true).await?;
            let mut others = found.iter();
            if let Some(other) = others.find(|account| !expected.allows(account.version)) {
                let now = other.clone().into_view(domain);
                return Err(AppError::EditConflict(Box::new(now)));
            }
            move_to_trash(&accounts, &trail, &subscription, &found).await?;
            Ok(found)
        })
        .await?;
        for account in &removed {
            self.context.end_removed(account.id);
        }
        Ok(trail.finish())
    }

    /// Removes the FTP accounts that a list finds, but never the main one.
    ///
    /// Who may, and what becomes of them: as for [`FtpAccounts::remove`]. At most
    /// [`FtpAccountSelection::MAX_ACCOUNTS`] are removed, some hundreds in each transaction, so that other
    /// writers get their turn; a failure leaves the batches before it removed.
    ///
    /// # Errors
    /// [`AppError::NothingChosen`] if none is found; [`AppError::NotFound`] for another's
    /// subscription.
    pub async fn remove_found(
        &self,
        actor: &Actor,
        domain: &DomainName,
        listing: &FtpAccountListing,
    ) -> Result<Operation, AppError> {
        let subscription = self
            .context
            .authorised_subscription(actor, domain, Permission::ManageFtpAccounts)
            .await?;
        let slot = self.context.bulk_change_slot(actor).await?;
        let found = self.context.export_by_name(&subscription, listing, &slot);
        let mut found = found.await?;
        let trail = self.context.begin_operation(actor)?;
        let mut removed = 0;
        while let Some(rows) = found.batch(&slot).await? {
            let left = FtpAccountSelection::MAX_ACCOUNTS - removed;
            let names: Vec<AccountName> = rows
                .into_iter()
                .filter(|row| !row.is_main)
                .take(usize::try_from(left).unwrap_or(usize::MAX))
                .map(|row| row.name)
                .collect();
            let batch = vec![(subscription.clone(), names)];
            removed += self
                .context
                .remove_batch(&trail, batch, false, &slot)
                .await?;
            if removed >= FtpAccountSelection::MAX_ACCOUNTS {
                break;
            }
        }
        if removed == 0 {
            return Err(AppError::NothingChosen);
        }
        Ok(trail.finish())
    }

    /// Removes FTP accounts by their names alone, whichever subscriptions they are in: the same
    /// rules as for [`FtpAccounts::remove`], and also all or none.
    ///
    /// # Errors
    /// As for [`FtpAccounts::remove`].
    pub async fn remove_anywhere(
        &self,
        actor: &Actor,
        names: &[AccountName],
    ) -> Result<Operation, AppError> {
        let selected = self.context.select_anywhere(actor, names).await?;
        self.context.remove(actor, selected).await
    }
}

impl Context {
    /// Accounts by their names alone, in use or in « Corbeille », with their subscriptions, which
    /// the actor may change.
    pub(crate) async fn select_anywhere(
        &self,
        actor: &Actor,
        names: &[AccountName],
    ) -> Result<Vec<(SubscriptionRecord, Vec<AccountName>)>, AppError> {
        let mut by_domain: BTreeMap<DomainName, Vec<AccountName>> = BTreeMap::new();
        for name in names {
            let domain = self.store().domain_of_ftp_account_or_removed(name).await?;
            let domain = domain.ok_or(AppError::NotFound)?;
            by_domain.entry(domain).or_default().push(name.clone());
        }
        let mut selected = Vec::with_capacity(by_domain.len());
        for (domain, names) in by_domain {
            selected.push((
                self.authorised_subscription(actor, &domain, Permission::ManageFtpAccounts)
                    .await?,
                names,
            ));
        }
        Ok(selected)
    }

    /// Removes accounts of subscriptions that the actor may change.
    async fn remove(
        &self,
        actor: &Actor,
        selected: Vec<(SubscriptionRecord, Vec<AccountName>)>,
    ) -> Result<Operation, AppError> {
        if selected.iter().all(|(_, names)| names.is_empty()) {
            return Err(AppError::NothingChosen);
        }
        let slot = self.bulk_change_slot(actor).await?;
        let trail = self.begin_operation(actor)?;
        self.remove_batch(&trail, selected, true, &slot).await?;
        Ok(trail.finish())
    }

    /// Removes accounts in one transaction; returns how many. If `all_or_none`, each of the names
    /// must exist.
    async fn remove_batch(
        &self,
        trail: &AuditTrail<'_>,
        selected: Vec<(SubscriptionRecord, Vec<AccountName>)>,
        all_or_none: bool,
        _slot: &WorkSlot,
    ) -> Result<u64, AppError> {
        let removed: Vec<FtpAccountId> = transaction!(self.store(), |transaction| {
            let subscriptions = selected.iter().map(|(subscription, _)| subscription.id);
            let accounts = transaction.lock_ftp_accounts(subscriptions).await?;
            let mut removed = Vec::new();
            for (subscription, names) in &selected {
                let found = find(&accounts, subscription, names, all_or_none).await?;
                move_to_trash(&accounts, trail, subscription, &found).await?;
                removed.extend(found.iter().map(|account| account.id));
            }
            Ok(removed)
        })
        .await?;
        for account in &removed {
            self.end_removed(*account);
        }
        Ok(removed.len() as u64)
    }
}

/// The accounts of these names, which may all be removed.
async fn find(
    accounts: &FtpAccountsLock<'_>,
    subscription: &SubscriptionRecord,
    names: &[AccountName],
    all_or_none: bool,
) -> Result<Vec<FtpAccountRecord>, AppError> {
    let names: BTreeSet<AccountName> = names.iter().cloned().collect();
    let names: Vec<AccountName> = names.into_iter().collect();
    let found = accounts.find_many(subscription.id, &names).await?;
    if found.iter().any(|account| account.is_main) {
        return Err(AppError::MainAccountStays);
    }
    if all_or_none && found.len() < names.len() {
        return Err(AppError::NotFound);
    }
    Ok(found)
}

async fn move_to_trash(
    accounts: &FtpAccountsLock<'_>,
    trail: &AuditTrail<'_>,
    subscription: &SubscriptionRecord,
    found: &[FtpAccountRecord],
) -> Result<(), AppError> {
    let ids: Vec<FtpAccountId> = found.iter().map(|account| account.id).collect();
    accounts
        .move_to_trash(&ids, trail.at, trail.author())
        .await
        .map_err(main_account_stays)?;
    for account in found {
        let subject = account_subject(&account.name, subscription).about(account.id);
        let before = FtpAccountSnapshot::of(account, false);
        trail
            .write(
                accounts.transaction(),
                AuditAction::FtpAccountRemoved,
                subject,
                Some(&before),
                None,
            )
            .await?;
    }
    Ok(())
}

/// A main account that the database refuses to remove, as an error of the use case.
pub(crate) fn main_account_stays(error: StoreError) -> AppError {
    match error {
        StoreError::ConstraintViolated(Constraint::MainAccountStays) => AppError::MainAccountStays,
        error => error.into(),
    }
}
