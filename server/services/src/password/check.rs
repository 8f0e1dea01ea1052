//! Refusing passwords that are too easy to guess.

use model::{AppError, Field, FieldError, Password, PasswordError};

use crate::context::Context;
use crate::work_budget::WorkFor;

impl Context {
    /// What is wrong with a password that keeps the plain rules, if it is too easy to guess by
    /// someone who knows what it is for.
    pub(crate) async fn guessable(
        &self,
        password: &Password,
        inputs: &[&str],
        client: WorkFor,
    ) -> Result<Option<FieldError>, AppError> {
        let inputs = inputs.iter().map(|&input| input.to_owned()).collect();
        let strength = self.hasher().score(password, inputs, client).await?;
        Ok((!strength.is_enough()).then_some(FieldError::Password(PasswordError::Guessable)))
    }

    /// Refuses a password that is too easy to guess.
    pub(crate) async fn refuse_guessable(
        &self,
        password: &Password,
        inputs: &[&str],
        client: WorkFor,
    ) -> Result<(), AppError> {
        match self.guessable(password, inputs, client).await? {
            Some(error) => Err(AppError::at(Field::Password, error)),
            None => Ok(()),
        }
    }
}
