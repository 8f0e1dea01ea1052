//! Choosing a language.

use model::{Actor, AppError, Locale};

use super::PanelUsers;
use crate::transaction::transaction;

impl PanelUsers {
    /// Stores the language of the acting person. The command line has none.
    ///
    /// # Errors
    /// [`AppError::NotForTokens`]; [`AppError::Internal`] or [`AppError::Busy`] if the database fails.
    pub async fn choose_locale(&self, actor: &Actor, locale: Locale) -> Result<(), AppError> {
        self.context.refuse_tokens(actor)?;
        if let Some(id) = actor.panel_user_id() {
            transaction!(self.context.store(), |transaction| {
                Ok(transaction.set_panel_user_locale(id, locale).await?)
            })
            .await?;
        }
        Ok(())
    }
}
