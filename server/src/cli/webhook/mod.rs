//! `berth webhook`.

mod add;
mod deliveries;
mod list;
mod remove;
mod secret;
mod send_again;
mod set;
mod test;

use clap::{Args, Subcommand};
use model::{DomainName, EventKinds, Field, WebhookName, WebhookView};
use services::Services;

use super::ACTOR;
use super::error::{CommandError, parsed};

#[derive(Subcommand)]
pub(super) enum Command {
    /// Add a webhook: an address that is told what happens; prints its signing secret, once
    Add(add::Add),
    /// List the webhooks of a subscription, or of the server
    List(list::List),
    /// Change a webhook
    Set(set::Set),
    /// Replace the signing secret of a webhook; prints the new one, once
    ReplaceSecret(secret::ReplaceSecret),
    /// Have the running server send a test; what comes of it is among the deliveries
    Test(test::Test),
    /// List what a webhook told last, and what waits
    Deliveries(deliveries::Deliveries),
    /// Send an event again that a webhook told or gave up, by its id
    SendAgain(send_again::SendAgain),
    /// Remove a webhook, with what still waits
    Remove(remove::Remove),
}

impl Command {
    pub(super) async fn execute(self) -> Result<(), CommandError> {
        match self {
            Self::Add(add) => add.execute().await,
            Self::List(list) => list.execute().await,
            Self::Set(set) => set.execute().await,
            Self::ReplaceSecret(replace) => replace.execute().await,
            Self::Test(test) => test.execute().await,
            Self::Deliveries(deliveries) => deliveries.execute().await,
            Self::SendAgain(again) => again.execute().await,
            Self::Remove(remove) => remove.execute().await,
        }
    }
}

/// Whose webhooks are meant.
#[derive(Args)]
struct Owner {
    /// The domain name of the subscription; without it, the webhooks that tell of the whole server
    #[arg(long, value_name = "DOMAIN")]
    subscription: Option<String>,
}

impl Owner {
    fn domain(&self) -> Result<Option<DomainName>, CommandError> {
        let domain = self.subscription.as_deref();
        domain
            .map(|domain| parsed(Field::Domain, DomainName::parse(domain)))
            .transpose()
    }
}

/// Which webhook is meant.
#[derive(Args)]
struct Selected {
    /// The webhook's name
    name: String,
    #[command(flatten)]
    owner: Owner,
}

impl Selected {
    async fn find(&self, services: &Services) -> Result<WebhookView, CommandError> {
        let name = parsed(Field::WebhookName, WebhookName::parse(&self.name))?;
        let domain = self.owner.domain()?;
        let found = services.webhooks.find(&ACTOR, domain.as_ref(), &name);
        Ok(found.await?)
    }
}

/// The kinds of events that are named; all that there are for `all`.
fn event_kinds(names: &[String], of_server: bool) -> Result<EventKinds, CommandError> {
    if names.iter().any(|name| name == ALL_EVENTS) {
        return Ok(EventKinds::all(of_server));
    }
    let kinds = EventKinds::parse_for(&names.join(","), of_server);
    parsed(Field::EventKinds, kinds)
}

/// What stands for every kind of event.
const ALL_EVENTS: &str = "all";
