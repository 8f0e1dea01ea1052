//! What was done over FTP, as webhooks tell of it.

use crate::event::{EventData, NewEvent};
use crate::store::NewFtpActivity;

/// The events that these records are.
pub(super) fn events_of(batch: &[NewFtpActivity]) -> Vec<NewEvent> {
    let event = |record: &NewFtpActivity| NewEvent {
        at: record.at,
        subscription: Some(record.subscription),
        domain: None,
        account: Some(record.account),
        data: EventData::Ftp {
            account: record.name.clone(),
            address: record.address.clone(),
            protocol: record.protocol,
            event: record.event.clone(),
        },
    };
    batch.iter().map(event).collect()
}
