//! Queuing events for the webhooks that tell of them.

use std::collections::{BTreeMap, BTreeSet};

use model::{AppError, DomainName, EventId};

use super::body::body;
use super::new_event::NewEvent;
use crate::random;
use crate::store::{NewDeliveryRecord, SubscriptionId, Transaction, WantingWebhook};

/// Queues events for the webhooks that tell of them, in the transaction of what happened: they are
/// told if that is committed, and only then. If no webhook tells of any, nothing is written.
///
/// # Errors
/// If the database fails.
pub(crate) async fn queue_events(
    transaction: &Transaction,
    events: Vec<NewEvent>,
) -> Result<(), AppError> {
    if events.is_empty() {
        return Ok(());
    }
    let subscriptions = events.iter().filter_map(|event| event.subscription);
    let subscriptions: BTreeSet<SubscriptionId> = subscriptions.collect();
    let webhooks = transaction.wanting_webhooks(&subscriptions).await?;
    let wanted: Vec<NewEvent> = events
        .into_iter()
        .filter(|event| webhooks.iter().any(|webhook| wants(webhook, event)))
        .collect();
    let domains = domains(transaction, &wanted).await?;
    let mut deliveries = Vec::with_capacity(wanted.len());
    for event in wanted {
        let looked_up = (event.subscription).and_then(|subscription| domains.get(&subscription));
        let domain = event.domain.as_ref().or(looked_up);
        let body = body(event.at, domain, &event.data);
        let id = EventId::from_bytes(random::bytes()?);
        let by = webhooks.iter().filter(|webhook| wants(webhook, &event));
        deliveries.extend(by.map(|webhook| NewDeliveryRecord {
            webhook: webhook.id,
            event: id.clone(),
            kind: event.data.kind(),
            account: event.account,
            body: body.clone(),
            at: event.at,
        }));
    }
    Ok(transaction.queue_deliveries(deliveries).await?)
}

/// Whether a webhook tells of an event.
fn wants(webhook: &WantingWebhook, event: &NewEvent) -> bool {
    let concerns = match webhook.subscription {
        Some(subscription) => event.subscription == Some(subscription),
        None => true,
    };
    concerns && webhook.kinds.contains(event.data.kind())
}

/// The domain names that events do not have by themselves.
async fn domains(
    transaction: &Transaction,
    events: &[NewEvent],
) -> Result<BTreeMap<SubscriptionId, DomainName>, AppError> {
    let without = events.iter().filter(|event| event.domain.is_none());
    let subscriptions: BTreeSet<SubscriptionId> =
        without.filter_map(|event| event.subscription).collect();
    if subscriptions.is_empty() {
        return Ok(BTreeMap::new());
    }
    Ok(transaction.domains_of(&subscriptions).await?)
}
