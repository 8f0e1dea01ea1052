//! Giving a collaborator another part, and taking it away.

use model::{
    Actor, AppError, CollaboratorRole, DomainName, EditedSettings, ExpectedVersion, Login,
    Operation, Permission,
};

use super::Collaborators;
use super::invite::CollaboratorSnapshot;
use crate::audit::subscription_subject;
use crate::store::AuditAction;
use crate::transaction::transaction;

impl Collaborators {
    /// Gives a collaborator another part in a subscription, or takes it away if there is none to be
    /// given; if the part is of a version that is expected ([`CollaboratorRole::version`]). What they may
    /// do changes with their next request.
    ///
    /// Who may: whoever has [`Permission::ManageCollaborators`].
    ///
    /// # Errors
    /// [`AppError::SettingsEditConflict`] if it is of another version; [`AppError::NotFound`] for a
    /// subscription that the actor does not see, and for somebody who has no part in it;
    /// [`AppError::NotPermitted`].
    pub async fn change(
        &self,
        actor: &Actor,
        domain: &DomainName,
        login: &Login,
        expected: &ExpectedVersion,
        role: Option<CollaboratorRole>,
    ) -> Result<Operation, AppError> {
        let subscription = self
            .context
            .authorised_subscription(actor, domain, Permission::ManageCollaborators)
            .await?;
        let trail = self.context.begin_operation(actor)?;
        transaction!(self.context.store(), |transaction| {
            transaction.lock_ftp_accounts([subscription.id]).await?;
            let found = transaction.collaborator(subscription.id, login).await?;
            let (person, before) = found.ok_or(AppError::NotFound)?;
            if !expected.allows(before.version()) {
                return Err(AppError::SettingsEditConflict(EditedSettings::General));
            }
            if role == Some(before) {
                return Ok(());
            }
            let action = match role {
                Some(role) => {
                    transaction
                        .change_collaborator(subscription.id, person, role)
                        .await?;
                    AuditAction::CollaboratorChanged
                }
                None => {
                    transaction
                        .remove_collaborator(subscription.id, person)
                        .await?;
                    AuditAction::CollaboratorRemoved
                }
            };
            let before = CollaboratorSnapshot {
                login,
                role: before,
            };
            let after = role.map(|role| CollaboratorSnapshot { login, role });
            trail
                .write(
                    transaction,
                    action,
                    subscription_subject(&subscription),
                    Some(&before),
                    after.as_ref(),
                )
                .await
        })
        .await?;
        Ok(trail.finish())
    }
}
