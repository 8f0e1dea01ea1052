//! What calls are signed with, and replacing it.

use data_encoding::BASE64;
use model::{
    Actor, AddedWebhook, AppError, AuditAction, DomainName, Operation, UtcTime, WebhookId,
};

use super::Webhooks;
use crate::error::InternalError;
use crate::random;
use crate::transaction::transaction;

/// A new secret as Standard Webhooks writes it: `whsec_`, and 32 random bytes in base 64. It is stored
/// as it is: who signs needs the secret itself, and a hash would not do.
pub(super) fn new_secret() -> Result<String, InternalError> {
    let bytes = random::bytes::<32>()?;
    Ok(format!("whsec_{}", BASE64.encode(&bytes)))
}

impl Webhooks {
    /// Replaces what the calls of a webhook are signed with. For a day they are signed with the former
    /// secret, too, so that the receiver can be given the new one.
    ///
    /// Who may: whoever has [`Permission::ManageWebhooks`](model::Permission::ManageWebhooks); for the
    /// server's, administrators. The new secret is told here, and never again.
    ///
    /// # Errors
    /// [`AppError::NotFound`], [`AppError::NotPermitted`], [`AppError::AdministratorsOnly`].
    pub async fn replace_secret(
        &self,
        actor: &Actor,
        domain: Option<&DomainName>,
        id: WebhookId,
    ) -> Result<(Operation, AddedWebhook), AppError> {
        let owner = self.context.webhook_owner(actor, domain).await?;
        let secret = new_secret()?;
        let trail = self.context.begin_operation(actor)?;
        let until = UtcTime(trail.at.0 + i64::from(Self::FORMER_SECRET_HOURS) * 3600);
        let name = transaction!(self.context.store(), |transaction| {
            let found = transaction.lock_webhook(owner.of(), id).await?;
            let found = found.ok_or(AppError::NotFound)?;
            transaction
                .replace_webhook_secret(id, secret.clone(), until)
                .await?;
            let subject = owner.subject(&found.webhook);
            let action = AuditAction::WebhookSecretReplaced;
            trail
                .write::<()>(transaction, action, subject, None, None)
                .await?;
            Ok(found.webhook.name)
        })
        .await?;
        Ok((trail.finish(), AddedWebhook { id, name, secret }))
    }
}
