//! Listing subscriptions, and those who can own one.

use model::{Actor, AppError, Login, Page, PageNumber, SubscriptionRow};

use super::Subscriptions;
use crate::authorization::visible_to;

impl Subscriptions {
    /// Lists subscriptions by domain name, a page at a time: an administrator sees all, a
    /// customer the own ones. A page beyond the last is empty.
    ///
    /// # Errors
    /// [`AppError::Internal`] or [`AppError::Busy`] if the database fails.
    pub async fn list(
        &self,
        actor: &Actor,
        page: PageNumber,
    ) -> Result<Page<SubscriptionRow>, AppError> {
        let size = Page::<SubscriptionRow>::SIZE;
        let visible = visible_to(actor);
        let total = self.context.store().count_subscriptions(visible).await?;
        let rows = self
            .context
            .store()
            .list_subscriptions(visible, page.offset(size), size.into())
            .await?;
        Ok(Page {
            rows,
            total,
            number: page,
        })
    }

    /// Lists the logins that a subscription can be given to: every panel user's. Administrators
    /// only.
    ///
    /// # Errors
    /// [`AppError::AdministratorsOnly`].
    pub async fn list_owners(&self, actor: &Actor) -> Result<Vec<Login>, AppError> {
        self.context.administrators_only(actor)?;
        Ok(self.context.store().logins().await?)
    }
}
