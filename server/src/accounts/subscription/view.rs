//! Showing a subscription.

use app::model::{Actor, DomainName, Problem, SubscriptionView};

use super::super::Accounts;

impl Accounts {
    /// Shows one subscription.
    ///
    /// Who may: an administrator, and the customer who owns it.
    ///
    /// # Errors
    /// [`Problem::NotFound`] if there is none, or for another's.
    pub async fn view_subscription(
        &self,
        actor: &Actor,
        domain: &DomainName,
    ) -> Result<SubscriptionView, Problem> {
        let subscription = self.authorised_subscription(actor, domain).await?;
        Ok(subscription.into_view())
    }
}
