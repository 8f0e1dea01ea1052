//! Showing what a subscription may have and use, to whoever changes it.

use model::{
    Actor, AppError, DomainName, Permission, PlanId, PlanName, Standing, SubscriptionLimitsView,
    SubscriptionUse,
};

use super::{Limits, MAX_PLAN_CHOICES};
use crate::context::Context;
use crate::store::{CountedHome, LimitsRecord, PlansOf, SubscriptionId, SubscriptionRecord};

impl Limits {
    /// Shows what a subscription may have and use, and the plans that it can be given.
    ///
    /// Who may: whoever may manage the subscription.
    ///
    /// # Errors
    /// [`AppError::NotFound`], [`AppError::NotPermitted`].
    pub async fn view(
        &self,
        actor: &Actor,
        domain: &DomainName,
    ) -> Result<SubscriptionLimitsView, AppError> {
        let subscription = self
            .context
            .authorised_subscription(actor, domain, Permission::ManageSubscription)
            .await?;
        let store = self.context.store();
        let found = store.subscription_limits(subscription.id).await?;
        let found = found.ok_or(AppError::NotFound)?;
        let choices = self.choices(actor, &subscription).await?;
        let mut plans = store.plan_names(choices, MAX_PLAN_CHOICES).await?;
        // The plan that it has can be one that this person could not give it.
        if let Some(plan) = found.plan
            && !plans.iter().any(|(id, _)| *id == plan)
        {
            plans.extend(self.named(plan).await?);
        }
        Ok(SubscriptionLimitsView {
            domain: subscription.domain,
            used: self.context.current_use(subscription.id, &found),
            limits: found.limits,
            plan: found.plan,
            version: found.version,
            plans,
        })
    }

    /// The plan of this name that a subscription can be given.
    ///
    /// # Errors
    /// [`AppError::Invalid`] at the plan if there is none; as for [`Limits::view`].
    pub async fn plan_named(
        &self,
        actor: &Actor,
        domain: &DomainName,
        name: &PlanName,
    ) -> Result<PlanId, AppError> {
        let subscription = self
            .context
            .authorised_subscription(actor, domain, Permission::ManageSubscription)
            .await?;
        let store = self.context.store();
        let reseller = store.reseller_of(subscription.id).await?;
        // The reseller's own comes first.
        let of_reseller = match reseller {
            Some(_) => store.plan_named(reseller, name).await?,
            None => None,
        };
        let found = match of_reseller {
            Some(plan) => Some(plan),
            None => store.plan_named(None, name).await?,
        };
        let choices = self.choices(actor, &subscription).await?;
        let found = found.filter(|plan| choices.has(plan));
        Ok(found.ok_or_else(super::rules::no_such_plan)?.id)
    }

    async fn named(&self, plan: PlanId) -> Result<Option<(PlanId, PlanName)>, AppError> {
        let found = self.context.store().plan(plan).await?;
        Ok(found.map(|found| (found.id, found.plan.name)))
    }

    /// The plans that an actor can give a subscription: a reseller the own ones, an administrator the
    /// server's and those of the subscription's reseller.
    pub(super) async fn choices(
        &self,
        actor: &Actor,
        subscription: &SubscriptionRecord,
    ) -> Result<PlansOf, AppError> {
        match actor.panel_user_id() {
            Some(reseller) if subscription.standing == Standing::Reseller => {
                Ok(PlansOf::Reseller(reseller))
            }
            _ => {
                let reseller = self.context.store().reseller_of(subscription.id).await?;
                Ok(PlansOf::ServerAnd(reseller))
            }
        }
    }
}

impl Context {
    /// What a subscription has and uses at this moment.
    pub(super) fn current_use(
        &self,
        subscription: SubscriptionId,
        found: &LimitsRecord,
    ) -> SubscriptionUse {
        let home = CountedHome::Webspace(subscription);
        let stored = found.used.webspace;
        SubscriptionUse {
            ftp_accounts: found.used.ftp_accounts,
            webspace: self.current_ftp_usage(subscription, home, stored),
        }
    }
}
