//! Listing plans, and showing one.

use model::{
    Actor, AppError, Login, Page, PageNumber, PlanId, PlanName, PlanView, ServerPermission,
};

use super::{Plans, maker, plans_of};

impl Plans {
    /// Whether an actor may add a plan.
    ///
    /// # Errors
    /// [`AppError::AdministratorsOnly`] if not.
    pub fn may_add(&self, actor: &Actor) -> Result<(), AppError> {
        self.context
            .server_permission(actor, ServerPermission::ManagePlans)
    }

    /// Lists plans by name, a page at a time: an administrator sees all, a reseller the own ones. A
    /// page beyond the last is empty.
    ///
    /// # Errors
    /// [`AppError::AdministratorsOnly`].
    pub async fn list(&self, actor: &Actor, page: PageNumber) -> Result<Page<PlanView>, AppError> {
        self.context
            .server_permission(actor, ServerPermission::ManagePlans)?;
        let size = Page::<PlanView>::SIZE;
        let (store, of) = (self.context.store(), plans_of(actor));
        Ok(Page {
            rows: store.plans(of, page.offset(size), size.into()).await?,
            total: store.count_plans(of).await?,
            number: page,
        })
    }

    /// Lists the same in the order in which they were added, for programs: `limit` plans after one, or the
    /// first ones.
    ///
    /// # Errors
    /// As for [`Self::list`].
    pub async fn page(
        &self,
        actor: &Actor,
        after: Option<PlanId>,
        limit: u16,
    ) -> Result<Vec<PlanView>, AppError> {
        self.context
            .server_permission(actor, ServerPermission::ManagePlans)?;
        let (store, of) = (self.context.store(), plans_of(actor));
        Ok(store.plans_after(of, after, limit.into()).await?)
    }

    /// Shows a plan.
    ///
    /// Who may: administrators, and the reseller whose plan it is.
    ///
    /// # Errors
    /// [`AppError::NotFound`], [`AppError::AdministratorsOnly`].
    pub async fn view(&self, actor: &Actor, id: PlanId) -> Result<PlanView, AppError> {
        self.context.authorised_plan(actor, id).await?;
        let found = self.context.store().plan_view(id).await?;
        found.ok_or(AppError::NotFound)
    }

    /// The plan of this name: one of the own, or, for an administrator, of the reseller with that
    /// login.
    ///
    /// # Errors
    /// [`AppError::NotFound`] if there is none; [`AppError::AdministratorsOnly`].
    pub async fn find(
        &self,
        actor: &Actor,
        name: &PlanName,
        reseller: Option<&Login>,
    ) -> Result<PlanView, AppError> {
        self.context
            .server_permission(actor, ServerPermission::ManagePlans)?;
        let store = self.context.store();
        let maker = match (maker(actor), reseller) {
            (Some(own), _) => Some(own),
            (None, Some(login)) => {
                let found = store.panel_user_by_login(login).await?;
                Some(found.ok_or(AppError::NotFound)?.id)
            }
            (None, None) => None,
        };
        let found = store.plan_named(maker, name).await?;
        let found = found.ok_or(AppError::NotFound)?;
        self.view(actor, found.id).await
    }
}
