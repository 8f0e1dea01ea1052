//! Showing a subscription.

use model::{Actor, AppError, DomainName, LockedSettings, Permission, SubscriptionView};

use super::Subscriptions;
use crate::authorization::{allows, permissions};

impl Subscriptions {
    /// Shows one subscription.
    ///
    /// Who may: whoever may view it.
    ///
    /// # Errors
    /// [`AppError::NotFound`] if there is none, or for another's.
    pub async fn view(
        &self,
        actor: &Actor,
        domain: &DomainName,
    ) -> Result<SubscriptionView, AppError> {
        let context = &self.context;
        let subscription = context.authorised_subscription(actor, domain, Permission::View);
        let subscription = subscription.await?;
        let people = context.known_people(actor, Some(subscription.id)).await?;
        let suspension = subscription.suspension;
        let locked = match allows(subscription.standing, Permission::ManageSubscription) {
            true => LockedSettings::default(),
            false => {
                let found = context.store().subscription_limits(subscription.id).await?;
                found.ok_or(AppError::NotFound)?.limits.locked
            }
        };
        Ok(SubscriptionView {
            locked,
            permissions: permissions(subscription.standing),
            standing: subscription.standing,
            domain: subscription.domain,
            webspace_root: subscription.webspace.root,
            suspension: suspension.map(|found| people.with_known_suspender(found)),
        })
    }
}
