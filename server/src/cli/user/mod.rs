//! `berth user`.

mod add;
mod changes;
mod link;
mod list;
mod password_use;
mod remove;
mod reset_second_factor;
mod role;
mod set;

use clap::Subcommand;

use super::error::CommandError;

#[derive(Subcommand)]
pub(super) enum Command {
    /// Add a panel user
    Add(add::Add),
    /// Make a one-time link by which a panel user sets the password, and print it
    Link(link::Link),
    /// List panel users
    List(list::List),
    /// Remove a panel user, and give what they own to others
    Remove(remove::Remove),
    /// Change a panel user, or give them another password; then all their sessions end
    Set(set::Set),
    /// Take off the second factor of somebody who lost it; all their sessions end
    ResetSecondFactor(reset_second_factor::ResetSecondFactor),
}

impl Command {
    pub(super) async fn execute(self) -> Result<(), CommandError> {
        match self {
            Self::Add(add) => add.execute().await,
            Self::Link(link) => link.execute().await,
            Self::List(list) => list.execute().await,
            Self::Remove(remove) => remove.execute().await,
            Self::Set(set) => set.execute().await,
            Self::ResetSecondFactor(reset) => reset.execute().await,
        }
    }
}
