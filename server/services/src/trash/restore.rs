//! Restoring removed FTP accounts.

use std::collections::BTreeSet;

use model::{
    AccountName, Actor, AppError, DomainName, FtpAccountSelection, HomeDirectory, Operation,
    Permission,
};

use super::Trash;
use crate::audit::{AuditTrail, FtpAccountSnapshot, account_subject, from_json};
use crate::context::Context;
use crate::home_directory;
use crate::limits::require_room;
use crate::receipt::first_of_own;
use crate::store::{
    AuditAction, AuditEvent, FtpAccountId, FtpAccountRecord, FtpAccountsLock, SubscriptionRecord,
};
use crate::transaction::transaction;

impl Trash {
    /// Takes FTP accounts of a subscription out of « Corbeille », all or none.
    ///
    /// Who may: whoever may manage the subscription's FTP accounts. An account is then
    /// what it was: name, password, home directory, settings, former names. It can sign in as
    /// soon as this returns. A missing home directory is created again, if possible.
    ///
    /// # Errors
    /// [`AppError::NothingChosen`], [`AppError::NotFound`] if one is not in « Corbeille », or for
    /// another's subscription; [`AppError::TooManyFtpAccounts`].
    pub async fn restore(
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
            .restore(actor, vec![(subscription, names.to_vec())])
            .await
    }

    /// Takes back one of the actor's own removals: restores all that it removed from a subscription,
    /// or none.
    ///
    /// Who may: whoever removed them, as long as they may restore them.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for others' operations and for those that removed nothing, and as for
    /// [`Trash::restore`].
    pub async fn undo_removal(
        &self,
        actor: &Actor,
        domain: &DomainName,
        removal: &Operation,
    ) -> Result<Operation, AppError> {
        let events = self
            .context
            .store()
            .audit_events(removal, FtpAccountSelection::MAX_ACCOUNTS)
            .await?;
        if first_of_own(actor, &events)?.action != AuditAction::FtpAccountRemoved {
            return Err(AppError::NotFound);
        }
        let removed = |event: &&AuditEvent| event.action == AuditAction::FtpAccountRemoved;
        let names = events.iter().filter(removed).map(|event| {
            let before: FtpAccountSnapshot = from_json(&event.before)?;
            Ok(before.name)
        });
        let names = names.collect::<Result<Vec<AccountName>, AppError>>()?;
        self.restore(actor, domain, &names).await
    }

    /// Restores FTP accounts by their names alone, whichever subscriptions they are in: the same
    /// rules as for [`Trash::restore`], and also all or none.
    ///
    /// # Errors
    /// As for [`Trash::restore`].
    pub async fn restore_anywhere(
        &self,
        actor: &Actor,
        names: &[AccountName],
    ) -> Result<Operation, AppError> {
        let selected = self.context.select_anywhere(actor, names).await?;
        self.context.restore(actor, selected).await
    }
}

impl Context {
    async fn restore(
        &self,
        actor: &Actor,
        selected: Vec<(SubscriptionRecord, Vec<AccountName>)>,
    ) -> Result<Operation, AppError> {
        if selected.iter().all(|(_, names)| names.is_empty()) {
            return Err(AppError::NothingChosen);
        }
        let slot = self.bulk_change_slot(actor).await?;
        let trail = self.begin_operation(actor)?;
        let homes: Vec<(&SubscriptionRecord, HomeDirectory)> =
            transaction!(self.store(), |transaction| {
                let subscriptions = selected.iter().map(|(subscription, _)| subscription.id);
                let accounts = transaction.lock_ftp_accounts(subscriptions).await?;
                let mut homes = Vec::new();
                for (subscription, names) in &selected {
                    self.reseller_may_add_ftp_accounts(transaction, subscription.id, names.len())
                        .await?;
                    for account in restore_named(&accounts, &trail, subscription, names).await? {
                        homes.push((subscription, account.home_directory));
                    }
                }
                Ok(homes)
            })
            .await?;
        drop(slot);
        for (subscription, home) in homes {
            home_directory::recreate(self, actor.into(), subscription, &home).await;
        }
        Ok(trail.finish())
    }
}

/// Restores the accounts of these names, all or none.
async fn restore_named(
    accounts: &FtpAccountsLock<'_>,
    trail: &AuditTrail<'_>,
    subscription: &SubscriptionRecord,
    names: &[AccountName],
) -> Result<Vec<FtpAccountRecord>, AppError> {
    let names: BTreeSet<AccountName> = names.iter().cloned().collect();
    let names: Vec<AccountName> = names.into_iter().collect();
    let found = accounts.find_removed(subscription.id, &names).await?;
    if found.len() < names.len() {
        return Err(AppError::NotFound);
    }
    require_room(accounts, subscription.id, found.len() as u64).await?;
    let ids: Vec<FtpAccountId> = found.iter().map(|one| one.account.id).collect();
    accounts.restore_from_trash(&ids).await?;
    let found = found.into_iter().map(|removed| removed.account);
    let restored: Vec<FtpAccountRecord> = found.collect();
    for account in &restored {
        let subject = account_subject(&account.name, subscription).about(account.id);
        let after = FtpAccountSnapshot::of(account, false);
        trail
            .write(
                accounts.transaction(),
                AuditAction::FtpAccountRestored,
                subject,
                None,
                Some(&after),
            )
            .await?;
    }
    Ok(restored)
}
