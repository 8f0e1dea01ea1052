//! Signing out of the panel.

use crate::secret::SessionToken;
use model::AppError;

use super::Sessions;

use super::token_hash;

impl Sessions {
    /// Ends the session of a token. One that has ended already is no error.
    ///
    /// # Errors
    /// [`AppError::Internal`] or [`AppError::Busy`] if the database cannot.
    pub async fn sign_out(&self, token: &SessionToken) -> Result<(), AppError> {
        let transaction = self.context.store().write().await?;
        transaction.remove_session(&token_hash(token)).await?;
        Ok(transaction.commit().await?)
    }
}
