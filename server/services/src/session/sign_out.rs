//! Signing out of the panel.

use model::AppError;

use super::Sessions;
use crate::secret::SessionToken;
use crate::transaction::transaction;

impl Sessions {
    /// Ends the session of a token. One that has ended already is no error.
    ///
    /// # Errors
    /// [`AppError::Internal`] or [`AppError::Busy`] if the database fails.
    pub async fn sign_out(&self, token: &SessionToken) -> Result<(), AppError> {
        let hash = token.hash();
        transaction!(self.context.store(), |transaction| {
            Ok(transaction.remove_session(&hash).await?)
        })
        .await
    }
}
