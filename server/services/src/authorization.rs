//! Who may do what: the first check of each use case.

use model::{Actor, AppError, DomainName};

use crate::context::Context;
use crate::store::{SubscriptionRecord, Visible};

/// The subscriptions that an actor sees: an administrator all, a customer their own.
pub(crate) fn visible_to(actor: &Actor) -> Visible {
    match actor {
        Actor::PanelUser { id, .. } if !actor.is_administrator() => Visible::OwnedBy(*id),
        Actor::PanelUser { .. } | Actor::CommandLine => Visible::All,
    }
}

/// Refuses everyone but administrators.
pub(crate) fn administrators_only(actor: &Actor) -> Result<(), AppError> {
    if actor.is_administrator() {
        Ok(())
    } else {
        Err(AppError::AdministratorsOnly)
    }
}

impl Context {
    /// The subscription of a domain name. Another's is "not found", like one that does not exist.
    pub(crate) async fn authorised_subscription(
        &self,
        actor: &Actor,
        domain: &DomainName,
    ) -> Result<SubscriptionRecord, AppError> {
        self.store()
            .subscription(domain, visible_to(actor))
            .await?
            .ok_or(AppError::NotFound)
    }
}
