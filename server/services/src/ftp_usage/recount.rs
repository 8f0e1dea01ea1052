//! Counting a home again: « Recalculer ».

use model::{AccountName, Actor, AppError, DomainName, Permission};

use super::FtpUsageTracking;
use crate::context::Context;
use crate::store::{CountedHome, SubscriptionId};
use crate::work_budget::HeavyWork;

impl FtpUsageTracking {
    /// Queues an account's home to be counted again; [`FtpUsageTracking::view`] shows the progress.
    ///
    /// Who may: whoever may manage the subscription's FTP accounts. Homes are counted one
    /// at a time, each is queued once, and those that uploads wait for come first; subscriptions
    /// take turns.
    ///
    /// # Errors
    /// [`AppError::NotFound`] if there is no such account, or for another's subscription;
    /// [`AppError::TokenReadsOnly`];
    /// [`AppError::Busy`] if too many that the person asked for are not counted yet.
    pub async fn recount(
        &self,
        actor: &Actor,
        domain: &DomainName,
        name: &AccountName,
    ) -> Result<(), AppError> {
        let subscription = self
            .context
            .authorised_subscription(actor, domain, Permission::ManageFtpAccounts)
            .await?;
        self.context.may_change(actor)?;
        let account = self
            .context
            .store()
            .ftp_account(subscription.id, name)
            .await?;
        let account = account.ok_or(AppError::NotFound)?;
        let budget = &self.context.work_budget;
        let slot = budget.acquire(HeavyWork::HomeCount, actor.into()).await?;
        let queue = &self.context.usage.queue;
        queue.push_asked(subscription.id, CountedHome::Account(account.id), slot);
        Ok(())
    }
}

impl Context {
    /// Queues what is counted as a whole and has a quota, the webspace and the main account's home:
    /// files or folders in it were created or removed by other means than FTP.
    pub(crate) async fn recount_webspace(&self, subscription: SubscriptionId) {
        match self.store().root_homes_with_quota(subscription).await {
            Ok(homes) => {
                for home in homes {
                    self.usage.queue.push_low_priority(subscription, home);
                }
            }
            Err(error) => tracing::warn!(%error, "the webspace was not queued for a count"),
        }
    }
}
