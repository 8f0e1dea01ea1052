//! `berth subscription defaults`.

use clap::Args;
use model::{DefaultSettings, DefaultSettingsForm, DomainName, Field, FtpAccountSettingsForm};

use crate::cli::ACTOR;
use crate::cli::error::{CommandError, parsed};
use crate::cli::output::{command_texts, panel_texts, print_line, print_table};
use crate::cli::settings::SettingsOptions;
use crate::cli::storage::StorageOptions;

// The options that `ftp-account set` has too are in a group there, of which one is required.
#[derive(Args)]
#[command(group = clap::ArgGroup::new("change").multiple(true))]
pub(in crate::cli) struct Defaults {
    /// The site's domain name
    domain: String,
    #[command(flatten)]
    settings: SettingsOptions,
    #[command(flatten)]
    storage: StorageOptions,
}

impl Defaults {
    pub(super) async fn execute(self) -> Result<(), CommandError> {
        let domain = parsed(Field::Domain, DomainName::parse(&self.domain))?;
        let settings = FtpAccountSettingsForm::from(self.settings);
        if settings.expires.is_some() {
            return Err(CommandError::NoDefaultExpiry);
        }
        let services = self.storage.open().await?;
        let now = services.defaults.view(&ACTOR, &domain).await?;
        if settings.is_empty() {
            return print_defaults(&now);
        }
        let form = DefaultSettingsForm {
            version: now.version,
            settings,
        };
        let new = form.parse(&now.settings)?;
        services
            .defaults
            .change(&ACTOR, &domain, form.version, new)
            .await?;
        let sentence = command_texts().default_settings_were_changed;
        print_line(&sentence(domain.as_str()))
    }
}

fn print_defaults(defaults: &DefaultSettings) -> Result<(), CommandError> {
    let texts = panel_texts();
    let row = |field| {
        let value = texts.setting(field, &defaults.settings);
        [texts.field(field).to_owned(), value]
    };
    let rows = DefaultSettings::fields().map(row).collect();
    print_table([texts.receipt.what, texts.conflict.value_now], rows)
}
