//! Helping someone to choose a password.

use model::{Actor, AppError, Field, Password, Strength};

use super::PanelUsers;
use crate::password;

/// Characters of the name that are compared with the password: no name is longer.
const MAX_NAME_LENGTH: usize = 253;

impl PanelUsers {
    /// Scores a password for the account or person called `name`, if it keeps the plain rules.
    ///
    /// Who may: whoever is signed in. The password is neither kept nor logged.
    ///
    /// # Errors
    /// [`AppError::Invalid`] at [`Field::Password`] if it breaks one of the plain rules;
    /// [`AppError::Busy`] if too much of such work waits already.
    pub async fn score_password(
        &self,
        actor: &Actor,
        password: &str,
        name: &str,
    ) -> Result<Strength, AppError> {
        let name: String = name.chars().take(MAX_NAME_LENGTH).collect();
        let password = Password::parse(password, name.trim())
            .map_err(|error| AppError::at(Field::Password, error))?;
        self.context
            .hasher()
            .score(&password, vec![name], actor.into())
            .await
    }

    /// Generates a password that the rules accept, for the account or person called `name`.
    ///
    /// Who may: whoever is signed in. The password is neither kept nor logged.
    ///
    /// # Errors
    /// [`AppError::Internal`] if the system has no random bytes.
    pub async fn suggest_password(&self, _actor: &Actor, name: &str) -> Result<Password, AppError> {
        let name: String = name.chars().take(MAX_NAME_LENGTH).collect();
        Ok(password::generate(name.trim())?)
    }
}
