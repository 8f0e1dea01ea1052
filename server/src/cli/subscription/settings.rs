//! The options that give a subscription another domain name or another owner.

use clap::Args;
use model::{DomainName, SubscriptionSettingsForm};
use services::Services;

use crate::cli::ACTOR;
use crate::cli::error::CommandError;

// The options are in a group, of which commands that change something require one.
#[derive(Args)]
pub(super) struct SettingsOptions {
    /// Another domain name, as people write it or in ASCII
    #[arg(long = "domain", value_name = "NEW", group = "change")]
    new_domain: Option<String>,
    /// The login of the panel user who is to own it
    #[arg(long, value_name = "LOGIN", group = "change")]
    owner: Option<String>,
}

impl SettingsOptions {
    /// Whether one of them is given.
    pub(super) fn is_given(&self) -> bool {
        self.new_domain.is_some() || self.owner.is_some()
    }

    /// Changes what is given, and nothing else; returns the domain name that the subscription has then.
    pub(super) async fn change(
        self,
        services: &Services,
        domain: &DomainName,
    ) -> Result<DomainName, CommandError> {
        let now = services.subscriptions.view_settings(&ACTOR, domain).await?;
        let mut form = SubscriptionSettingsForm::of(&now);
        form.domain = self.new_domain.unwrap_or(form.domain);
        form.owner = self.owner.unwrap_or(form.owner);
        let settings = form.parse()?;
        let new_domain = settings.domain.clone();
        services
            .subscriptions
            .change(&ACTOR, domain, form.version, settings)
            .await?;
        Ok(new_domain)
    }
}
