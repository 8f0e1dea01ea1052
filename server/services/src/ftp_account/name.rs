//! Whose an FTP account's name is: names are unique in the whole installation.

use model::{AccountName, Actor, AppError, Field, FieldError, UtcTime};

use crate::authorization::visible_to;
use crate::context::Context;
use crate::store::{Constraint, FtpAccountId, NameStatus, StoreError};

impl Context {
    /// Why an account may not have a name, if another account of the installation has it, or had it
    /// and may still sign in with it. `own` is the account itself, if it exists already. Where the
    /// other one is in a subscription that the actor sees, the error says how to free the name.
    pub(crate) async fn name_conflict(
        &self,
        actor: &Actor,
        name: &AccountName,
        own: Option<FtpAccountId>,
    ) -> Result<Option<FieldError>, AppError> {
        let owner = self.store().name_owner(name, UtcTime::now()).await?;
        let other = owner.filter(|owner| Some(owner.account) != own);
        let Some(other) = other else { return Ok(None) };
        let visible = visible_to(actor);
        let standing = self.store().standing(other.subscription, visible).await?;
        Ok(Some(match other.status {
            NameStatus::InTrash if standing.is_some() => FieldError::TakenInTrash,
            NameStatus::Former if standing.is_some() => FieldError::TakenByFormerName,
            _ => FieldError::Taken,
        }))
    }
}

/// A name that was taken concurrently, between the check and the write, is an error at its field.
pub(crate) fn name_taken(error: StoreError) -> AppError {
    match error {
        StoreError::ConstraintViolated(Constraint::AccountName) => {
            AppError::at(Field::AccountName, FieldError::Taken)
        }
        error => error.into(),
    }
}
