//! `berth user reset-second-factor`.

use clap::Args;
use model::{Field, Login};

use crate::cli::ACTOR;
use crate::cli::error::{CommandError, parsed};
use crate::cli::output::{command_texts, print_line};
use crate::cli::storage::StorageOptions;

#[derive(Args)]
pub(in crate::cli) struct ResetSecondFactor {
    /// The name to sign in with
    login: String,
    #[command(flatten)]
    storage: StorageOptions,
}

impl ResetSecondFactor {
    pub(super) async fn execute(self) -> Result<(), CommandError> {
        let login = parsed(Field::Login, Login::parse(&self.login))?;
        let services = self.storage.open().await?;
        services.second_factors.reset(&ACTOR, &login).await?;
        let sentence = command_texts().second_factor_was_reset;
        print_line(&sentence(login.as_str()))
    }
}
