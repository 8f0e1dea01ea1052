//! Changing what a subscription may have and use.

use model::{
    Actor, AppError, AuditAction, DomainName, EditedSettings, LimitsPreview, LimitsSource,
    Operation, Permission, PlanId, PlanName, SubscriptionLimits,
};

use super::rules::no_such_plan;
use super::{AppliedLimits, Limits};
use crate::audit::{AuditTrail, LimitsSnapshot, subscription_subject};
use crate::store::{LimitsOf, PlansOf, SubscriptionRecord, Transaction};
use crate::transaction::transaction;

/// A change of a subscription's limits.
pub(super) struct Change<'a> {
    subscription: &'a SubscriptionRecord,
    /// The plans that it can be given.
    choices: PlansOf,
    version: i64,
    source: &'a LimitsSource,
    seen: &'a str,
}

impl Limits {
    /// Changes what a subscription may have and use: it gets a plan, or limits of its own. What it has
    /// beyond them stays, and nothing more is added to it. If rates or the number of sessions differ,
    /// its open FTP sessions end.
    ///
    /// Who may: whoever may manage the subscription. `seen` is the
    /// [fingerprint](SubscriptionLimits::fingerprint) of the limits whose consequences the person has
    /// seen; of others they are shown first, if the subscription would be beyond them.
    ///
    /// # Errors
    /// [`AppError::BeyondLimits`] with these consequences; [`AppError::SettingsEditConflict`] if the
    /// version is not the one any more that the change was made from; [`AppError::Invalid`] at the
    /// plan; [`AppError::NotFound`], [`AppError::NotPermitted`].
    pub async fn change(
        &self,
        actor: &Actor,
        domain: &DomainName,
        version: i64,
        source: LimitsSource,
        seen: &str,
    ) -> Result<Operation, AppError> {
        let subscription = self
            .context
            .authorised_subscription(actor, domain, Permission::ManageSubscription)
            .await?;
        let choices = self.choices(actor, &subscription).await?;
        let trail = self.context.begin_operation(actor)?;
        let change = Change {
            subscription: &subscription,
            choices,
            version,
            source: &source,
            seen,
        };
        let applied = transaction!(self.context.store(), |transaction| {
            change.store(transaction, &trail).await
        })
        .await?;
        self.context.apply_limits(applied).await;
        Ok(trail.finish())
    }

    /// What a change of a subscription's limits would mean.
    ///
    /// Who may: whoever may manage the subscription.
    ///
    /// # Errors
    /// As for [`Limits::change`].
    pub async fn preview(
        &self,
        actor: &Actor,
        domain: &DomainName,
        source: &LimitsSource,
    ) -> Result<LimitsPreview, AppError> {
        let subscription = self
            .context
            .authorised_subscription(actor, domain, Permission::ManageSubscription)
            .await?;
        let store = self.context.store();
        let limits = match source {
            LimitsSource::Own(limits) => limits.clone(),
            LimitsSource::Plan(id) => {
                let choices = self.choices(actor, &subscription).await?;
                let plan = store.plan(*id).await?.filter(|plan| choices.has(plan));
                plan.ok_or_else(no_such_plan)?.plan.limits
            }
        };
        let of = LimitsOf::Subscription(subscription.id);
        Ok(store.limits_preview(of, &limits).await?)
    }
}

/// Limits with the plan that they are from.
struct Named {
    plan: Option<(PlanId, PlanName)>,
    limits: SubscriptionLimits,
}

impl Named {
    fn snapshot(&self) -> LimitsSnapshot {
        LimitsSnapshot {
            plan: self.plan.as_ref().map(|(_, name)| name.clone()),
            limits: self.limits.clone(),
        }
    }

    fn is_from(&self, plan: Option<PlanId>) -> bool {
        self.plan.as_ref().map(|(id, _)| *id) == plan
    }
}

impl Change<'_> {
    async fn store(
        &self,
        transaction: &Transaction,
        trail: &AuditTrail<'_>,
    ) -> Result<AppliedLimits, AppError> {
        let id = self.subscription.id;
        let after = self.after(transaction).await?;
        let accounts = transaction.lock_ftp_accounts([id]).await?;
        let before = accounts.subscription_limits(id).await?;
        let before = before.ok_or(AppError::NotFound)?;
        if before.version != self.version {
            return Err(AppError::SettingsEditConflict(EditedSettings::Limits));
        }
        let plan = match before.plan {
            Some(plan) => transaction.plan_name(plan).await?.map(|name| (plan, name)),
            None => None,
        };
        let was = Named {
            plan,
            limits: before.limits.clone(),
        };
        let of = LimitsOf::Subscription(id);
        let differs = !after.is_from(before.plan) || after.limits != before.limits;
        if differs && self.seen != after.limits.fingerprint() {
            let preview = accounts.limits_preview(of, &after.limits).await?;
            if preview.over > 0 {
                return Err(AppError::BeyondLimits(Box::new(preview)));
            }
        }
        let mut applied = AppliedLimits::default();
        if differs {
            let plan = after.plan.as_ref().map(|(id, _)| *id);
            accounts.change_limits(of, plan, &after.limits).await?;
            applied.subscriptions = vec![id];
            applied.limits_webspace =
                after.limits.limits_webspace() && !before.limits.limits_webspace();
            if !after.limits.grants_sessions_the_same(&before.limits) {
                applied.outdated = accounts.outdate_sessions(&[id]).await?;
            }
        }
        trail
            .write(
                transaction,
                AuditAction::LimitsChanged,
                subscription_subject(self.subscription),
                Some(&was.snapshot()),
                Some(&after.snapshot()),
            )
            .await?;
        Ok(applied)
    }

    /// What the limits are to be. A plan is locked until the end of the transaction.
    async fn after(&self, transaction: &Transaction) -> Result<Named, AppError> {
        match self.source {
            LimitsSource::Own(limits) => Ok(Named {
                plan: None,
                limits: limits.clone(),
            }),
            LimitsSource::Plan(id) => {
                let plan = transaction.lock_plan(*id).await?;
                let plan = plan.filter(|plan| self.choices.has(plan));
                let plan = plan.ok_or_else(no_such_plan)?;
                Ok(Named {
                    plan: Some((plan.id, plan.plan.name)),
                    limits: plan.plan.limits,
                })
            }
        }
    }
}
