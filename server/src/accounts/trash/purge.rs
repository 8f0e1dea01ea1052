//! Removing FTP accounts for good.

use app::model::{
    AccountName, Actor, DomainName, Field, FieldError, HomeDirectory, Operation, Problem, Purge,
};

use super::super::audit::{FtpAccountSnapshot, Trail, account_subject};
use super::super::ftp_account::main_account_stays;
use super::super::{Accounts, internal};
use crate::store::{Deed, FtpAccountId, FtpAccountRecord, SubscriptionRecord, Writing};

impl Accounts {
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
    /// A problem at [`Field::Confirmation`]; [`Problem::NotFound`] if it is not in « Corbeille »,
    /// or for another's subscription; [`Problem::Busy`].
    pub async fn purge_ftp_account(
        &self,
        actor: &Actor,
        domain: &DomainName,
        name: &AccountName,
        how: Purge<'_>,
    ) -> Result<Operation, Problem> {
        let subscription = self.authorised_subscription(actor, domain).await?;
        let found = self
            .store()
            .removed_ftp_account(subscription.id, name)
            .await?
            .ok_or(Problem::NotFound)?;
        let account = found.account;
        match how {
            Purge::KeepFiles => self.purge(actor, vec![(subscription, account)]).await,
            Purge::WithFiles(typed) if confirms(typed, &account) => {
                let (accounts, actor) = (self.clone(), actor.clone());
                // On its own: a browser that hangs up must not leave the folder aside.
                let purge = tokio::spawn(async move {
                    accounts
                        .purge_with_files(&actor, &subscription, account)
                        .await
                });
                purge.await.map_err(|error| internal(&error))?
            }
            Purge::WithFiles(_) => Err(Problem::at(Field::Confirmation, FieldError::NotConfirmed)),
        }
    }

    /// Removes FTP accounts for good by their names alone, from « Corbeille » or from where they
    /// are in use, all or none. Files stay; open FTP sessions end.
    ///
    /// Who may: as for [`Accounts::remove_ftp_accounts`].
    ///
    /// # Errors
    /// [`Problem::MainAccountStays`], [`Problem::NothingChosen`], [`Problem::NotFound`].
    pub async fn purge_ftp_accounts_anywhere(
        &self,
        actor: &Actor,
        names: &[AccountName],
    ) -> Result<Operation, Problem> {
        let mut chosen = Vec::new();
        for (subscription, mut names) in self.chosen_anywhere(actor, names).await? {
            names.sort();
            names.dedup();
            for name in names {
                let found = self
                    .store()
                    .ftp_account_or_removed(subscription.id, &name)
                    .await?;
                let (account, _) = found.ok_or(Problem::NotFound)?;
                chosen.push((subscription.clone(), account));
            }
        }
        self.purge(actor, chosen).await
    }

    async fn purge(
        &self,
        actor: &Actor,
        chosen: Vec<(SubscriptionRecord, FtpAccountRecord)>,
    ) -> Result<Operation, Problem> {
        if chosen.is_empty() {
            return Err(Problem::NothingChosen);
        }
        if chosen.iter().any(|(_, account)| account.is_main) {
            return Err(Problem::MainAccountStays);
        }
        let trail = Trail::begin(actor)?;
        let writing = self.store().write().await?;
        let mut purged: Vec<FtpAccountId> = Vec::with_capacity(chosen.len());
        for (subscription, account) in chosen {
            purge_one(&trail, &writing, &subscription, &account).await?;
            purged.push(account.id);
        }
        writing.commit().await?;
        for account in purged {
            self.end_removed(account);
        }
        Ok(trail.finish())
    }
}

/// Removes one account for good, and says so in the audit trail.
pub(super) async fn purge_one(
    trail: &Trail<'_>,
    writing: &Writing,
    subscription: &SubscriptionRecord,
    account: &FtpAccountRecord,
) -> Result<(), Problem> {
    let purged = writing.purge_ftp_account(account).await;
    if !purged.map_err(main_account_stays)? {
        return Err(Problem::NotFound);
    }
    let subject = account_subject(&account.name, subscription).about(account.id);
    let before = FtpAccountSnapshot::of(account, false);
    trail
        .write(
            writing,
            Deed::FtpAccountPurged,
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
