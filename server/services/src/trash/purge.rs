//! Removing FTP accounts for good.

use std::sync::Arc;

use model::{
    AccountName, Actor, AppError, DomainName, Field, FieldError, HomeDirectory, Operation,
    Permission, Purge,
};

use super::Trash;
use super::purge_one::purge_one;
use crate::context::Context;
use crate::error::InternalError;
use crate::store::{FtpAccountRecord, SubscriptionRecord};
use crate::transaction::transaction;

impl Trash {
    /// Removes an FTP account that is in « Corbeille » for good: its name becomes free, and it
    /// can never be restored.
    ///
    /// Who may: whoever may manage the subscription's FTP accounts, once they have proved lately who
    /// they are. Its files stay,
    /// unless their removal was confirmed with the account's name or its home directory. They are
    /// never removed if that is the webspace root, or another account, removed or not, has the same
    /// folder, one inside it or one around it, symlinks resolved. The main account, whose folder is
    /// around all, does not count.
    ///
    /// # Errors
    /// [`AppError::ProofRequired`]; [`AppError::Invalid`] at [`Field::Confirmation`]; [`AppError::NotFound`] if it is not in « Corbeille »,
    /// or for another's subscription; [`AppError::Busy`].
    pub async fn purge(
        &self,
        actor: &Actor,
        domain: &DomainName,
        name: &AccountName,
        how: Purge<'_>,
    ) -> Result<Operation, AppError> {
        let subscription = self
            .context
            .authorised_subscription(actor, domain, Permission::ManageFtpAccounts)
            .await?;
        self.context.require_recent_proof(actor)?;
        let found = self
            .context
            .store()
            .removed_ftp_account(subscription.id, name)
            .await?
            .ok_or(AppError::NotFound)?;
        let account = found.account;
        match how {
            Purge::KeepFiles => {
                self.context
                    .purge(actor, vec![(subscription, account)])
                    .await
            }
            Purge::WithFiles(confirmation) if confirms(confirmation, &account) => {
                let (context, actor) = (Arc::clone(&self.context), actor.clone());
                // In a task of its own: a request that is cancelled must not leave the folder in
                // quarantine.
                let purge = tokio::spawn(async move {
                    context
                        .purge_with_files(&actor, &subscription, account)
                        .await
                });
                purge.await.map_err(InternalError::from)?
            }
            Purge::WithFiles(_) => Err(AppError::at(Field::Confirmation, FieldError::NotConfirmed)),
        }
    }

    /// Removes FTP accounts for good by their names alone, from « Corbeille » or from where they
    /// are in use, all or none. Files stay; open FTP sessions end.
    ///
    /// Who may: as for [`FtpAccounts::remove`](crate::FtpAccounts::remove).
    ///
    /// # Errors
    /// [`AppError::MainAccountStays`], [`AppError::NothingChosen`], [`AppError::NotFound`].
    pub async fn purge_anywhere(
        &self,
        actor: &Actor,
        names: &[AccountName],
    ) -> Result<Operation, AppError> {
        let mut selected = Vec::new();
        for (subscription, mut names) in self.context.select_anywhere(actor, names).await? {
            names.sort();
            names.dedup();
            for name in names {
                let found = self
                    .context
                    .store()
                    .ftp_account_or_removed(subscription.id, &name)
                    .await?;
                let (account, _) = found.ok_or(AppError::NotFound)?;
                selected.push((subscription.clone(), account));
            }
        }
        self.context.purge(actor, selected).await
    }
}

impl Context {
    async fn purge(
        &self,
        actor: &Actor,
        mut selected: Vec<(SubscriptionRecord, FtpAccountRecord)>,
    ) -> Result<Operation, AppError> {
        if selected.is_empty() {
            return Err(AppError::NothingChosen);
        }
        // Locked in the order of keys.
        selected.sort_unstable_by_key(|(_, account)| account.id);
        if selected.iter().any(|(_, account)| account.is_main) {
            return Err(AppError::MainAccountStays);
        }
        let _slot = self.bulk_change_slot(actor).await?;
        let trail = self.begin_operation(actor)?;
        transaction!(self.store(), |transaction| {
            let subscriptions = selected.iter().map(|(subscription, _)| subscription.id);
            let accounts = transaction.lock_ftp_accounts(subscriptions).await?;
            for (subscription, account) in &selected {
                purge_one(&trail, &accounts, subscription, account).await?;
            }
            Ok(())
        })
        .await?;
        for (_, account) in selected {
            self.end_removed(account.id);
        }
        Ok(trail.finish())
    }
}

/// Whether the confirmation names the account or its home directory.
fn confirms(confirmation: &str, account: &FtpAccountRecord) -> bool {
    let is_name = AccountName::parse(confirmation).is_ok_and(|name| name == account.name);
    is_name
        || HomeDirectory::parse(confirmation)
            .is_ok_and(|home| home.composed() == account.home_directory.composed())
}
