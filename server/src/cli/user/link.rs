//! `berth user link`, and the options of `berth user add --link`.

use clap::Args;
use model::{Field, LinkValidity, Login, PublicUrl};
use services::{OneTimeToken, Services};

use crate::application::LinkMail;
use crate::cli::ACTOR;
use crate::cli::error::{CommandError, parsed};
use crate::cli::link_mail::{link_mail, report};
use crate::cli::output::{print_line, terminal_locale};
use crate::cli::storage::StorageOptions;
use crate::config::{MailConfig, parse_public_url};

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
    /// Send the link to the person's e-mail address, too
    #[arg(long)]
    mail: bool,
    #[command(flatten)]
    mail_server: MailConfig,
    #[command(flatten)]
    storage: StorageOptions,
}

impl Link {
    /// The link alone goes to standard output, so that it can be passed to a program.
    pub(super) async fn execute(self) -> Result<(), CommandError> {
        let login = parsed(Field::Login, Login::parse(&self.login))?;
        let validity = parsed(Field::LinkHours, LinkValidity::parse(&self.hours))?;
        let mail = self
            .mail
            .then(|| link_mail(&self.mail_server, &self.public_url));
        let services = self.storage.open_with_mail(mail.transpose()?).await?;
        let users = &services.panel_users;
        if self.mail && users.view(&ACTOR, &login).await?.details.email.is_none() {
            return Err(CommandError::NoAddress(login));
        }
        let token = users.make_link(&ACTOR, &login, validity).await?;
        print_line(&self.public_url.panel_user_link(token.expose()))?;
        mail_to_person(&services, &login, &token, self.mail).await
    }
}

/// Mails a link that was just made and printed to the person's own address, if that is wanted.
pub(super) async fn mail_to_person(
    services: &Services,
    login: &Login,
    token: &OneTimeToken,
    is_wanted: bool,
) -> Result<(), CommandError> {
    if !is_wanted {
        return Ok(());
    }
    let users = &services.panel_users;
    let mailed = users.mail_link(&ACTOR, login, token, terminal_locale());
    report(mailed.await?)
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
    /// Send the link to the person's e-mail address, too
    #[arg(long, requires_all = ["link", "email"])]
    pub(super) mail: bool,
    #[command(flatten)]
    mail_server: MailConfig,
}

impl LinkOptions {
    /// Whether there is to be a link.
    pub(super) fn is_wanted(&self) -> bool {
        self.link
    }

    /// What it is mailed with, if it is to be.
    pub(super) fn link_mail(&self) -> Result<Option<LinkMail>, CommandError> {
        let panel = self.public_url.as_ref().filter(|_| self.mail);
        panel
            .map(|panel| link_mail(&self.mail_server, panel))
            .transpose()
    }
}
