//! `berth subscription`.

mod add;
mod defaults;
mod hosting;
mod list;
mod set;

use clap::Subcommand;

pub(super) use self::list::all_subscriptions;
use super::error::CommandError;

#[derive(Subcommand)]
pub(super) enum Command {
    /// Add a subscription with its main FTP account
    Add(add::Add),
    /// Show what new FTP accounts of a subscription begin with, or change it
    Defaults(defaults::Defaults),
    /// List the subscriptions
    List(list::List),
    /// Change whom the files of a subscription belong to
    Set(set::Set),
}

impl Command {
    pub(super) async fn execute(self) -> Result<(), CommandError> {
        match self {
            Self::Add(add) => add.execute().await,
            Self::Defaults(defaults) => defaults.execute().await,
            Self::List(list) => list.execute().await,
            Self::Set(set) => set.execute().await,
        }
    }
}
