//! The limits of resellers, when something is added to what they have.

use model::{AppError, PanelUserId, ResellerUsage};

use crate::context::Context;
use crate::store::{SubscriptionId, Transaction};

impl Context {
    /// Refuses a subscription, with its main FTP account, that would be more than the reseller of its
    /// owner may have. To be called in the transaction that adds it, before it does: until the end of
    /// that, nobody else adds to what the reseller has.
    ///
    /// # Errors
    /// [`AppError::ResellerLimitReached`].
    pub(crate) async fn reseller_may_add_subscription(
        &self,
        transaction: &Transaction,
        owner: PanelUserId,
    ) -> Result<(), AppError> {
        let subscription = ResellerUsage {
            subscriptions: 1,
            ftp_accounts: 1,
            ..ResellerUsage::default()
        };
        match transaction.reseller_of(owner).await? {
            Some(reseller) => refuse_beyond_limits(transaction, reseller, &subscription).await,
            None => Ok(()),
        }
    }

    /// Refuses a subscription that goes from one owner to another whose reseller may have no more. As
    /// for [`Context::reseller_may_add_subscription`].
    ///
    /// # Errors
    /// [`AppError::ResellerLimitReached`].
    pub(crate) async fn reseller_may_take_subscription(
        transaction: &Transaction,
        from: PanelUserId,
        to: PanelUserId,
        ftp_accounts: u64,
    ) -> Result<(), AppError> {
        let before = transaction.reseller_of(from).await?;
        let subscription = ResellerUsage {
            subscriptions: 1,
            ftp_accounts,
            ..ResellerUsage::default()
        };
        match transaction.reseller_of(to).await? {
            Some(reseller) if before != Some(reseller) => {
                refuse_beyond_limits(transaction, reseller, &subscription).await
            }
            Some(_) | None => Ok(()),
        }
    }

    /// Refuses FTP accounts that would be more than the reseller of their subscription's owner may
    /// have. As for [`Context::reseller_may_add_subscription`].
    ///
    /// # Errors
    /// [`AppError::ResellerLimitReached`].
    pub(crate) async fn reseller_may_add_ftp_accounts(
        &self,
        transaction: &Transaction,
        subscription: SubscriptionId,
        count: usize,
    ) -> Result<(), AppError> {
        let accounts = ResellerUsage {
            ftp_accounts: u64::try_from(count).unwrap_or(u64::MAX),
            ..ResellerUsage::default()
        };
        let owner = transaction.owner_of(subscription).await?;
        let owner = owner.ok_or(AppError::NotFound)?;
        match transaction.reseller_of(owner).await? {
            Some(reseller) => refuse_beyond_limits(transaction, reseller, &accounts).await,
            None => Ok(()),
        }
    }
}

/// Refuses what would be more than a reseller may have.
pub(crate) async fn refuse_beyond_limits(
    transaction: &Transaction,
    reseller: PanelUserId,
    more: &ResellerUsage,
) -> Result<(), AppError> {
    let (limits, usage) = transaction.lock_reseller_usage(reseller).await?;
    match limits.exceeded_by(&usage, more) {
        Some((limit, most)) => Err(AppError::ResellerLimitReached { limit, most }),
        None => Ok(()),
    }
}
