//! Helping someone to choose a password.

use model::{Actor, AppError, Password, Strength};

use super::PanelUsers;
use crate::password;

/// A name that is longer than any tells nothing more about the password.
const LONGEST_NAME: usize = 253;

impl PanelUsers {
    /// Scores a password for the account or person called `name`.
    ///
    /// Who may: whoever is signed in. The password is neither kept nor logged.
    ///
    /// # Errors
    /// [`AppError::Busy`] if too many passwords are being worked on.
    pub async fn score_password(
        &self,
        _actor: &Actor,
        password: &str,
        name: &str,
    ) -> Result<Strength, AppError> {
        let name = name.chars().take(LONGEST_NAME).collect();
        self.context
            .hasher()
            .score_typed(password, vec![name])
            .await
    }

    /// Makes a password that the rules like, for the account or person called `name`.
    ///
    /// Who may: whoever is signed in. The password is neither kept nor logged.
    ///
    /// # Errors
    /// [`AppError::Internal`] if the system has no random bytes.
    pub async fn suggest_password(&self, _actor: &Actor, name: &str) -> Result<Password, AppError> {
        let name: String = name.chars().take(LONGEST_NAME).collect();
        password::generate(name.trim())
    }
}
