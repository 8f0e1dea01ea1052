//! Adding a plan.

use model::{Actor, AppError, AuditAction, Field, FieldError, Operation, Plan, ServerPermission};

use super::{Plans, maker, name_taken};
use crate::audit::plan_subject;
use crate::transaction::transaction;

impl Plans {
    /// The most plans of one maker.
    pub const MAX_PLANS: u64 = 200;

    /// Adds a plan: a reseller one of the own, an administrator one of the server's.
    ///
    /// Who may: administrators and resellers.
    ///
    /// # Errors
    /// [`AppError::Invalid`] at the name if the maker has a plan of that name in any letter case, or
    /// [`MAX_PLANS`](Self::MAX_PLANS) of them; [`AppError::AdministratorsOnly`].
    pub async fn add(&self, actor: &Actor, plan: Plan) -> Result<Operation, AppError> {
        self.context
            .server_permission(actor, ServerPermission::ManagePlans)?;
        let maker = maker(actor);
        let trail = self.context.begin_operation(actor)?;
        transaction!(self.context.store(), |transaction| {
            if transaction.count_plans_of(maker).await? >= Self::MAX_PLANS {
                return Err(AppError::at(Field::PlanName, FieldError::TooManyPlans));
            }
            transaction
                .add_plan(maker, &plan)
                .await
                .map_err(name_taken)?;
            let subject = plan_subject(&plan.name);
            trail
                .write(
                    transaction,
                    AuditAction::PlanAdded,
                    subject,
                    None,
                    Some(&plan),
                )
                .await
        })
        .await?;
        Ok(trail.finish())
    }
}
