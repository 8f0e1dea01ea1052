//! Restoring removed FTP accounts.

use app::model::{AccountName, Actor, DomainName, Operation, Problem};

use super::super::Accounts;
use super::super::audit::{FtpAccountSnapshot, Trail, account_subject};
use super::super::ftp_account::make_home;
use crate::store::{Deed, FtpAccountId, RemovedFtpAccountRecord, SubscriptionRecord};

impl Accounts {
    /// Takes FTP accounts of a subscription out of « Corbeille », all or none.
    ///
    /// Who may: an administrator, and the customer who owns the subscription. An account is then
    /// what it was: name, password, home directory, settings, former names. It can sign in as
    /// soon as this returns. A home directory that is gone is made again, where that is possible.
    ///
    /// # Errors
    /// [`Problem::NothingChosen`], [`Problem::NotFound`] if one is not in « Corbeille », or for
    /// another's subscription.
    pub async fn restore_ftp_accounts(
        &self,
        actor: &Actor,
        domain: &DomainName,
        names: &[AccountName],
    ) -> Result<Operation, Problem> {
        let subscription = self.authorised_subscription(actor, domain).await?;
        self.restore(actor, vec![(subscription, names.to_vec())])
            .await
    }

    /// Restores FTP accounts by their names alone, whichever subscriptions they are in: the same
    /// rules as for [`Accounts::restore_ftp_accounts`], and also all or none.
    ///
    /// # Errors
    /// As for [`Accounts::restore_ftp_accounts`].
    pub async fn restore_ftp_accounts_anywhere(
        &self,
        actor: &Actor,
        names: &[AccountName],
    ) -> Result<Operation, Problem> {
        let chosen = self.chosen_anywhere(actor, names).await?;
        self.restore(actor, chosen).await
    }

    async fn restore(
        &self,
        actor: &Actor,
        chosen: Vec<(SubscriptionRecord, Vec<AccountName>)>,
    ) -> Result<Operation, Problem> {
        if chosen.iter().all(|(_, names)| names.is_empty()) {
            return Err(Problem::NothingChosen);
        }
        let trail = Trail::begin(actor)?;
        let writing = self.store().write().await?;
        let mut restored = Vec::new();
        for (subscription, mut names) in chosen {
            names.sort();
            names.dedup();
            let accounts = writing
                .removed_ftp_accounts(subscription.id, &names)
                .await?;
            if accounts.len() < names.len() {
                return Err(Problem::NotFound);
            }
            let ids: Vec<FtpAccountId> = accounts.iter().map(|one| one.account.id).collect();
            // Somebody else may be quicker.
            if writing.take_from_trash(&ids).await? < ids.len() as u64 {
                return Err(Problem::NotFound);
            }
            for RemovedFtpAccountRecord { account, .. } in accounts {
                let subject = account_subject(&account.name, &subscription).about(account.id);
                let after = FtpAccountSnapshot::of(&account, false);
                trail
                    .write(
                        &writing,
                        Deed::FtpAccountRestored,
                        subject,
                        None,
                        Some(&after),
                    )
                    .await?;
                restored.push((subscription.webspace_root.clone(), account.home_directory));
            }
        }
        writing.commit().await?;
        for (root, home) in restored {
            // One that cannot be made is told at the sign-in, and is no reason to stay removed.
            let _ = make_home(&root, &home).await;
        }
        Ok(trail.finish())
    }
}
