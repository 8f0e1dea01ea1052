//! Adding a webhook.

use model::{
    Actor, AddedWebhook, AppError, AuditAction, DomainName, Field, FieldError, Operation, Webhook,
};

use super::secret::new_secret;
use super::{WebhookSnapshot, Webhooks, name_taken};
use crate::store::{NewWebhookRecord, WebhookSecrets};
use crate::transaction::transaction;

impl Webhooks {
    /// Adds a webhook to a subscription, or to the server.
    ///
    /// Who may: whoever has [`Permission::ManageWebhooks`](model::Permission::ManageWebhooks); for the
    /// server's, administrators. What its calls are signed with is told here, and never again.
    ///
    /// # Errors
    /// [`AppError::Invalid`] at the name if there is one of that name in any letter case, or as many
    /// webhooks as there may be; [`AppError::NotFound`], [`AppError::NotPermitted`],
    /// [`AppError::AdministratorsOnly`].
    pub async fn add(
        &self,
        actor: &Actor,
        domain: Option<&DomainName>,
        webhook: Webhook,
    ) -> Result<(Operation, AddedWebhook), AppError> {
        let owner = self.context.webhook_owner(actor, domain).await?;
        let secret = new_secret()?;
        let trail = self.context.begin_operation(actor)?;
        let id = transaction!(self.context.store(), |transaction| {
            if transaction.count_webhooks(owner.of()).await? >= u64::from(owner.most()) {
                return Err(AppError::at(
                    Field::WebhookName,
                    FieldError::TooManyWebhooks,
                ));
            }
            let new = NewWebhookRecord {
                of: owner.of(),
                webhook: webhook.clone(),
                secrets: WebhookSecrets {
                    current: secret.clone(),
                    former: None,
                },
                at: trail.at,
            };
            let id = transaction.add_webhook(new).await.map_err(name_taken)?;
            let (action, subject) = (AuditAction::WebhookAdded, owner.subject(&webhook));
            let after = WebhookSnapshot::from(&webhook);
            trail
                .write(transaction, action, subject, None, Some(&after))
                .await?;
            Ok(id)
        })
        .await?;
        let name = webhook.name;
        Ok((trail.finish(), AddedWebhook { id, name, secret }))
    }
}
