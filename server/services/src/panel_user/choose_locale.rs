//! Choosing a language.

use model::{Actor, AppError, Locale};

use super::PanelUsers;

impl PanelUsers {
    /// Remembers the language that the acting person chose. The command line has none to keep.
    ///
    /// # Errors
    /// [`AppError::Internal`] or [`AppError::Busy`] if the database cannot.
    pub async fn choose_locale(&self, actor: &Actor, locale: Locale) -> Result<(), AppError> {
        if let Some(id) = actor.panel_user_id() {
            let transaction = self.context.store().write().await?;
            transaction.set_panel_user_locale(id, locale).await?;
            transaction.commit().await?;
        }
        Ok(())
    }
}
