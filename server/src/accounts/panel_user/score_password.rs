//! Scoring a password while someone chooses it.

use app::model::{Actor, Problem, Strength};

use super::super::Accounts;

/// A name that is longer than any tells nothing more about the password.
const LONGEST_NAME: usize = 253;

impl Accounts {
    /// Scores a password for the account or person called `name`.
    ///
    /// Who may: whoever is signed in. The password is neither kept nor logged.
    ///
    /// # Errors
    /// [`Problem::Busy`] if too many passwords are being worked on.
    pub async fn score_password(
        &self,
        _actor: &Actor,
        password: &str,
        name: &str,
    ) -> Result<Strength, Problem> {
        let name = name.chars().take(LONGEST_NAME).collect();
        self.hasher().score(password, vec![name]).await
    }
}
