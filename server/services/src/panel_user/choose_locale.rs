//! Choosing a language.

use model::{Actor, AppError, Locale};

use super::PanelUsers;

impl PanelUsers {
    /// Stores the language of the acting person. The command line has none.
    ///
    /// # Errors
    /// [`AppError::Internal`] or [`AppError::Busy`] if the database fails.
    pub async fn choose_locale(&self, actor: &Actor, locale: Locale) -> Result<(), AppError> {
        if let Some(id) = actor.panel_user_id() {
            let transaction = self.context.store().begin().await?;
            transaction.set_panel_user_locale(id, locale).await?;
            transaction.commit().await?;
        }
        Ok(())
    }
}
