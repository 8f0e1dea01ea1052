//! `berth ftp-account add`.

use clap::Args;
use model::{AccountName, AppError, DomainName, Field, FtpAccountForm, FtpAccountSettings, Utc};
use services::Services;

use super::account_name;
use crate::cli::ACTOR;
use crate::cli::error::{CommandError, parsed};
use crate::cli::output::{panel_texts, print_line};
use crate::cli::password::{PasswordSource, check_before_password};
use crate::cli::settings::SettingsOptions;
use crate::cli::storage::StorageOptions;

// The options that `set` has too are in a group there, of which one is required.
#[derive(Args)]
#[command(group = clap::ArgGroup::new("change").multiple(true))]
pub(in crate::cli) struct Add {
    /// The name to sign in with
    name: String,
    /// The subscription's domain name
    #[arg(long, value_name = "DOMAIN", required_unless_present = "like")]
    subscription: Option<String>,
    /// The folder that the account sees as /, written from the webspace root; made if missing
    #[arg(long, value_name = "/PATH", required_unless_present = "like")]
    home: Option<String>,
    /// Another account of the subscription, whose home and settings this one gets where none are
    /// given
    #[arg(long, value_name = "NAME")]
    like: Option<String>,
    #[command(flatten)]
    password: PasswordSource,
    #[command(flatten)]
    settings: SettingsOptions,
    #[command(flatten)]
    storage: StorageOptions,
}

impl Add {
    pub(super) async fn execute(self) -> Result<(), CommandError> {
        let subscription = self.subscription.as_deref().map(DomainName::parse);
        let subscription = parsed(Field::Domain, subscription.transpose())?;
        let like = self.like.as_deref().map(account_name).transpose()?;
        let home_is_given = self.home.is_some();
        let mut form = FtpAccountForm {
            name: self.name,
            // Until it is known what the other account has.
            home_directory: self.home.unwrap_or_else(|| "/".to_owned()),
            settings: self.settings.into(),
            ..FtpAccountForm::default()
        };
        check_before_password(form.parse_with_password(&FtpAccountSettings::default(), &Utc))?;
        form.password = self.password.read(&form.name)?;

        let services = self.storage.open().await?;
        let domain = match subscription {
            Some(domain) => domain,
            None => domain_of(&services, like.as_ref()).await?,
        };
        let draft = services
            .ftp_accounts
            .draft(&ACTOR, &domain, like.as_ref())
            .await?;
        if !home_is_given {
            form.home_directory = draft.home_directory.into();
        }
        let new = form.parse_with_password(&draft.settings, &Utc)?;
        let (name, home) = (new.name.clone(), new.home_directory.clone());
        services.ftp_accounts.add(&ACTOR, &domain, new).await?;
        let sentence = panel_texts().receipt.account_was_added;
        print_line(&sentence(name.as_str(), home.as_str()))
    }
}

/// The subscription of the account that the new one is to be like.
async fn domain_of(
    services: &Services,
    like: Option<&AccountName>,
) -> Result<DomainName, CommandError> {
    // The command line is not parsed without a subscription or such an account.
    let like = like.ok_or(AppError::Malformed)?;
    Ok(services.ftp_accounts.find(&ACTOR, like).await?.domain)
}
