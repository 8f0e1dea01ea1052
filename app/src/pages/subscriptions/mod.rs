//! « Site et Domaines »: the subscriptions.

mod add;
mod list;

pub(crate) use add::AddSubscription;
pub(crate) use list::Subscriptions;
