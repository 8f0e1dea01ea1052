//! `berth ftp-account link`.

use clap::Args;
use model::{LinkValidity, OneTimeLinkForm, PublicUrl};

use super::account_name;
use crate::cli::ACTOR;
use crate::cli::error::CommandError;
use crate::cli::link_mail::{link_mail, report};
use crate::cli::output::{print_line, terminal_locale};
use crate::cli::storage::StorageOptions;
use crate::config::{MailConfig, parse_public_url};

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
    /// Send the link there by e-mail, too
    #[arg(long, value_name = "ADDRESS")]
    mail: Option<String>,
    /// The language of that e-mail: en or fr; else the terminal's
    #[arg(long, value_name = "LANGUAGE", requires = "mail")]
    mail_language: Option<String>,
    #[command(flatten)]
    mail_server: MailConfig,
    #[command(flatten)]
    storage: StorageOptions,
}

impl Link {
    /// The link alone goes to standard output, so that it can be passed to a program.
    pub(super) async fn execute(self) -> Result<(), CommandError> {
        let locale = terminal_locale().tag();
        let form = OneTimeLinkForm {
            account: self.name,
            link_hours: self.hours,
            email: self.mail.unwrap_or_default(),
            mail_locale: self.mail_language.unwrap_or_else(|| locale.to_owned()),
        };
        let name = account_name(&form.account)?;
        let (validity, recipient) = (form.parse()?, form.parse_recipient()?);
        let mail = recipient.is_some();
        let mail = mail.then(|| link_mail(&self.mail_server, &self.public_url));
        let services = self.storage.open_with_mail(mail.transpose()?).await?;
        let account = services.ftp_accounts.find(&ACTOR, &name).await?;
        let (links, of) = (&services.one_time_links, (&account.domain, &name));
        let token = links.make(&ACTOR, of.0, of.1, validity).await?;
        print_line(&self.public_url.one_time_link(token.expose()))?;
        match recipient {
            Some(recipient) => report(links.mail(&ACTOR, of, &token, recipient).await?),
            None => Ok(()),
        }
    }
}
