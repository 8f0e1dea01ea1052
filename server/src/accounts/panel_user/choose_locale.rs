//! Choosing a language.

use app::model::{Actor, Locale, Problem};

use super::super::Accounts;

impl Accounts {
    /// Remembers the language that the acting person chose. The command line has none to keep.
    ///
    /// # Errors
    /// [`Problem::Internal`] or [`Problem::Busy`] if the database cannot.
    pub async fn choose_locale(&self, actor: &Actor, locale: Locale) -> Result<(), Problem> {
        if let Some(id) = actor.panel_user_id() {
            let writing = self.store().write().await?;
            writing.set_panel_user_locale(id, locale).await?;
            writing.commit().await?;
        }
        Ok(())
    }
}
