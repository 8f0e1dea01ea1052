//! Removing FTP accounts for good.

use std::sync::Arc;

use model::{
    AccountName, Actor, AppError, DomainName, Field, FieldError, HomeDirectory, Operation, Purge,
};

use super::Trash;
use crate::audit::{AuditTrail, FtpAccountSnapshot, account_subject};
use crate::context::{Context, internal};
use crate::ftp_account::main_account_stays;
use crate::store::{AuditAction, FtpAccountId, FtpAccountRecord, SubscriptionRecord, Transaction};

impl Trash {
    /// Removes an FTP account that is in « Corbeille » for good: its name becomes free, and it
    /// can never be restored.
    ///
    /// Who may: an administrator, and the customer who owns the subscription. Its files stay,
    /// unless that they go too was confirmed by typing the account's name or its home directory.
    /// They never go where that is the webspace root, or another account, living or removed, has
    /// the same folder, one inside it or one around it, symlinks followed. The main account,
    /// whose folder is around all, is not counted.
    ///
    /// # Errors
    /// A problem at [`Field::Confirmation`]; [`AppError::NotFound`] if it is not in « Corbeille »,
    /// or for another's subscription; [`AppError::Busy`].
    pub async fn purge(
        &self,
        actor: &Actor,
        domain: &DomainName,
        name: &AccountName,
        how: Purge<'_>,
    ) -> Result<Operation, AppError> {
        let subscription = self.context.authorised_subscription(actor, domain).await?;
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
            Purge::WithFiles(typed) if confirms(typed, &account) => {
                let (context, actor) = (Arc::clone(&self.context), actor.clone());
                // On its own: a browser that hangs up must not leave the folder aside.
                let purge = tokio::spawn(async move {
                    context
                        .purge_with_files(&actor, &subscription, account)
                        .await
                });
                purge.await.map_err(|error| internal(&error))?
            }
            Purge::WithFiles(_) => Err(AppError::at(Field::Confirmation, FieldError::NotConfirmed)),
        }
    }

    /// Removes FTP accounts for good by their names alone, from « Corbeille » or from where they
    /// are in use, all or none. Files stay; open FTP sessions end.
    ///
    /// Who may: as for [`FtpAccounts::remove`].
    ///
    /// # Errors
    /// [`AppError::MainAccountStays`], [`AppError::NothingChosen`], [`AppError::NotFound`].
    pub async fn purge_anywhere(
        &self,
        actor: &Actor,
        names: &[AccountName],
    ) -> Result<Operation, AppError> {
        let mut chosen = Vec::new();
        for (subscription, mut names) in self.context.chosen_anywhere(actor, names).await? {
            names.sort();
            names.dedup();
            for name in names {
                let found = self
                    .context
                    .store()
                    .ftp_account_or_removed(subscription.id, &name)
                    .await?;
                let (account, _) = found.ok_or(AppError::NotFound)?;
                chosen.push((subscription.clone(), account));
            }
        }
        self.context.purge(actor, chosen).await
    }
}

impl Context {
    async fn purge(
        &self,
        actor: &Actor,
        chosen: Vec<(SubscriptionRecord, FtpAccountRecord)>,
    ) -> Result<Operation, AppError> {
        if chosen.is_empty() {
            return Err(AppError::NothingChosen);
        }
        if chosen.iter().any(|(_, account)| account.is_main) {
            return Err(AppError::MainAccountStays);
        }
        let trail = AuditTrail::begin(actor)?;
        let transaction = self.store().write().await?;
        let mut purged: Vec<FtpAccountId> = Vec::with_capacity(chosen.len());
        for (subscription, account) in chosen {
            purge_one(&trail, &transaction, &subscription, &account).await?;
            purged.push(account.id);
        }
        transaction.commit().await?;
        for account in purged {
            self.end_removed(account);
        }
        Ok(trail.finish())
    }
}

/// Removes one account for good, and says so in the audit trail.
pub(super) async fn purge_one(
    trail: &AuditTrail<'_>,
    transaction: &Transaction,
    subscription: &SubscriptionRecord,
    account: &FtpAccountRecord,
) -> Result<(), AppError> {
    let purged = transaction.purge_ftp_account(account).await;
    if !purged.map_err(main_account_stays)? {
        return Err(AppError::NotFound);
    }
    let subject = account_subject(&account.name, subscription).about(account.id);
    let before = FtpAccountSnapshot::of(account, false);
    trail
        .write(
            transaction,
            AuditAction::FtpAccountPurged,
            subject,
            Some(&before),
            None,
        )
        .await
}

/// Whether what was typed names the account or its home directory.
fn confirms(typed: &str, account: &FtpAccountRecord) -> bool {
    let is_name = AccountName::parse(typed).is_ok_and(|name| name == account.name);
    is_name || HomeDirectory::parse(typed).is_ok_and(|home| home == account.home_directory)
}
