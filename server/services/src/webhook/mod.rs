//! Webhooks: which addresses are told of what, and what is told to them.

mod add;
mod change;
mod clear_removed;
mod deliveries;
mod list;
mod outbox;
mod receipt;
mod remove;
mod secret;
mod send_again;
mod send_test;

use model::{Actor, AppError, DomainName, Field, FieldError, Permission, Webhook, WebhookId};
use serde::Serialize;

use crate::audit::subscription_subject;
use crate::context::Context;
use crate::part::part;
use crate::store::{
    Constraint, StoreError, Subject, SubscriptionRecord, WebhookRecord, WebhooksOf,
};

pub use outbox::LaneCalls;

part! {
    /// Addresses that are told of events.
    Webhooks
}

impl Webhooks {
    /// The most webhooks of a subscription.
    pub const MAX_OF_SUBSCRIPTION: u32 = 5;
    /// The most webhooks of the server.
    pub const MAX_OF_SERVER: u32 = 20;
    /// For how long calls are signed with a secret that was replaced, too, in hours.
    pub const FORMER_SECRET_HOURS: u32 = 24;
}

/// Whose webhooks an actor works with.
struct Owner {
    /// The subscription; none for the server.
    subscription: Option<SubscriptionRecord>,
}

impl Owner {
    fn of(&self) -> WebhooksOf {
        self.subscription.as_ref().map(|one| one.id)
    }

    fn domain(&self) -> Option<DomainName> {
        self.subscription.as_ref().map(|one| one.domain.clone())
    }

    fn most(&self) -> u32 {
        match self.subscription {
            Some(_) => Webhooks::MAX_OF_SUBSCRIPTION,
            None => Webhooks::MAX_OF_SERVER,
        }
    }

    /// The subject of an action on a webhook of theirs.
    fn subject(&self, webhook: &Webhook) -> Subject {
        let of = self.subscription.as_ref().map(subscription_subject);
        Subject {
            name: Some(webhook.name.as_str().to_owned()),
            ..of.unwrap_or_default()
        }
    }
}

impl Context {
    /// Whose webhooks these are, if the actor may work with them: a subscription's, or the server's.
    async fn webhook_owner(
        &self,
        actor: &Actor,
        domain: Option<&DomainName>,
    ) -> Result<Owner, AppError> {
        let subscription = match domain {
            Some(domain) => Some(
                self.authorised_subscription(actor, domain, Permission::ManageWebhooks)
                    .await?,
            ),
            None => {
                self.administrators_only(actor)?;
                None
            }
        };
        Ok(Owner { subscription })
    }

    async fn webhook_of(&self, owner: &Owner, id: WebhookId) -> Result<WebhookRecord, AppError> {
        let found = self.store().webhook(owner.of(), id).await?;
        found.ok_or(AppError::NotFound)
    }
}

/// A webhook as the audit trail keeps it: of its address no more than the host, since the rest may be
/// a secret of the receiver's. Never what calls are signed with.
#[derive(Serialize)]
struct WebhookSnapshot<'a> {
    webhook: &'a str,
    host: &'a str,
    events: String,
    enabled: bool,
}

impl<'a> From<&'a Webhook> for WebhookSnapshot<'a> {
    fn from(webhook: &'a Webhook) -> Self {
        Self {
            webhook: webhook.name.as_str(),
            host: webhook.url.origin(),
            events: webhook.kinds.keys(),
            enabled: webhook.enabled,
        }
    }
}

fn name_taken(error: StoreError) -> AppError {
    match error {
        StoreError::ConstraintViolated(Constraint::WebhookName) => {
            AppError::at(Field::WebhookName, FieldError::Taken)
        }
        error => error.into(),
    }
}
