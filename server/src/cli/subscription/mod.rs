//! `berth subscription`.

mod add;
mod defaults;
mod hosting;
mod limits;
mod list;
mod list_removed;
mod remove;
mod restore;
mod set;
mod settings;
mod suspend;

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
    /// Remove a subscription with all of its FTP accounts; it can be restored for 30 days
    Remove(remove::Remove),
    /// Restore a subscription that was removed
    Restore(restore::Restore),
    /// Resume a subscription that is suspended
    Resume(suspend::Suspend),
    /// Change a subscription's domain name, its owner, what it may have and use, or whom its files belong to
    Set(set::Set),
    /// Suspend a subscription: none of its FTP accounts can sign in, and nothing is lost
    Suspend(suspend::Suspend),
}

impl Command {
    pub(super) async fn execute(self) -> Result<(), CommandError> {
        match self {
            Self::Add(add) => add.execute().await,
            Self::Defaults(defaults) => defaults.execute().await,
            Self::List(list) => list.execute().await,
            Self::Remove(remove) => remove.execute().await,
            Self::Restore(restore) => restore.execute().await,
            Self::Resume(resume) => resume.resume().await,
            Self::Set(set) => set.execute().await,
            Self::Suspend(suspend) => suspend.suspend().await,
        }
    }
}
