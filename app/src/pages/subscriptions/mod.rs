//! « Site et Domaines »: the subscriptions.

mod add;
mod breadcrumb;
mod list;
mod purge;
mod settings;
mod trash;

pub(crate) use add::AddSubscription;
pub(crate) use list::Subscriptions;
pub(crate) use purge::PurgeSubscription;
pub(crate) use settings::SubscriptionSettings;
pub(crate) use trash::SubscriptionTrash;
