//! Changing a plan, and with it the limits of the subscriptions that have it.

use model::{
    Actor, AppError, AuditAction, EditedSettings, LimitsPreview, Operation, Plan, PlanId,
    SubscriptionLimits,
};

use super::{Plans, name_taken};
use crate::audit::{AuditTrail, LimitsSnapshot, plan_subject, subscription_subject_of};
use crate::limits::AppliedLimits;
use crate::store::{LimitsOf, PlanRecord, SubscriptionId, Transaction};
use crate::transaction::transaction;

impl Plans {
    /// Changes a plan, and at once the limits of all subscriptions that have it. What these have
    /// beyond them stays, and nothing more is added to it. If rates or the number of sessions differ,
    /// their open FTP sessions end.
    ///
    /// Who may: administrators, and the reseller whose plan it is. `seen` is the
    /// [fingerprint](SubscriptionLimits::fingerprint) of the limits whose consequences the person has
    /// seen; of others they are shown first, if any subscription would be beyond them.
    ///
    /// # Errors
    /// [`AppError::BeyondLimits`] with these consequences; [`AppError::SettingsEditConflict`] if the
    /// version is not the one any more that the change was made from; [`AppError::Invalid`] at the
    /// name; [`AppError::NotFound`], [`AppError::AdministratorsOnly`].
    pub async fn change(
        &self,
        actor: &Actor,
        id: PlanId,
        version: i64,
        plan: Plan,
        seen: &str,
    ) -> Result<Operation, AppError> {
        self.context.authorised_plan(actor, id).await?;
        let trail = self.context.begin_operation(actor)?;
        let applied = transaction!(self.context.store(), |transaction| {
            store(transaction, &trail, (id, version), &plan, seen).await
        })
        .await?;
        self.context.apply_limits(applied).await;
        Ok(trail.finish())
    }

    /// What other limits of a plan would mean for the subscriptions that have it.
    ///
    /// Who may: administrators, and the reseller whose plan it is.
    ///
    /// # Errors
    /// [`AppError::NotFound`], [`AppError::AdministratorsOnly`].
    pub async fn preview(
        &self,
        actor: &Actor,
        id: PlanId,
        limits: &SubscriptionLimits,
    ) -> Result<LimitsPreview, AppError> {
        self.context.authorised_plan(actor, id).await?;
        let of = LimitsOf::Plan(id);
        Ok(self.context.store().limits_preview(of, limits).await?)
    }
}

async fn store(
    transaction: &Transaction,
    trail: &AuditTrail<'_>,
    (id, version): (PlanId, i64),
    plan: &Plan,
    seen: &str,
) -> Result<AppliedLimits, AppError> {
    let before = transaction.lock_plan(id).await?;
    let before = before.ok_or(AppError::NotFound)?;
    if before.version != version {
        return Err(AppError::SettingsEditConflict(EditedSettings::Limits));
    }
    trail
        .write(
            transaction,
            AuditAction::PlanChanged,
            plan_subject(&plan.name),
            Some(&before.plan),
            Some(plan),
        )
        .await?;
    if *plan == before.plan {
        return Ok(AppliedLimits::default());
    }
    let applied = match plan.limits == before.plan.limits {
        true => AppliedLimits::default(),
        false => change_limits(transaction, trail, &before, plan, seen).await?,
    };
    transaction
        .change_plan(&before, plan)
        .await
        .map_err(name_taken)?;
    Ok(applied)
}

/// Gives all subscriptions that have the plan its other limits, and records it for each.
async fn change_limits(
    transaction: &Transaction,
    trail: &AuditTrail<'_>,
    before: &PlanRecord,
    plan: &Plan,
    seen: &str,
) -> Result<AppliedLimits, AppError> {
    let (was, limits) = (&before.plan.limits, &plan.limits);
    let having = transaction.subscriptions_of_plan(before.id).await?;
    let subscriptions: Vec<SubscriptionId> = having.iter().map(|(id, _)| *id).collect();
    let all = subscriptions.iter().copied();
    let accounts = transaction.lock_ftp_accounts(all).await?;
    let of = LimitsOf::Plan(before.id);
    if seen != limits.fingerprint() {
        let preview = accounts.limits_preview(of, limits).await?;
        if preview.over > 0 {
            return Err(AppError::BeyondLimits(Box::new(preview)));
        }
    }
    accounts.change_limits(of, Some(before.id), limits).await?;
    let snapshot = |plan: &Plan| LimitsSnapshot {
        plan: Some(plan.name.clone()),
        limits: plan.limits.clone(),
    };
    let (old, new) = (snapshot(&before.plan), snapshot(plan));
    for (id, domain) in having {
        let subject = subscription_subject_of(id, domain);
        let action = AuditAction::LimitsChanged;
        trail
            .write(transaction, action, subject, Some(&old), Some(&new))
            .await?;
    }
    let outdated = match limits.grants_sessions_the_same(was) {
        true => Vec::new(),
        false => accounts.outdate_sessions(&subscriptions).await?,
    };
    Ok(AppliedLimits {
        outdated,
        limits_webspace: limits.limits_webspace() && !was.limits_webspace(),
        subscriptions,
    })
}
