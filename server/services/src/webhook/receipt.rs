//! Showing what was done to a webhook.

use model::{Actor, AppError, AuditAction, Operation, WebhookReceipt};

use super::Webhooks;
use crate::receipt::first_of_own;

impl Webhooks {
    /// Shows the actor what one of their own operations did to a webhook, from the audit trail.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for others' operations and for those that were about no webhook.
    pub async fn view_receipt(
        &self,
        actor: &Actor,
        operation: &Operation,
    ) -> Result<WebhookReceipt, AppError> {
        let events = self.context.store().audit_events(operation, 1).await?;
        match first_of_own(actor, &events)?.action {
            AuditAction::WebhookAdded => Ok(WebhookReceipt::Added),
            AuditAction::WebhookChanged => Ok(WebhookReceipt::Changed),
            AuditAction::WebhookRemoved => Ok(WebhookReceipt::Removed),
            AuditAction::WebhookSecretReplaced => Ok(WebhookReceipt::SecretReplaced),
            AuditAction::WebhookTested => Ok(WebhookReceipt::Tested),
            AuditAction::WebhookSentAgain => Ok(WebhookReceipt::SentAgain),
            _ => Err(AppError::NotFound),
        }
    }
}
