//! `berth subscription set`.

use clap::Args;
use model::{DomainName, Field, HostingForm};

use crate::cli::ACTOR;
use crate::cli::error::{CommandError, parsed};
use crate::cli::output::{command_texts, print_line};
use crate::cli::storage::StorageOptions;
use crate::cli::subscription::hosting::HostingOptions;

#[derive(Args)]
#[command(group = clap::ArgGroup::new("change").required(true).multiple(true))]
pub(in crate::cli) struct Set {
    /// The site's domain name
    domain: String,
    #[command(flatten)]
    hosting: HostingOptions,
    #[command(flatten)]
    storage: StorageOptions,
}

impl Set {
    pub(super) async fn execute(self) -> Result<(), CommandError> {
        let domain = parsed(Field::Domain, DomainName::parse(&self.domain))?;
        let services = self.storage.open().await?;
        let now = services.hosting.view(&ACTOR, &domain).await?;
        let HostingOptions { system_user, umask } = self.hosting;
        let mut form = HostingForm::of(&now);
        // What is not given stays.
        form.system_user = system_user.unwrap_or(form.system_user);
        form.umask = umask.unwrap_or(form.umask);
        let settings = form.parse()?;
        let other_user = now.settings.system_user != settings.system_user;
        services
            .hosting
            .change(&ACTOR, &domain, form.version, settings)
            .await?;
        let texts = command_texts();
        print_line(&(texts.hosting_was_changed)(domain.as_str()))?;
        let after = services.hosting.view(&ACTOR, &domain).await?;
        match after.chown_command().filter(|_| other_user) {
            Some(command) => print_line(&(texts.files_stay_whose_they_are)(&command)),
            None => Ok(()),
        }
    }
}
