//! Listing webhooks, and showing one.

use model::{
    Actor, AppError, DomainName, WebhookId, WebhookList, WebhookName, WebhookState, WebhookView,
};

use super::{Owner, Webhooks};
use crate::store::WebhookRecord;

impl Webhooks {
    /// Lists the webhooks of a subscription, or of the server, by name.
    ///
    /// Who may: whoever has [`Permission::ManageWebhooks`](model::Permission::ManageWebhooks); for the
    /// server's, administrators.
    ///
    /// # Errors
    /// [`AppError::NotFound`], [`AppError::NotPermitted`], [`AppError::AdministratorsOnly`].
    pub async fn list(
        &self,
        actor: &Actor,
        domain: Option<&DomainName>,
    ) -> Result<WebhookList, AppError> {
        let owner = self.context.webhook_owner(actor, domain).await?;
        let most = owner.most();
        let found = self.context.store().webhooks(owner.of(), most.into());
        let mut webhooks = Vec::new();
        for webhook in found.await? {
            webhooks.push(self.view_of(&owner, webhook).await?);
        }
        Ok(WebhookList {
            domain: owner.domain(),
            webhooks,
            most,
        })
    }

    /// Shows a webhook. Who may: as for [`Webhooks::list`].
    ///
    /// # Errors
    /// As for [`Webhooks::list`].
    pub async fn view(
        &self,
        actor: &Actor,
        domain: Option<&DomainName>,
        id: WebhookId,
    ) -> Result<WebhookView, AppError> {
        let owner = self.context.webhook_owner(actor, domain).await?;
        let found = self.context.webhook_of(&owner, id).await?;
        self.view_of(&owner, found).await
    }

    /// The webhook of a name, in any letter case. Who may: as for [`Webhooks::list`].
    ///
    /// # Errors
    /// As for [`Webhooks::list`].
    pub async fn find(
        &self,
        actor: &Actor,
        domain: Option<&DomainName>,
        name: &WebhookName,
    ) -> Result<WebhookView, AppError> {
        let owner = self.context.webhook_owner(actor, domain).await?;
        let found = self.context.store().webhook_named(owner.of(), name).await?;
        self.view_of(&owner, found.ok_or(AppError::NotFound)?).await
    }

    pub(super) async fn view_of(
        &self,
        owner: &Owner,
        webhook: WebhookRecord,
    ) -> Result<WebhookView, AppError> {
        let limit = WebhookState::MAX_COUNTED;
        let waiting = self.context.store().count_waiting(webhook.id, limit);
        let waiting = waiting.await?;
        Ok(webhook.view(owner.domain(), waiting))
    }
}
