//! Events: what is queued for webhooks, in the transaction of what happened.

mod body;
mod new_event;
mod queue;
mod test_delivery;

pub(crate) use new_event::{EventData, NewEvent};
pub(crate) use queue::queue_events;
pub(crate) use test_delivery::test_delivery;
