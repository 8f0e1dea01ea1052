//! Removing a plan.

use model::{
    Actor, AppError, AuditAction, EditedSettings, ExpectedVersion, Operation, Plan, PlanId,
};

use super::Plans;
use crate::audit::plan_subject;
use crate::transaction::transaction;

impl Plans {
    /// Removes a plan that no subscription has, if it is of a version that is expected.
    ///
    /// Who may: administrators, and the reseller whose plan it is.
    ///
    /// # Errors
    /// [`AppError::SettingsEditConflict`] if it is of another version; [`AppError::PlanInUse`];
    /// [`AppError::NotFound`], [`AppError::AdministratorsOnly`].
    pub async fn remove(
        &self,
        actor: &Actor,
        id: PlanId,
        expected: &ExpectedVersion,
    ) -> Result<Operation, AppError> {
        self.context.authorised_plan(actor, id).await?;
        let trail = self.context.begin_operation(actor)?;
        transaction!(self.context.store(), |transaction| {
            let plan = transaction.lock_plan(id).await?.ok_or(AppError::NotFound)?;
            if !expected.allows(plan.version) {
                return Err(AppError::SettingsEditConflict(EditedSettings::Limits));
            }
            let uses = transaction.subscriptions_of_plan(id).await?.len() as u64;
            if uses > 0 {
                return Err(AppError::PlanInUse {
                    subscriptions: uses,
                });
            }
            transaction.remove_plan(id).await?;
            let subject = plan_subject(&plan.plan.name);
            let after: Option<&Plan> = None;
            trail
                .write(
                    transaction,
                    AuditAction::PlanRemoved,
                    subject,
                    Some(&plan.plan),
                    after,
                )
                .await
        })
        .await?;
        Ok(trail.finish())
    }
}
