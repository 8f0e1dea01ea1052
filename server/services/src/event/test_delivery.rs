//! What tries a webhook out.

use model::{DomainName, EventId, UtcTime, WebhookId};

use super::body::body;
use super::new_event::EventData;
use crate::error::InternalError;
use crate::random;
use crate::store::NewDeliveryRecord;

/// A delivery that tries a webhook out: of a subscription, or of the server.
///
/// # Errors
/// If the system has no random bytes.
pub(crate) fn test_delivery(
    webhook: WebhookId,
    domain: Option<&DomainName>,
    at: UtcTime,
) -> Result<NewDeliveryRecord, InternalError> {
    let data = EventData::Test;
    Ok(NewDeliveryRecord {
        webhook,
        event: EventId::from_bytes(random::bytes()?),
        kind: data.kind(),
        account: None,
        body: body(at, domain, &data),
        at,
    })
}
