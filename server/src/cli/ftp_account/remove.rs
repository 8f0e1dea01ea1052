//! `berth ftp-account remove`.

use clap::Args;
use model::{AccountName, PurgedFiles};

use super::account_names;
use crate::cli::ACTOR;
use crate::cli::error::CommandError;
use crate::cli::output::{panel_texts, print_line};
use crate::cli::storage::StorageOptions;

#[derive(Args)]
pub(in crate::cli) struct Remove {
    /// The accounts' names
    #[arg(required = true, value_name = "NAME")]
    names: Vec<String>,
    /// Remove them for good, also from among those that are removed already
    #[arg(long)]
    purge: bool,
    #[command(flatten)]
    storage: StorageOptions,
}

impl Remove {
    pub(super) async fn execute(self) -> Result<(), CommandError> {
        let names = account_names(&self.names)?;
        let services = self.storage.open().await?;
        if self.purge {
            services.trash.purge_anywhere(&ACTOR, &names).await?;
            return print_purged(&names);
        }
        services
            .ftp_accounts
            .remove_anywhere(&ACTOR, &names)
            .await?;
        let names: Vec<&str> = names.iter().map(AccountName::as_str).collect();
        let sentence = panel_texts().receipt.accounts_were_removed;
        print_line(&sentence(&names))
    }
}

fn print_purged(names: &[AccountName]) -> Result<(), CommandError> {
    let sentence = panel_texts().trash.account_was_purged;
    for name in names {
        print_line(&sentence(name.as_str(), &PurgedFiles::Kept))?;
    }
    Ok(())
}
