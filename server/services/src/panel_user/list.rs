//! Listing panel users, and who can be chosen among them.

use model::{
    Actor, AppError, Login, Page, PanelUserChoices, PanelUserList, PanelUserListing, PanelUserRow,
    PanelUserStatus,
};

use super::PanelUsers;
use super::manage::Managed;
use crate::store::PanelUserQuery;

impl PanelUsers {
    /// Lists panel users, a page at a time: an administrator sees all, a reseller their customers. A
    /// page beyond the last is empty. What is for administrators to look for counts for nothing in a
    /// reseller's.
    ///
    /// # Errors
    /// [`AppError::NotPermitted`] for whoever manages nobody; [`AppError::Busy`] if too much of such
    /// work waits already.
    pub async fn list(
        &self,
        actor: &Actor,
        listing: &PanelUserListing,
    ) -> Result<PanelUserList, AppError> {
        let reseller = self.context.managed_by(actor)?.reseller();
        let _slot = self.context.list_count_slot(actor).await?;
        let store = self.context.store();
        let may_ask =
            |status: &PanelUserStatus| reseller.is_none() || !status.is_for_administrators();
        let listing = &PanelUserListing {
            status: listing.status.filter(may_ask),
            ..listing.clone()
        };
        let query = PanelUserQuery { reseller, listing };
        let size = Page::<PanelUserRow>::SIZE;
        let offset = listing.page.offset(size);
        let own_limits = match reseller {
            Some(reseller) => Some(store.reseller_usage(reseller).await?),
            None => None,
        };
        Ok(PanelUserList {
            users: Page {
                rows: store.list_panel_users(query, offset, size.into()).await?,
                total: store.count_panel_users(query).await?,
                number: listing.page,
            },
            own_limits,
        })
    }

    /// Lists the same by login, for programs: `limit` panel users after one, or the first ones. How the
    /// listing is sorted, and its page, count for nothing.
    ///
    /// # Errors
    /// As for [`Self::list`].
    pub async fn page(
        &self,
        actor: &Actor,
        listing: &PanelUserListing,
        after: Option<&Login>,
        limit: u16,
    ) -> Result<Vec<PanelUserRow>, AppError> {
        let reseller = self.context.managed_by(actor)?.reseller();
        let _slot = self.context.list_count_slot(actor).await?;
        let listing = &PanelUserListing {
            search: listing.search.clone(),
            role: listing.role,
            status: listing.status,
            ..PanelUserListing::default()
        };
        let query = PanelUserQuery { reseller, listing };
        let store = self.context.store();
        Ok(store.panel_users_after(query, after, limit.into()).await?)
    }

    /// What whoever adds a panel user may choose.
    ///
    /// # Errors
    /// [`AppError::NotPermitted`] for whoever manages nobody.
    pub async fn choices(&self, actor: &Actor) -> Result<PanelUserChoices, AppError> {
        Ok(match self.context.managed_by(actor)? {
            Managed::All => PanelUserChoices {
                everything: true,
                resellers: self.context.store().resellers().await?,
            },
            Managed::CustomersOf(_) => PanelUserChoices::default(),
        })
    }
}
