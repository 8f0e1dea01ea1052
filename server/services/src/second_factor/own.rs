//! Whose second factor it is: the acting person's own.

use model::{Actor, AppError, Origin};

use crate::context::Context;
use crate::store::PanelUserRecord;

impl Context {
    /// The acting person, and where they are.
    ///
    /// # Errors
    /// [`AppError::NotSignedIn`] for an actor who is no panel user (any more); [`AppError::NotForTokens`].
    pub(crate) async fn own_user<'a>(
        &self,
        actor: &'a Actor,
    ) -> Result<(PanelUserRecord, &'a Origin), AppError> {
        self.refuse_tokens(actor)?;
        let Actor::PanelUser { id, origin, .. } = actor else {
            return Err(AppError::NotSignedIn);
        };
        let user = self.store().panel_user(*id).await?;
        Ok((user.ok_or(AppError::NotSignedIn)?, origin))
    }
}
