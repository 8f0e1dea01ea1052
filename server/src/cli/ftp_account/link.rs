//! `berth ftp-account link`.

use clap::Args;
use model::{LinkValidity, OneTimeLinkForm, PublicUrl};

use super::account_name;
use crate::cli::ACTOR;
use crate::cli::error::CommandError;
use crate::cli::output::print_line;
use crate::cli::storage::StorageOptions;
use crate::config::parse_public_url;

#[derive(Args)]
pub(in crate::cli) struct Link {
    /// The account's name
    name: String,
    /// For how many hours it works, up to 336
    #[arg(long, default_value_t = LinkValidity::default().hours().to_string())]
    hours: String,
    /// Where people's browsers find the panel
    #[arg(
        long,
        env = "BERTH_PUBLIC_URL",
        value_name = "https://panel.example.com",
        value_parser = parse_public_url
    )]
    public_url: PublicUrl,
    #[command(flatten)]
    storage: StorageOptions,
}

impl Link {
    /// The link alone goes to standard output, so that it can be passed to a program.
    pub(super) async fn execute(self) -> Result<(), CommandError> {
        let form = OneTimeLinkForm {
            account: self.name,
            link_hours: self.hours,
        };
        let name = account_name(&form.account)?;
        let validity = form.parse()?;
        let services = self.storage.open().await?;
        let account = services.ftp_accounts.find(&ACTOR, &name).await?;
        let token = services
            .one_time_links
            .make(&ACTOR, &account.domain, &name, validity)
            .await?;
        print_line(&self.public_url.one_time_link(token.expose()))
    }
}
