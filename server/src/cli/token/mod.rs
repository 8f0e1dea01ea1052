//! `berth token`.

mod add;
mod list;
mod revoke;

use clap::{Args, Subcommand};
use model::{Field, Login, PanelUserListing, PanelUserRow, Role};
use services::Services;

use super::ACTOR;
use super::error::{CommandError, parsed};

#[derive(Subcommand)]
pub(super) enum Command {
    /// Add an API token, by which a program acts for a panel user, and print it
    Add(add::Add),
    /// List API tokens
    List(list::List),
    /// Revoke an API token: it stops working at once
    Revoke(revoke::Revoke),
}

impl Command {
    pub(super) async fn execute(self) -> Result<(), CommandError> {
        match self {
            Self::Add(add) => add.execute().await,
            Self::List(list) => list.execute().await,
            Self::Revoke(revoke) => revoke.execute().await,
        }
    }
}

/// Whose token is meant.
#[derive(Args)]
struct Owner {
    /// The login of the panel user for whom the token acts; without it the only administrator
    #[arg(long, value_name = "LOGIN")]
    user: Option<String>,
}

impl Owner {
    async fn find(&self, services: &Services) -> Result<Login, CommandError> {
        match &self.user {
            Some(login) => parsed(Field::Login, Login::parse(login)),
            None => only_administrator(services).await,
        }
    }
}

/// The administrator, if there is but one.
async fn only_administrator(services: &Services) -> Result<Login, CommandError> {
    let listing = PanelUserListing {
        role: Some(Role::Administrator),
        ..PanelUserListing::default()
    };
    let found = services.panel_users.list(&ACTOR, &listing).await?.users;
    let mut logins: Vec<Login> = found.rows.into_iter().map(login_of).collect();
    match logins.pop() {
        Some(login) if logins.is_empty() => Ok(login),
        last => {
            logins.extend(last);
            Err(CommandError::SeveralAdministrators(logins))
        }
    }
}

fn login_of(user: PanelUserRow) -> Login {
    user.login
}
