//! Showing what a subscription has and uses, beside what it may.

use model::{Actor, AppError, DomainName, LimitsInUse, Permission};

use super::Limits;
use crate::authorization::allows;

impl Limits {
    /// Shows what a subscription has and uses at this moment, beside what it may.
    ///
    /// Who may: whoever may view it. The plan's name is for those who manage the subscription.
    ///
    /// # Errors
    /// [`AppError::NotFound`] if there is none, or for another's.
    pub async fn in_use(
        &self,
        actor: &Actor,
        domain: &DomainName,
    ) -> Result<LimitsInUse, AppError> {
        let subscription = self
            .context
            .authorised_subscription(actor, domain, Permission::View)
            .await?;
        let store = self.context.store();
        let found = store.subscription_limits(subscription.id).await?;
        let found = found.ok_or(AppError::NotFound)?;
        let manages = allows(subscription.standing, Permission::ManageSubscription);
        let plan = match found.plan.filter(|_| manages) {
            Some(plan) => store.plan(plan).await?.map(|plan| plan.plan.name),
            None => None,
        };
        let sessions = self.context.count_open_sessions(Some(subscription.id));
        Ok(LimitsInUse {
            used: self.context.current_use(subscription.id, &found),
            limits: found.limits,
            plan,
            ftp_sessions: sessions as u64,
        })
    }
}
