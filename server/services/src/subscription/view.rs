//! Showing a subscription.

use model::{Actor, AppError, DomainName, SubscriptionView};

use super::Subscriptions;

impl Subscriptions {
    /// Shows one subscription.
    ///
    /// Who may: an administrator, and the customer who owns it.
    ///
    /// # Errors
    /// [`AppError::NotFound`] if there is none, or for another's.
    pub async fn view(
        &self,
        actor: &Actor,
        domain: &DomainName,
    ) -> Result<SubscriptionView, AppError> {
        let subscription = self.context.authorised_subscription(actor, domain).await?;
        Ok(subscription.into_view())
    }
}
