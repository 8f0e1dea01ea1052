//! Remembering a time zone.

use model::{Actor, AppError, TimeZone};

use super::PanelUsers;
use crate::transaction::transaction;

impl PanelUsers {
    /// Stores the time zone of the acting person, in which times are shown. The command line has
    /// none.
    ///
    /// # Errors
    /// [`AppError::NotForTokens`]; [`AppError::Internal`] or [`AppError::Busy`] if the database fails.
    pub async fn set_time_zone(&self, actor: &Actor, time_zone: &TimeZone) -> Result<(), AppError> {
        self.context.refuse_tokens(actor)?;
        if let Some(id) = actor.panel_user_id() {
            transaction!(self.context.store(), |transaction| {
                Ok(transaction.set_panel_user_time_zone(id, time_zone).await?)
            })
            .await?;
        }
        Ok(())
    }
}
