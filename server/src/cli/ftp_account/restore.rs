//! `berth ftp-account restore`.

use clap::Args;
use model::AccountName;

use super::account_names;
use crate::cli::ACTOR;
use crate::cli::error::CommandError;
use crate::cli::output::{panel_texts, print_line};
use crate::cli::storage::StorageOptions;

#[derive(Args)]
pub(in crate::cli) struct Restore {
    /// The accounts' names
    #[arg(required = true, value_name = "NAME")]
    names: Vec<String>,
    #[command(flatten)]
    storage: StorageOptions,
}

impl Restore {
    pub(super) async fn execute(self) -> Result<(), CommandError> {
        let names = account_names(&self.names)?;
        let services = self.storage.open().await?;
        services.trash.restore_anywhere(&ACTOR, &names).await?;
        let names: Vec<&str> = names.iter().map(AccountName::as_str).collect();
        let sentence = panel_texts().trash.accounts_were_restored;
        print_line(&sentence(&names))
    }
}
