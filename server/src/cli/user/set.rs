//! `berth user set`.

use clap::Args;
use model::{Field, Login, Password};

use super::changes::ChangeOptions;
use super::password_use::PasswordUseOption;
use crate::cli::ACTOR;
use crate::cli::error::{CommandError, parsed};
use crate::cli::output::{command_texts, print_line};
use crate::cli::password::PasswordSource;
use crate::cli::storage::StorageOptions;

#[derive(Args)]
pub(in crate::cli) struct Set {
    /// The name to sign in with
    login: String,
    #[command(flatten)]
    changes: ChangeOptions,
    #[command(flatten)]
    password: PasswordSource,
    #[command(flatten)]
    password_use: PasswordUseOption,
    #[command(flatten)]
    storage: StorageOptions,
}

impl Set {
    pub(super) async fn execute(self) -> Result<(), CommandError> {
        let login = parsed(Field::Login, Login::parse(&self.login))?;
        let sets_password = !self.changes.any() || self.password.is_given();
        let password = match sets_password {
            true => {
                let text = self.password.read(login.as_str())?;
                let password = Password::parse(text.expose(), login.as_str());
                Some(parsed(Field::Password, password)?)
            }
            false => None,
        };
        let services = self.storage.open().await?;
        let texts = command_texts();
        if let Some(password) = password {
            services
                .panel_users
                .set_password(&ACTOR, &login, password, self.password_use.get())
                .await?;
            print_line(&(texts.panel_user_password_was_changed)(login.as_str()))?;
        }
        if !self.changes.any() {
            return Ok(());
        }
        let login = self.changes.apply(&services, &login).await?;
        print_line(&(texts.panel_user_was_changed)(login.as_str()))
    }
}
