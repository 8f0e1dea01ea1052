//! Adding a panel user.

use model::{
    Actor, AppError, Field, FieldError, FieldErrors, NewPanelUser, Operation, PasswordPolicy,
    PasswordUse,
};

use super::PanelUsers;
use crate::audit::{PanelUserSnapshot, panel_user_subject};
use crate::store::{AuditAction, Constraint, NewPanelUserRecord, StoreError};
use crate::transaction::transaction;

impl PanelUsers {
    /// Adds a panel user.
    ///
    /// Who may: administrators only. The login must be free, the password hard to guess.
    ///
    /// # Errors
    /// [`AppError::AdministratorsOnly`]; [`AppError::NotForTokens`] for an administrator;
    /// [`AppError::Invalid`] with everything that is wrong.
    pub async fn add(&self, actor: &Actor, new: NewPanelUser) -> Result<Operation, AppError> {
        self.context.administrators_only(actor)?;
        self.context.refuse_tokens_over(actor, new.role)?;
        self.context.may_change(actor)?;
        let mut errors = FieldErrors::default();
        if self
            .context
            .store()
            .panel_user_by_login(&new.login)
            .await?
            .is_some()
        {
            errors.add(Field::Login, FieldError::Taken);
        }
        let policy = PasswordPolicy::of(new.role);
        let inputs = [new.login.as_str(), new.display_name.as_str()];
        let weak = self
            .context
            .weak(&new.password, policy, &inputs, actor.into())
            .await?;
        errors.add_option(Field::Password, weak);
        errors.into_result()?;
        let password_hash = self
            .context
            .hasher()
            .hash(&new.password, actor.into())
            .await?;
        let trail = self.context.begin_operation(actor)?;
        let snapshot = PanelUserSnapshot {
            login: new.login.clone(),
            display_name: new.display_name.clone(),
            email: new.email.clone(),
            role: new.role,
        };
        let record = NewPanelUserRecord {
            login: new.login,
            display_name: new.display_name,
            email: new.email,
            password_hash,
            must_change_password: new.password_use == PasswordUse::Temporary,
            role: new.role,
            locale: new.locale,
            created_at: trail.at,
        };
        transaction!(self.context.store(), |transaction| {
            transaction
                .add_panel_user(record.clone())
                .await
                .map_err(login_taken)?;
            let subject = panel_user_subject(&snapshot.login);
            trail
                .write(
                    transaction,
                    AuditAction::PanelUserAdded,
                    subject,
                    None,
                    Some(&snapshot),
                )
                .await
        })
        .await?;
        Ok(trail.finish())
    }
}

/// That a login is taken, or that the last administrator stays, as the database says it.
pub(super) fn login_taken(error: StoreError) -> AppError {
    match error {
        StoreError::ConstraintViolated(Constraint::Login) => {
            AppError::at(Field::Login, FieldError::Taken)
        }
        StoreError::ConstraintViolated(Constraint::LastAdministrator) => {
            AppError::LastAdministrator
        }
        error => error.into(),
    }
}
