//! Restoring removed FTP accounts.

use model::{AccountName, Actor, AppError, DomainName, FtpAccountSelection, Operation};

use super::Trash;
use crate::audit::{AuditTrail, FtpAccountSnapshot, account_subject, from_json};
use crate::context::Context;
use crate::home_directory;
use crate::receipt::first_of_own;
use crate::store::{
    AuditAction, AuditEvent, FtpAccountId, RemovedFtpAccountRecord, SubscriptionRecord,
};

impl Trash {
    /// Takes FTP accounts of a subscription out of « Corbeille », all or none.
    ///
    /// Who may: an administrator, and the customer who owns the subscription. An account is then
    /// what it was: name, password, home directory, settings, former names. It can sign in as
    /// soon as this returns. A missing home directory is created again, if possible.
    ///
    /// # Errors
    /// [`AppError::NothingChosen`], [`AppError::NotFound`] if one is not in « Corbeille », or for
    /// another's subscription.
    pub async fn restore(
        &self,
        actor: &Actor,
        domain: &DomainName,
        names: &[AccountName],
    ) -> Result<Operation, AppError> {
        let subscription = self.context.authorised_subscription(actor, domain).await?;
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
        let trail = AuditTrail::begin(actor)?;
        let transaction = self.store().begin().await?;
        let mut restored = Vec::new();
        for (subscription, mut names) in selected {
            names.sort();
            names.dedup();
            let accounts = transaction
                .removed_ftp_accounts(subscription.id, &names)
                .await?;
            if accounts.len() < names.len() {
                return Err(AppError::NotFound);
            }
            let ids: Vec<FtpAccountId> = accounts.iter().map(|one| one.account.id).collect();
            // One may have been restored concurrently.
            if transaction.restore_from_trash(&ids).await? < ids.len() as u64 {
                return Err(AppError::NotFound);
            }
            for RemovedFtpAccountRecord { account, .. } in accounts {
                let subject = account_subject(&account.name, &subscription).about(account.id);
                let after = FtpAccountSnapshot::of(&account, false);
                trail
                    .write(
                        &transaction,
                        AuditAction::FtpAccountRestored,
                        subject,
                        None,
                        Some(&after),
                    )
                    .await?;
                restored.push((
                    subscription.id,
                    subscription.webspace_root.clone(),
                    account.home_directory,
                ));
            }
        }
        transaction.commit().await?;
        drop(slot);
        for (subscription, root, home) in restored {
            home_directory::recreate(self, actor.into(), subscription, &root, &home).await;
        }
        Ok(trail.finish())
    }
}
