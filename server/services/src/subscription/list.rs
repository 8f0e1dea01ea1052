//! Listing subscriptions, and those who can own one.

use model::{
    Actor, AppError, DomainName, Login, Page, PageNumber, Permission, ServerPermission,
    SubscriptionRow, sort_key,
};

use super::Subscriptions;
use crate::authorization::{allows, may, visible_to};

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
            rows: self.shown(actor, rows).await?,
            total,
            number: page,
        })
    }

    /// Lists the same, for programs: `limit` subscriptions after one, or the first ones.
    ///
    /// # Errors
    /// As for [`Self::list`].
    pub async fn page(
        &self,
        actor: &Actor,
        after: Option<&DomainName>,
        limit: u16,
    ) -> Result<Vec<SubscriptionRow>, AppError> {
        let (store, visible) = (self.context.store(), visible_to(actor));
        let rows = store.subscriptions_after(visible, after, limit.into());
        self.shown(actor, rows.await?).await
    }

    /// Shows one subscription as the list does, with the version of its domain name and owner.
    ///
    /// Who may: whoever may view it.
    ///
    /// # Errors
    /// [`AppError::NotFound`] if there is none, or for another's.
    pub async fn listed(
        &self,
        actor: &Actor,
        domain: &DomainName,
    ) -> Result<(SubscriptionRow, i64), AppError> {
        let context = &self.context;
        let subscription = context
            .authorised_subscription(actor, domain, Permission::View)
            .await?;
        let store = context.store();
        let settings = store.subscription_settings(subscription.id).await?;
        let found = store.listed_subscription(visible_to(actor), domain).await?;
        let (settings, row) = settings.zip(found).ok_or(AppError::NotFound)?;
        let row = self.shown(actor, vec![row]).await?.pop();
        Ok((row.ok_or(AppError::NotFound)?, settings.version))
    }

    /// What an actor may see of these subscriptions.
    async fn shown(
        &self,
        actor: &Actor,
        mut rows: Vec<SubscriptionRow>,
    ) -> Result<Vec<SubscriptionRow>, AppError> {
        for row in &mut rows {
            if !allows(row.standing, Permission::ManageSubscription) {
                row.plan = None;
            }
        }
        if !actor.is_administrator() {
            // Users of the system are no customer's business.
            rows.iter_mut().for_each(|row| row.hosting = None);
        }
        let people = self.context.known_people(actor, None).await?;
        for row in &mut rows {
            let suspension = row.suspension.take();
            row.suspension = suspension.map(|found| people.with_known_suspender(found));
        }
        Ok(rows)
    }

    /// Whether an actor may add subscriptions, and restore them.
    pub fn may_add(&self, actor: &Actor) -> bool {
        may(actor, ServerPermission::AddSubscriptions)
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

    /// Lists the logins that a subscription can be given to: an administrator gives it to any panel
    /// user, a reseller to themselves and to their customers.
    ///
    /// # Errors
    /// [`AppError::AdministratorsOnly`] for anybody else.
    pub async fn list_owners(&self, actor: &Actor) -> Result<Vec<Login>, AppError> {
        self.context
            .server_permission(actor, ServerPermission::AddSubscriptions)?;
        let store = self.context.store();
        let (id, login) = match actor {
            Actor::PanelUser { id, login, .. } if !actor.is_administrator() => (*id, login),
            Actor::PanelUser { .. } | Actor::CommandLine => return Ok(store.logins().await?),
        };
        let customers = store.customers_of(id).await?;
        let mut logins: Vec<Login> = customers.into_iter().map(|(_, login)| login).collect();
        logins.push(login.clone());
        logins.sort_by_cached_key(|login| sort_key(login.as_str()));
        Ok(logins)
    }
}
