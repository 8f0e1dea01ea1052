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
        let mut rows = self
            .context
            .store()
            .list_subscriptions(visible, page.offset(size), size.into())
            .await?;
        if !actor.is_administrator() {
            // Users of the system are no customer's business.
            rows.iter_mut().for_each(|row| row.hosting = None);
        }
        Ok(Page {
            rows,
            total,
            number: page,
        })
    }

    /// The folders below which a new subscription's webspace root may lie, as the settings have them.
    /// Administrators only.
    ///
    /// # Errors
    /// [`AppError::AdministratorsOnly`].
    pub fn webspace_bases(&self, actor: &Actor) -> Result<Vec<String>, AppError> {
        self.context.administrators_only(actor)?;
        let bases = self.context.webspace_policy.bases();
        Ok(bases.map(|base| base.display().to_string()).collect())
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
