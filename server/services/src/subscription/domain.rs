//! Whose a domain name is: names are unique in the whole installation.

use model::{Actor, AppError, DomainName, Field, FieldError};

use super::removed::trash_of;
use crate::context::Context;
use crate::store::{Constraint, StoreError, TrashOf, Visible};

impl Context {
    /// Why a subscription may not have a domain name, if another one has it. Where that is removed,
    /// and one that the actor sees, the error says so.
    pub(super) async fn domain_conflict(
        &self,
        actor: &Actor,
        domain: &DomainName,
    ) -> Result<Option<FieldError>, AppError> {
        let store = self.store();
        if store.subscription(domain, Visible::All).await?.is_some() {
            return Ok(Some(FieldError::Taken));
        }
        let own = trash_of(actor);
        if store.removed_subscription(domain, &own).await?.is_some() {
            return Ok(Some(FieldError::TakenBySubscriptionInTrash));
        }
        let all = TrashOf::all();
        let removed = store.removed_subscription(domain, &all).await?;
        Ok(removed.map(|_| FieldError::Taken))
    }
}

/// A domain name that was taken concurrently, between the check and the write, is an error at its
/// field.
pub(super) fn domain_taken(error: StoreError) -> AppError {
    match error {
        StoreError::ConstraintViolated(Constraint::Domain) => {
            AppError::at(Field::Domain, FieldError::Taken)
        }
        error => error.into(),
    }
}
