//! `berth plan`.

mod add;
mod list;
mod remove;
mod set;

use clap::{Args, Subcommand};
use model::{Field, Login, PlanName, PlanView};
use services::Services;

use super::ACTOR;
use super::error::{CommandError, parsed};

#[derive(Subcommand)]
pub(super) enum Command {
    /// Add a plan: a named set of limits, which subscriptions can have
    Add(add::Add),
    /// List the plans
    List(list::List),
    /// Change a plan, and with it the limits of the subscriptions that have it
    Set(set::Set),
    /// Remove a plan that no subscription has
    Remove(remove::Remove),
}

impl Command {
    pub(super) async fn execute(self) -> Result<(), CommandError> {
        match self {
            Self::Add(add) => add.execute().await,
            Self::List(list) => list.execute().await,
            Self::Set(set) => set.execute().await,
            Self::Remove(remove) => remove.execute().await,
        }
    }
}

/// Which plan is meant.
#[derive(Args)]
struct Selected {
    /// The plan's name
    name: String,
    /// The login of the reseller whose plan it is, if it is not the server's
    #[arg(long, value_name = "LOGIN")]
    reseller: Option<String>,
}

impl Selected {
    async fn find(&self, services: &Services) -> Result<PlanView, CommandError> {
        let name = parsed(Field::PlanName, PlanName::parse(&self.name))?;
        let reseller = self.reseller.as_deref();
        let reseller = reseller.map(|login| parsed(Field::Login, Login::parse(login)));
        let reseller = reseller.transpose()?;
        Ok(services
            .plans
            .find(&ACTOR, &name, reseller.as_ref())
            .await?)
    }
}
