//! Removing a webhook.

use model::{
    Actor, AppError, AuditAction, DomainName, EditedSettings, ExpectedVersion, Operation, WebhookId,
};

use super::{WebhookSnapshot, Webhooks};
use crate::transaction::transaction;

impl Webhooks {
    /// Removes a webhook, if it is of a version that is expected. From then on it is there for nobody,
    /// and tells nothing; [`Webhooks::clear_removed_until`] clears what it told and was to tell.
    ///
    /// Who may: whoever has [`Permission::ManageWebhooks`](model::Permission::ManageWebhooks); for the
    /// server's, administrators.
    ///
    /// # Errors
    /// [`AppError::SettingsEditConflict`] if it is of another version; [`AppError::NotFound`],
    /// [`AppError::NotPermitted`], [`AppError::AdministratorsOnly`].
    pub async fn remove(
        &self,
        actor: &Actor,
        domain: Option<&DomainName>,
        id: WebhookId,
        expected: &ExpectedVersion,
    ) -> Result<Operation, AppError> {
        let owner = self.context.webhook_owner(actor, domain).await?;
        let trail = self.context.begin_operation(actor)?;
        transaction!(self.context.store(), |transaction| {
            let found = transaction.lock_webhook(owner.of(), id).await?;
            let found = found.ok_or(AppError::NotFound)?;
            if !expected.allows(found.version) {
                return Err(AppError::SettingsEditConflict(EditedSettings::General));
            }
            transaction.mark_webhook_removed(id, trail.at).await?;
            let subject = owner.subject(&found.webhook);
            let before = WebhookSnapshot::from(&found.webhook);
            let action = AuditAction::WebhookRemoved;
            trail
                .write(transaction, action, subject, Some(&before), None)
                .await
        })
        .await?;
        Ok(trail.finish())
    }
}
