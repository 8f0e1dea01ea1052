//! `berth user link`, and the options of `berth user add --link`.

use clap::Args;
use model::{Field, LinkValidity, Login, PublicUrl};

use crate::cli::ACTOR;
use crate::cli::error::{CommandError, parsed};
use crate::cli::output::print_line;
use crate::cli::storage::StorageOptions;
use crate::config::parse_public_url;

#[derive(Args)]
pub(in crate::cli) struct Link {
    /// The name to sign in with
    login: String,
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
        let login = parsed(Field::Login, Login::parse(&self.login))?;
        let validity = parsed(Field::LinkHours, LinkValidity::parse(&self.hours))?;
        let services = self.storage.open().await?;
        let users = &services.panel_users;
        let token = users.make_link(&ACTOR, &login, validity).await?;
        print_line(&self.public_url.panel_user_link(token.expose()))
    }
}

/// The options of a link in the place of a password.
#[derive(Args)]
pub(super) struct LinkOptions {
    /// Print a one-time link by which the person sets the password, in the place of asking for one
    #[arg(long, requires = "public_url", conflicts_with = "password_stdin")]
    link: bool,
    /// For how many hours the link works, up to 336
    #[arg(long, requires = "link", value_name = "HOURS")]
    pub(super) hours: Option<String>,
    /// Where people's browsers find the panel
    #[arg(
        long,
        env = "BERTH_PUBLIC_URL",
        value_name = "https://panel.example.com",
        value_parser = parse_public_url
    )]
    pub(super) public_url: Option<PublicUrl>,
}

impl LinkOptions {
    /// Whether there is to be a link.
    pub(super) fn is_wanted(&self) -> bool {
        self.link
    }
}
