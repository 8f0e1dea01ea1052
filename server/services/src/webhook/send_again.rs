//! Telling something again.

use model::{
    Actor, AppError, AuditAction, DeliveryId, DeliveryState, DomainName, Operation, WebhookId,
};

use super::Webhooks;
use crate::store::NewDeliveryRecord;
use crate::transaction::transaction;

impl Webhooks {
    /// Tells something again that a webhook has told, or has given up: with the same id and body,
    /// behind whatever waits that is about the same FTP account. What waits for another attempt is
    /// tried at once. A webhook that does not call tells it when it does again.
    ///
    /// Who may: whoever has [`Permission::ManageWebhooks`](model::Permission::ManageWebhooks); for the
    /// server's, administrators.
    ///
    /// # Errors
    /// [`AppError::NotFound`] also if the delivery is not kept any more; [`AppError::NotPermitted`],
    /// [`AppError::AdministratorsOnly`].
    pub async fn send_again(
        &self,
        actor: &Actor,
        domain: Option<&DomainName>,
        id: WebhookId,
        delivery: DeliveryId,
    ) -> Result<Operation, AppError> {
        let owner = self.context.webhook_owner(actor, domain).await?;
        let trail = self.context.begin_operation(actor)?;
        transaction!(self.context.store(), |transaction| {
            let webhook = transaction.lock_webhook(owner.of(), id).await?;
            let webhook = webhook.ok_or(AppError::NotFound)?.webhook;
            let found = transaction.delivery(id, delivery).await?;
            let (found, account) = found.ok_or(AppError::NotFound)?;
            let again = NewDeliveryRecord {
                webhook: id,
                event: found.event,
                kind: found.kind,
                account,
                body: found.body,
                at: trail.at,
            };
            match found.state {
                DeliveryState::Waiting => transaction.hasten_delivery(&again).await?,
                DeliveryState::Delivered | DeliveryState::GivenUp => {
                    transaction.queue_deliveries(vec![again]).await?;
                }
            }
            let (action, subject) = (AuditAction::WebhookSentAgain, owner.subject(&webhook));
            trail
                .write::<()>(transaction, action, subject, None, None)
                .await
        })
        .await?;
        Ok(trail.finish())
    }
}
