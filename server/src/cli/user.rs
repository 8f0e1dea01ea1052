//! `berth user`.

use clap::{Subcommand, ValueEnum};
use model::{Actor, Field, Login, NewPanelUser, Role};

use super::Place;
use super::error::{CommandError, at};
use super::output::{either, line};
use super::password::PasswordSource;

#[derive(Subcommand)]
pub(super) enum Command {
    /// Add a panel user
    Add {
        /// The name to sign in with
        login: String,
        /// What the person may do
        #[arg(long, value_enum)]
        role: RoleArgument,
        /// The name to be called by, if not the login
        #[arg(long, value_name = "NAME")]
        display_name: Option<String>,
        #[command(flatten)]
        password: PasswordSource,
        #[command(flatten)]
        place: Place,
    },
    /// Give a panel user another password; all their sessions end
    Set {
        /// The name to sign in with
        login: String,
        #[command(flatten)]
        password: PasswordSource,
        #[command(flatten)]
        place: Place,
    },
}

#[derive(Clone, Copy, ValueEnum)]
pub(super) enum RoleArgument {
    /// Sees and changes everything
    Admin,
    /// Sees and changes the own subscriptions only
    Customer,
}

impl Command {
    pub(super) async fn run(self) -> Result<(), CommandError> {
        match self {
            Self::Add {
                login,
                role,
                display_name,
                password,
                place,
            } => {
                let login = at(Field::Login, Login::parse(&login))?;
                let new = NewPanelUser {
                    display_name: display_name.unwrap_or_else(|| login.as_str().to_owned()),
                    password: password.read(login.as_str())?,
                    role: match role {
                        RoleArgument::Admin => Role::Administrator,
                        RoleArgument::Customer => Role::Customer,
                    },
                    locale: None,
                    login: login.clone(),
                };
                let services = place.services().await?;
                services.panel_users.add(&Actor::CommandLine, new).await?;
                line(&either(
                    &format!("The panel user {login} has been added."),
                    &format!("L'utilisateur du panneau {login} a été ajouté."),
                ))
            }
            Self::Set {
                login,
                password,
                place,
            } => {
                let login = at(Field::Login, Login::parse(&login))?;
                let password = password.read(login.as_str())?;
                let services = place.services().await?;
                services
                    .panel_users
                    .set_password(&Actor::CommandLine, &login, password)
                    .await?;
                line(&either(
                    &format!("The password of {login} has been changed."),
                    &format!("Le mot de passe de {login} a été modifié."),
                ))
            }
        }
    }
}
