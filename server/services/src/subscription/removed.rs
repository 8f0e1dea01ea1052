//! Removed subscriptions that somebody may restore.

use model::{Actor, AppError, DomainName, Permission, ServerPermission};

use crate::audit::removed_subscription_subject;
use crate::authorization::{standings_with, visible_to};
use crate::context::Context;
use crate::store::{AuditAction, RemovedSubscriptionRecord, TrashOf};

/// The removed subscriptions that an actor may restore, if they may restore any: those in which they
/// may do so much.
pub(super) fn trash_of(actor: &Actor) -> TrashOf {
    TrashOf {
        visible: visible_to(actor),
        standings: standings_with(Permission::ManageSubscription),
    }
}

impl Context {
    /// The removed subscriptions that an actor may restore.
    pub(super) fn authorised_trash(&self, actor: &Actor) -> Result<TrashOf, AppError> {
        self.server_permission(actor, ServerPermission::AddSubscriptions)?;
        Ok(trash_of(actor))
    }

    /// The removed subscription of a domain name, which the actor may restore. For all others it is "not
    /// found", for its owner too; that it was asked for is recorded.
    pub(super) async fn authorised_removed_subscription(
        &self,
        actor: &Actor,
        domain: &DomainName,
    ) -> Result<RemovedSubscriptionRecord, AppError> {
        let trash = trash_of(actor);
        if let Some(removed) = self.store().removed_subscription(domain, &trash).await? {
            return Ok(removed);
        }
        let error = AppError::NotFound;
        let all = TrashOf::all();
        let another_s = self.store().removed_subscription(domain, &all);
        if let Some(another_s) = another_s.await? {
            let subject = removed_subscription_subject(&another_s);
            self.refused(actor, AuditAction::AccessRefused, subject, &error);
        }
        Err(error)
    }
}
