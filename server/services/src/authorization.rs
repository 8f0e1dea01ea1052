//! Who may do what: the first check of each use case.

use model::{Actor, AppError, DomainName};

use crate::audit::subscription_subject;
use crate::context::Context;
use crate::store::{AuditAction, Subject, SubscriptionRecord, Visible};

/// The subscriptions that an actor sees: an administrator all, a customer their own.
pub(crate) fn visible_to(actor: &Actor) -> Visible {
    match actor {
        Actor::PanelUser { id, .. } if !actor.is_administrator() => Visible::OwnedBy(*id),
        Actor::PanelUser { .. } | Actor::CommandLine => Visible::All,
    }
}

impl Context {
    /// Refuses everyone but administrators, and records whom.
    pub(crate) fn administrators_only(&self, actor: &Actor) -> Result<(), AppError> {
        if actor.is_administrator() {
            return Ok(());
        }
        let error = AppError::AdministratorsOnly;
        let subject = Subject::default();
        self.refused(actor, AuditAction::AccessRefused, subject, &error);
        Err(error)
    }

    /// The subscription of a domain name. Another's is "not found", like one that does not exist,
    /// and takes as long; that it was asked for is recorded.
    pub(crate) async fn authorised_subscription(
        &self,
        actor: &Actor,
        domain: &DomainName,
    ) -> Result<SubscriptionRecord, AppError> {
        let visible = visible_to(actor);
        if let Some(subscription) = self.store().subscription(domain, visible).await? {
            return Ok(subscription);
        }
        let error = AppError::NotFound;
        if let Some(another_s) = self.store().subscription(domain, Visible::All).await? {
            let subject = subscription_subject(&another_s);
            self.refused(actor, AuditAction::AccessRefused, subject, &error);
        }
        Err(error)
    }
}
