//! `berth ftp-account`.

mod add;
mod link;
mod list;
mod list_removed;
mod remove;
mod restore;
mod set;

use clap::Subcommand;
use model::{AccountName, Field};

use super::error::{CommandError, parsed};

#[derive(Subcommand)]
pub(super) enum Command {
    /// Add an FTP account
    Add(add::Add),
    /// List the FTP accounts
    List(list::List),
    /// Change an FTP account; its open FTP sessions end
    Set(set::Set),
    /// Print a link by which whoever receives an FTP account sets its password, once
    Link(link::Link),
    /// Remove FTP accounts, all or none; files stay, and for 30 days they can be restored
    Remove(remove::Remove),
    /// Restore removed FTP accounts, all or none
    Restore(restore::Restore),
}

impl Command {
    pub(super) async fn execute(self) -> Result<(), CommandError> {
        match self {
            Self::Add(add) => add.execute().await,
            Self::List(list) => list.execute().await,
            Self::Set(set) => set.execute().await,
            Self::Link(link) => link.execute().await,
            Self::Remove(remove) => remove.execute().await,
            Self::Restore(restore) => restore.execute().await,
        }
    }
}

fn account_name(text: &str) -> Result<AccountName, CommandError> {
    parsed(Field::AccountName, AccountName::parse(text))
}

/// Each name once, in their order.
fn account_names(texts: &[String]) -> Result<Vec<AccountName>, CommandError> {
    let mut names = Vec::with_capacity(texts.len());
    for text in texts {
        let name = account_name(text)?;
        if !names.contains(&name) {
            names.push(name);
        }
    }
    Ok(names)
}
