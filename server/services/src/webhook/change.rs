//! Changing a webhook.

use model::{
    Actor, AppError, AuditAction, DomainName, EditedSettings, Operation, Webhook, WebhookId,
};

use super::{WebhookSnapshot, Webhooks, name_taken};
use crate::transaction::transaction;

impl Webhooks {
    /// Changes a webhook. What waits is told by it as it is now.
    ///
    /// Who may: whoever has [`Permission::ManageWebhooks`](model::Permission::ManageWebhooks); for the
    /// server's, administrators.
    ///
    /// # Errors
    /// [`AppError::SettingsEditConflict`] if the version is not the one any more that the change was
    /// made from; [`AppError::Invalid`] at the name; [`AppError::NotFound`],
    /// [`AppError::NotPermitted`], [`AppError::AdministratorsOnly`].
    pub async fn change(
        &self,
        actor: &Actor,
        domain: Option<&DomainName>,
        id: WebhookId,
        version: i64,
        webhook: Webhook,
    ) -> Result<Operation, AppError> {
        let owner = self.context.webhook_owner(actor, domain).await?;
        let trail = self.context.begin_operation(actor)?;
        transaction!(self.context.store(), |transaction| {
            let before = transaction.lock_webhook(owner.of(), id).await?;
            let before = before.ok_or(AppError::NotFound)?;
            if before.version != version {
                return Err(AppError::SettingsEditConflict(EditedSettings::General));
            }
            if before.webhook == webhook {
                return Ok(());
            }
            transaction
                .change_webhook(&before, &webhook)
                .await
                .map_err(name_taken)?;
            trail
                .write(
                    transaction,
                    AuditAction::WebhookChanged,
                    owner.subject(&webhook),
                    Some(&WebhookSnapshot::from(&before.webhook)),
                    Some(&WebhookSnapshot::from(&webhook)),
                )
                .await
        })
        .await?;
        Ok(trail.finish())
    }
}
