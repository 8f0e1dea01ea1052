//! Signing out of the panel.

use model::AppError;

use super::Sessions;
use crate::secret::SessionToken;

impl Sessions {
    /// Ends the session of a token. One that has ended already is no error.
    ///
    /// # Errors
    /// [`AppError::Internal`] or [`AppError::Busy`] if the database fails.
    pub async fn sign_out(&self, token: &SessionToken) -> Result<(), AppError> {
        let transaction = self.context.store().begin().await?;
        transaction.remove_session(&token.hash()).await?;
        Ok(transaction.commit().await?)
    }
}
