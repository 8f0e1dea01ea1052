//! What there is in the database of what a file speaks of.

use std::collections::HashMap;

use model::{AccountName, AppError, FieldError, UtcTime};

use crate::context::Context;
use crate::store::{AccountsRevision, FtpAccountRecord, NameStatus, SubscriptionId};

/// What there is, as it was read at one time.
pub(super) struct Found {
    /// The fingerprint of the subscription's accounts. Read first: what changes while the rest is read
    /// changes it.
    pub(super) revision: AccountsRevision,
    /// The accounts of the subscription that the file names.
    pub(super) accounts: HashMap<AccountName, FtpAccountRecord>,
    /// The names that are others', and how that is told.
    pub(super) taken: HashMap<AccountName, FieldError>,
    /// How many more accounts the subscription may have.
    pub(super) room: u64,
}

impl Context {
    /// Looks for these names, by a few queries for all of them.
    pub(super) async fn find_imported(
        &self,
        subscription: SubscriptionId,
        names: &[AccountName],
    ) -> Result<Found, AppError> {
        let store = self.store();
        let revision = store.accounts_revision(subscription).await?;
        let room = self.room(subscription).await?;
        // Before the accounts: those that another import adds meanwhile would seem to be others'.
        let mut taken = self.taken_names(names).await?;
        let accounts = store.ftp_accounts_named(subscription, names).await?;
        let accounts = accounts.into_iter();
        let accounts: HashMap<_, _> = accounts
            .map(|account| (account.name.clone(), account))
            .collect();
        taken.retain(|name, _| !accounts.contains_key(name));
        Ok(Found {
            revision,
            accounts,
            taken,
            room,
        })
    }

    /// Those of these names that an account of the installation has, or had and may still sign in
    /// with. Who imports sees every subscription.
    pub(super) async fn taken_names(
        &self,
        names: &[AccountName],
    ) -> Result<HashMap<AccountName, FieldError>, AppError> {
        let owners = self.store().name_owners(names, UtcTime::now()).await?;
        let taken = owners.into_iter().map(|(name, owner)| {
            let error = match owner.status {
                NameStatus::Current => FieldError::Taken,
                NameStatus::InTrash => FieldError::TakenInTrash,
                NameStatus::Former => FieldError::TakenByFormerName,
            };
            (name, error)
        });
        Ok(taken.collect())
    }

    /// How many more accounts a subscription may have, by its limits and its reseller's.
    async fn room(&self, subscription: SubscriptionId) -> Result<u64, AppError> {
        let store = self.store();
        let found = store.subscription_limits(subscription).await?;
        let found = found.ok_or(AppError::NotFound)?;
        let most = found.limits.ftp_accounts.map(u64::from);
        let own = most.map(|most| most.saturating_sub(found.used.ftp_accounts));
        let of_reseller = match store.reseller_of_subscription(subscription).await? {
            Some(reseller) => {
                let (limits, usage) = store.reseller_usage(reseller).await?;
                let most = limits.ftp_accounts.map(u64::from);
                most.map(|most| most.saturating_sub(usage.ftp_accounts))
            }
            None => None,
        };
        let rooms = own.into_iter().chain(of_reseller);
        Ok(rooms.min().unwrap_or(u64::MAX))
    }
}
