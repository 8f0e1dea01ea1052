//! « Recalculer ».

use app::model::{AccountName, Actor, DomainName, Problem};

use super::super::Accounts;
use crate::store::SubscriptionId;

impl Accounts {
    /// Asks for an account's home to be counted again; it is done soon, and told by
    /// [`Accounts::view_ftp_usage`].
    ///
    /// Who may: an administrator, and the customer who owns the subscription. Homes are counted one
    /// at a time, and one that waits is not asked for twice; those that uploads wait for come first.
    ///
    /// # Errors
    /// [`Problem::NotFound`] if there is no such account, or for another's subscription.
    pub async fn recount_ftp_account(
        &self,
        actor: &Actor,
        domain: &DomainName,
        name: &AccountName,
    ) -> Result<(), Problem> {
        let subscription = self.authorised_subscription(actor, domain).await?;
        let account = self.store().ftp_account(subscription.id, name).await?;
        let account = account.ok_or(Problem::NotFound)?;
        self.inner.usage.queue.ask_leisurely(account.id);
        Ok(())
    }

    /// Asks for the main account's home to be counted again, if it has a quota: files in it were
    /// removed by other means than FTP.
    pub(in super::super) async fn recount_main_account(&self, subscription: SubscriptionId) {
        match self.store().main_account_with_quota(subscription).await {
            Ok(Some(account)) => self.inner.usage.queue.ask_leisurely(account),
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, "it could not be looked for what to count"),
        }
    }
}
