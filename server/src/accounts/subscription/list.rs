//! Listing subscriptions, and those who can own one.

use app::model::{Actor, Login, Page, PageNumber, Problem, SubscriptionRow};

use super::super::Accounts;
use super::super::authorise::{administrators_only, visible_to};

impl Accounts {
    /// Lists subscriptions by domain name, a page at a time: an administrator sees all, a
    /// customer the own ones. A page beyond the last is empty.
    ///
    /// # Errors
    /// [`Problem::Internal`] or [`Problem::Busy`] if the database cannot tell.
    pub async fn list_subscriptions(
        &self,
        actor: &Actor,
        page: PageNumber,
    ) -> Result<Page<SubscriptionRow>, Problem> {
        let size = Page::<SubscriptionRow>::SIZE;
        let visible = visible_to(actor);
        let total = self.store().count_subscriptions(visible).await?;
        let rows = self
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
    /// [`Problem::AdministratorsOnly`].
    pub async fn list_owners(&self, actor: &Actor) -> Result<Vec<Login>, Problem> {
        administrators_only(actor)?;
        Ok(self.store().logins().await?)
    }
}
