//! Plans: named sets of limits.

mod add;
mod change;
mod list;
mod receipt;
mod remove;

use model::{Actor, AppError, Field, FieldError, PanelUserId, PlanId, Role, ServerPermission};

use crate::context::Context;
use crate::part::part;
use crate::store::{Constraint, PlanRecord, PlansOf, StoreError};

part! {
    /// Named sets of limits, which subscriptions can have.
    Plans
}

/// The plans that an actor makes and changes: an administrator all, a reseller the own ones.
fn plans_of(actor: &Actor) -> PlansOf {
    match maker(actor) {
        Some(reseller) => PlansOf::Reseller(reseller),
        None => PlansOf::All,
    }
}

/// The reseller whose plans an actor makes; none for the server's.
fn maker(actor: &Actor) -> Option<PanelUserId> {
    match actor {
        Actor::PanelUser {
            id,
            role: Role::Reseller,
            ..
        } => Some(*id),
        Actor::PanelUser { .. } | Actor::CommandLine => None,
    }
}

impl Context {
    /// A plan that the actor may change. Another's is "not found", like one that does not exist.
    async fn authorised_plan(&self, actor: &Actor, id: PlanId) -> Result<PlanRecord, AppError> {
        self.server_permission(actor, ServerPermission::ManagePlans)?;
        let found = self.store().plan(id).await?;
        let found = found.filter(|plan| plans_of(actor).has(plan));
        found.ok_or(AppError::NotFound)
    }
}

fn name_taken(error: StoreError) -> AppError {
    match error {
        StoreError::ConstraintViolated(Constraint::PlanName) => {
            AppError::at(Field::PlanName, FieldError::Taken)
        }
        error => error.into(),
    }
}
