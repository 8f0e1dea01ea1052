//! `berth user remove`.

use clap::Args;
use model::{ExpectedVersion, Field, Login, RemovePanelUserForm};

use crate::cli::ACTOR;
use crate::cli::error::{CommandError, parsed};
use crate::cli::output::{command_texts, print_line};
use crate::cli::storage::StorageOptions;

#[derive(Args)]
pub(in crate::cli) struct Remove {
    /// The name to sign in with
    login: String,
    /// The panel user who gets their subscriptions; required if they own any
    #[arg(
        long,
        value_name = "LOGIN",
        default_value = "",
        hide_default_value = true
    )]
    give_to: String,
    /// The reseller who gets their customers, in the place of the administrators
    #[arg(
        long,
        value_name = "LOGIN",
        default_value = "",
        hide_default_value = true
    )]
    customers_to: String,
    #[command(flatten)]
    storage: StorageOptions,
}

impl Remove {
    pub(super) async fn execute(self) -> Result<(), CommandError> {
        let login = parsed(Field::Login, Login::parse(&self.login))?;
        let form = RemovePanelUserForm {
            user: self.login,
            give_to: self.give_to,
            customers_to: self.customers_to,
        };
        let heirs = form.parse()?;
        let services = self.storage.open().await?;
        let (users, any) = (&services.panel_users, ExpectedVersion::Any);
        users.remove(&ACTOR, &login, &any, &heirs).await?;
        print_line(&(command_texts().panel_user_was_removed)(login.as_str()))
    }
}
