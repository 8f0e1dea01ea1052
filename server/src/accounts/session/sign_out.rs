//! Signing out of the panel.

use app::backend::SessionToken;
use app::model::Problem;

use super::super::Accounts;
use super::token_hash;

impl Accounts {
    /// Ends the session of a token. One that has ended already is no error.
    ///
    /// # Errors
    /// [`Problem::Internal`] or [`Problem::Busy`] if the database cannot.
    pub async fn sign_out(&self, token: &SessionToken) -> Result<(), Problem> {
        let writing = self.store().write().await?;
        writing.remove_session(&token_hash(token)).await?;
        Ok(writing.commit().await?)
    }
}
