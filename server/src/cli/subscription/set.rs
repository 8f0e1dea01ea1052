//! `berth subscription set`.

use clap::Args;
use clap::builder::BoolishValueParser;
use model::{DomainName, Field};

use crate::cli::ACTOR;
use crate::cli::error::{CommandError, parsed};
use crate::cli::output::{command_texts, panel_texts, print_line};
use crate::cli::storage::StorageOptions;
use crate::cli::subscription::hosting::HostingOptions;
use crate::cli::subscription::limits::SubscriptionLimitsOptions;
use crate::cli::subscription::settings::SettingsOptions;

#[derive(Args)]
#[command(group = clap::ArgGroup::new("change").required(true).multiple(true))]
#[command(group = clap::ArgGroup::new("own_limits").multiple(true))]
pub(in crate::cli) struct Set {
    /// The site's domain name
    domain: String,
    #[command(flatten)]
    settings: SettingsOptions,
    #[command(flatten)]
    hosting: HostingOptions,
    #[command(flatten)]
    limits: SubscriptionLimitsOptions,
    /// Whether those who have its FTP accounts find a page of their own in the panel
    #[arg(long, value_name = "on|off", group = "change", value_parser = BoolishValueParser::new())]
    own_page: Option<bool>,
    #[command(flatten)]
    storage: StorageOptions,
}

impl Set {
    pub(super) async fn execute(self) -> Result<(), CommandError> {
        let domain = parsed(Field::Domain, DomainName::parse(&self.domain))?;
        let services = self.storage.open().await?;
        self.limits.apply(&services, &domain).await?;
        if self.hosting.is_given() {
            let command = self.hosting.change(&services, &domain).await?;
            let texts = command_texts();
            print_line(&(texts.hosting_was_changed)(domain.as_str()))?;
            if let Some(command) = command {
                print_line(&(texts.files_stay_whose_they_are)(&command))?;
            }
        }
        if let Some(on) = self.own_page {
            let subscriptions = &services.subscriptions;
            subscriptions.switch_own_page(&ACTOR, &domain, on).await?;
            let sentence = command_texts().own_page_was_switched;
            print_line(&sentence(domain.as_str(), on))?;
        }
        // Last: the subscription may have another name then.
        if self.settings.is_given() {
            let domain = self.settings.change(&services, &domain).await?;
            let sentence = panel_texts().receipt.subscription_was_changed;
            print_line(&sentence(domain.as_str()))?;
        }
        Ok(())
    }
}
