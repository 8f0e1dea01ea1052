//! Listing the people of a subscription.

use model::{Actor, AppError, DomainName, Permission, SubscriptionPeople};

use super::Collaborators;

impl Collaborators {
    /// Lists who has a part in a subscription.
    ///
    /// Who may: whoever may change it ([`Permission::ManageCollaborators`]).
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a subscription that the actor does not see;
    /// [`AppError::NotPermitted`].
    pub async fn list(
        &self,
        actor: &Actor,
        domain: &DomainName,
    ) -> Result<SubscriptionPeople, AppError> {
        let subscription = self
            .context
            .authorised_subscription(actor, domain, Permission::ManageCollaborators)
            .await?;
        let store = self.context.store();
        let owner = store.subscription_owner(subscription.id).await?;
        Ok(SubscriptionPeople {
            owner: owner.ok_or(AppError::NotFound)?,
            collaborators: store.collaborators(subscription.id).await?,
            domain: subscription.domain,
        })
    }
}
