//! Trying a webhook out.

use model::{Actor, AppError, AuditAction, DomainName, Operation, WebhookId};

use super::Webhooks;
use crate::event::test_delivery;
use crate::transaction::transaction;

impl Webhooks {
    /// Tries a webhook out: an event of the kind `webhook.test` is told at once, and once. What comes
    /// of it is among its deliveries.
    ///
    /// Who may: whoever has [`Permission::ManageWebhooks`](model::Permission::ManageWebhooks); for the
    /// server's, administrators.
    ///
    /// # Errors
    /// [`AppError::NotFound`], [`AppError::NotPermitted`], [`AppError::AdministratorsOnly`].
    pub async fn send_test(
        &self,
        actor: &Actor,
        domain: Option<&DomainName>,
        id: WebhookId,
    ) -> Result<Operation, AppError> {
        let owner = self.context.webhook_owner(actor, domain).await?;
        let trail = self.context.begin_operation(actor)?;
        let test = test_delivery(id, owner.domain().as_ref(), trail.at)?;
        transaction!(self.context.store(), |transaction| {
            let webhook = transaction.lock_webhook(owner.of(), id).await?;
            let webhook = webhook.ok_or(AppError::NotFound)?.webhook;
            transaction.queue_deliveries(vec![test.clone()]).await?;
            let (action, subject) = (AuditAction::WebhookTested, owner.subject(&webhook));
            trail
                .write::<()>(transaction, action, subject, None, None)
                .await
        })
        .await?;
        Ok(trail.finish())
    }
}
