//! Listing what a webhook told.

use model::{
    Actor, AppError, DeliveryId, DeliveryRow, DomainName, Page, PageNumber, WebhookDeliveries,
    WebhookId,
};

use super::Webhooks;

impl Webhooks {
    /// Lists what a webhook told, and is to tell, a page at a time, the latest first. A page beyond the
    /// last is empty.
    ///
    /// Who may: whoever has [`Permission::ManageWebhooks`](model::Permission::ManageWebhooks); for the
    /// server's, administrators.
    ///
    /// # Errors
    /// [`AppError::NotFound`], [`AppError::NotPermitted`], [`AppError::AdministratorsOnly`].
    pub async fn deliveries(
        &self,
        actor: &Actor,
        domain: Option<&DomainName>,
        id: WebhookId,
        page: PageNumber,
    ) -> Result<WebhookDeliveries, AppError> {
        let size = Page::<DeliveryRow>::SIZE;
        let webhook = self.view(actor, domain, id).await?;
        let store = self.context.store();
        let total = store
            .count_deliveries(id, WebhookDeliveries::MAX_ROWS)
            .await?;
        let offset = page.offset(size);
        let rows = if offset < total {
            store.deliveries(id, offset, size.into()).await?
        } else {
            Vec::new()
        };
        Ok(WebhookDeliveries {
            webhook,
            deliveries: Page {
                rows,
                total,
                number: page,
            },
        })
    }

    /// The latest deliveries of a webhook whose keys are below `before`, the latest first. Who may: as for
    /// [`Webhooks::deliveries`].
    ///
    /// # Errors
    /// As for [`Webhooks::deliveries`].
    pub async fn deliveries_before(
        &self,
        actor: &Actor,
        domain: Option<&DomainName>,
        id: WebhookId,
        before: Option<DeliveryId>,
        limit: u16,
    ) -> Result<Vec<DeliveryRow>, AppError> {
        let owner = self.context.webhook_owner(actor, domain).await?;
        let found = self.context.webhook_of(&owner, id).await?;
        let store = self.context.store();
        let rows = store.deliveries_before(found.id, before, limit.into());
        Ok(rows.await?)
    }
}
