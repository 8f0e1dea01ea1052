//! Refusing passwords that are too easy to guess.

use model::{AppError, Field, FieldError, Password, PasswordError, PasswordPolicy};

use crate::context::Context;
use crate::work_budget::WorkFor;

impl Context {
    /// What is wrong with an FTP account's password that keeps the plain rules, if it is too easy to
    /// guess by someone who knows what it is for.
    pub(crate) async fn guessable(
        &self,
        password: &Password,
        inputs: &[&str],
        client: WorkFor,
    ) -> Result<Option<FieldError>, AppError> {
        self.weak(password, PasswordPolicy::USUAL, inputs, client)
            .await
    }

    /// What is wrong with a password that keeps the plain rules, by what is asked of it.
    pub(crate) async fn weak(
        &self,
        password: &Password,
        policy: PasswordPolicy,
        inputs: &[&str],
        client: WorkFor,
    ) -> Result<Option<FieldError>, AppError> {
        if let Err(error) = policy.check(password) {
            return Ok(Some(error.into()));
        }
        let inputs = inputs.iter().map(|&input| input.to_owned()).collect();
        let strength = self.hasher().score(password, inputs, client).await?;
        Ok((!policy.is_met_by(strength)).then_some(PasswordError::Guessable.into()))
    }

    /// Refuses an FTP account's password that is too easy to guess.
    pub(crate) async fn refuse_guessable(
        &self,
        password: &Password,
        inputs: &[&str],
        client: WorkFor,
    ) -> Result<(), AppError> {
        self.refuse_weak(password, PasswordPolicy::USUAL, inputs, client)
            .await
    }

    /// Refuses a password that is weaker than what is asked of it.
    pub(crate) async fn refuse_weak(
        &self,
        password: &Password,
        policy: PasswordPolicy,
        inputs: &[&str],
        client: WorkFor,
    ) -> Result<(), AppError> {
        match self.weak(password, policy, inputs, client).await? {
            Some(error) => Err(AppError::at(Field::Password, error)),
            None => Ok(()),
        }
    }
}
