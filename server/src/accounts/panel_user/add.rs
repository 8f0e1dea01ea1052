//! Adding a panel user.

use app::model::{Actor, Field, FieldError, NewPanelUser, Operation, Problem};

use super::super::audit::{PanelUserSnapshot, Trail, panel_user_subject};
use super::super::authorise::administrators_only;
use super::super::{Accounts, FieldProblems};
use crate::store::{Constraint, Deed, NewPanelUserRecord, StoreError};

impl Accounts {
    /// Adds a panel user.
    ///
    /// Who may: administrators only. The login must be free, the password hard to guess.
    ///
    /// # Errors
    /// [`Problem::AdministratorsOnly`]; [`Problem::Invalid`] with everything that is wrong.
    pub async fn add_panel_user(
        &self,
        actor: &Actor,
        new: NewPanelUser,
    ) -> Result<Operation, Problem> {
        administrators_only(actor)?;
        let mut problems = FieldProblems::default();
        if self
            .store()
            .panel_user_by_login(&new.login)
            .await?
            .is_some()
        {
            problems.add(Field::Login, FieldError::Taken);
        }
        let inputs = [new.login.as_str(), new.display_name.as_str()];
        if let Some(error) = self.guessable(&new.password, &inputs).await? {
            problems.add(Field::Password, error);
        }
        problems.none()?;
        let password_hash = self.hasher().hash(&new.password).await?;
        let trail = Trail::begin(actor)?;
        let snapshot = PanelUserSnapshot {
            login: new.login.clone(),
            display_name: new.display_name.clone(),
            role: new.role,
        };
        let record = NewPanelUserRecord {
            login: new.login,
            display_name: new.display_name,
            password_hash,
            role: new.role,
            locale: new.locale,
            created_at: trail.at,
        };
        let writing = self.store().write().await?;
        writing.add_panel_user(record).await.map_err(login_taken)?;
        let subject = panel_user_subject(&snapshot.login);
        trail
            .write(
                &writing,
                Deed::PanelUserAdded,
                subject,
                None,
                Some(&snapshot),
            )
            .await?;
        writing.commit().await?;
        Ok(trail.finish())
    }
}

fn login_taken(error: StoreError) -> Problem {
    match error {
        StoreError::Refused(Constraint::Login) => Problem::at(Field::Login, FieldError::Taken),
        error => error.into(),
    }
}
