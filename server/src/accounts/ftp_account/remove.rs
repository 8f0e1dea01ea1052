//! Removing FTP accounts.

use std::collections::BTreeMap;

use app::model::{
    AccountName, Actor, DomainName, FtpAccountListing, FtpAccountSelection, Operation, Problem,
};

use super::super::Accounts;
use super::super::audit::{FtpAccountSnapshot, Trail, account_subject};
use crate::store::{Constraint, Deed, FtpAccountId, StoreError, SubscriptionRecord};

impl Accounts {
    /// Puts FTP accounts of a subscription into « Corbeille », all or none.
    ///
    /// Who may: an administrator, and the customer who owns the subscription. The main account
    /// is never removed on its own; it goes with its subscription. Files stay, and names stay
    /// taken. The accounts' open FTP sessions end at once. They can be restored for
    /// [`TRASH_DAYS`](app::model::TRASH_DAYS).
    ///
    /// # Errors
    /// [`Problem::MainAccountStays`], [`Problem::NothingChosen`], [`Problem::NotFound`] if one is
    /// not there, or for another's subscription.
    pub async fn remove_ftp_accounts(
        &self,
        actor: &Actor,
        domain: &DomainName,
        names: &[AccountName],
    ) -> Result<Operation, Problem> {
        let subscription = self.authorised_subscription(actor, domain).await?;
        self.remove(actor, vec![(subscription, names.to_vec())])
            .await
    }

    /// Removes the FTP accounts that are found, but never the main one.
    ///
    /// Who may, and what becomes of them: as for [`Accounts::remove_ftp_accounts`]. No more than
    /// [`FtpAccountSelection::MOST`] are removed at once, some hundreds in each transaction, so that
    /// others come between; a failure leaves those that came before it removed.
    ///
    /// # Errors
    /// [`Problem::NothingChosen`] if none is found; [`Problem::NotFound`] for another's
    /// subscription.
    pub async fn remove_found_ftp_accounts(
        &self,
        actor: &Actor,
        domain: &DomainName,
        listing: &FtpAccountListing,
    ) -> Result<Operation, Problem> {
        let subscription = self.authorised_subscription(actor, domain).await?;
        let mut found = self.found_by_name(&subscription, listing).await?;
        let trail = Trail::begin(actor)?;
        let mut removed = 0;
        while let Some(rows) = found.next().await? {
            let left = FtpAccountSelection::MOST - removed;
            let names: Vec<AccountName> = rows
                .into_iter()
                .filter(|row| !row.is_main)
                .take(usize::try_from(left).unwrap_or(usize::MAX))
                .map(|row| row.name)
                .collect();
            let batch = vec![(subscription.clone(), names)];
            removed += self.remove_chosen(&trail, batch, false).await?;
            if removed >= FtpAccountSelection::MOST {
                break;
            }
        }
        if removed == 0 {
            return Err(Problem::NothingChosen);
        }
        Ok(trail.finish())
    }

    /// Removes FTP accounts by their names alone, whichever subscriptions they are in: the same
    /// rules as for [`Accounts::remove_ftp_accounts`], and also all or none.
    ///
    /// # Errors
    /// As for [`Accounts::remove_ftp_accounts`].
    pub async fn remove_ftp_accounts_anywhere(
        &self,
        actor: &Actor,
        names: &[AccountName],
    ) -> Result<Operation, Problem> {
        let chosen = self.chosen_anywhere(actor, names).await?;
        self.remove(actor, chosen).await
    }

    /// Accounts by their names alone, in use or in « Corbeille », with their subscriptions, which
    /// the actor may change.
    pub(in crate::accounts) async fn chosen_anywhere(
        &self,
        actor: &Actor,
        names: &[AccountName],
    ) -> Result<Vec<(SubscriptionRecord, Vec<AccountName>)>, Problem> {
        let mut by_domain: BTreeMap<DomainName, Vec<AccountName>> = BTreeMap::new();
        for name in names {
            let domain = self.store().domain_of_ftp_account_or_removed(name).await?;
            let domain = domain.ok_or(Problem::NotFound)?;
            by_domain.entry(domain).or_default().push(name.clone());
        }
        let mut chosen = Vec::with_capacity(by_domain.len());
        for (domain, names) in by_domain {
            chosen.push((self.authorised_subscription(actor, &domain).await?, names));
        }
        Ok(chosen)
    }

    /// Removes accounts of subscriptions that the actor may change.
    async fn remove(
        &self,
        actor: &Actor,
        chosen: Vec<(SubscriptionRecord, Vec<AccountName>)>,
    ) -> Result<Operation, Problem> {
        if chosen.iter().all(|(_, names)| names.is_empty()) {
            return Err(Problem::NothingChosen);
        }
        let trail = Trail::begin(actor)?;
        self.remove_chosen(&trail, chosen, true).await?;
        Ok(trail.finish())
    }

    /// Removes accounts in one transaction; answers how many. If they are `exact`, all of them must
    /// be there.
    async fn remove_chosen(
        &self,
        trail: &Trail<'_>,
        chosen: Vec<(SubscriptionRecord, Vec<AccountName>)>,
        exact: bool,
    ) -> Result<u64, Problem> {
        let writing = self.store().write().await?;
        let mut removed: Vec<FtpAccountId> = Vec::new();
        for (subscription, mut names) in chosen {
            names.sort();
            names.dedup();
            let accounts = writing.ftp_accounts(subscription.id, &names).await?;
            if accounts.iter().any(|account| account.is_main) {
                return Err(Problem::MainAccountStays);
            }
            if exact && accounts.len() < names.len() {
                return Err(Problem::NotFound);
            }
            let ids: Vec<FtpAccountId> = accounts.iter().map(|account| account.id).collect();
            let moved = writing.put_into_trash(&ids, trail.at, trail.author()).await;
            // Somebody else was quicker.
            if moved.map_err(main_account_stays)? < ids.len() as u64 {
                return Err(Problem::Busy);
            }
            removed.extend(ids);
            for account in accounts {
                let subject = account_subject(&account.name, &subscription).about(account.id);
                let before = FtpAccountSnapshot::of(&account, false);
                trail
                    .write(
                        &writing,
                        Deed::FtpAccountRemoved,
                        subject,
                        Some(&before),
                        None,
                    )
                    .await?;
            }
        }
        writing.commit().await?;
        for account in &removed {
            self.end_removed(*account);
        }
        Ok(removed.len() as u64)
    }
}

/// That a main account cannot be removed, as a person is told so.
pub(in crate::accounts) fn main_account_stays(error: StoreError) -> Problem {
    match error {
        StoreError::Refused(Constraint::MainAccountStays) => Problem::MainAccountStays,
        error => error.into(),
    }
}
