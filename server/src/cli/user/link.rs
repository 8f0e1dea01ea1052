//! `berth user link`, and `berth user add --link`.

use clap::Args;
use model::{Field, LinkValidity, Login, PanelUserDetailsForm, PublicUrl, Role};

use super::Add;
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
    hours: Option<String>,
    /// Where people's browsers find the panel
    #[arg(
        long,
        env = "BERTH_PUBLIC_URL",
        value_name = "https://panel.example.com",
        value_parser = parse_public_url
    )]
    public_url: Option<PublicUrl>,
}

impl LinkOptions {
    /// Whether there is to be a link.
    pub(super) fn is_wanted(&self) -> bool {
        self.link
    }
}

impl Add {
    /// Adds a panel user without a password. The link alone goes to standard output.
    pub(super) async fn add_by_link(self) -> Result<(), CommandError> {
        let usual = PanelUserDetailsForm::default();
        let form = PanelUserDetailsForm {
            login: self.login,
            display_name: self.display_name.unwrap_or_default(),
            role: Role::from(self.role).as_str().to_owned(),
            reseller: self.reseller.unwrap_or_default(),
            link_hours: self.link.hours.unwrap_or(usual.link_hours),
            ..PanelUserDetailsForm::default()
        };
        let (details, validity) = (form.parse()?, form.parse_validity()?);
        let services = self.storage.open().await?;
        let users = &services.panel_users;
        let token = users.add_by_link(&ACTOR, details, validity).await?;
        match self.link.public_url {
            Some(panel) => print_line(&panel.panel_user_link(token.expose())),
            // The option is required.
            None => Ok(()),
        }
    }
}
