//! The options that say whom the files of a subscription belong to.

use clap::Args;
use model::{DomainName, HostingForm};
use services::Services;

use crate::cli::ACTOR;
use crate::cli::error::CommandError;

// The options are in a group, of which commands that change something require one.
#[derive(Args)]
pub(super) struct HostingOptions {
    /// System user that its files belong to, by name or number, as whom all is done to them; "" for Berth's own
    #[arg(long, value_name = "USER[:GROUP]", group = "change")]
    pub(super) system_user: Option<String>,
    /// What new files and folders of that user do not permit: three octal digits
    #[arg(long, value_name = "022", group = "change")]
    pub(super) umask: Option<String>,
}

impl HostingOptions {
    /// Whether one of them is given.
    pub(super) fn is_given(&self) -> bool {
        self.system_user.is_some() || self.umask.is_some()
    }

    /// Changes what is given, and nothing else; if the user is another one by that, returns the command
    /// that gives the files to them.
    pub(super) async fn change(
        self,
        services: &Services,
        domain: &DomainName,
    ) -> Result<Option<String>, CommandError> {
        let now = services.hosting.view(&ACTOR, domain).await?;
        let Self { system_user, umask } = self;
        let mut form = HostingForm::of(&now);
        form.system_user = system_user.unwrap_or(form.system_user);
        form.umask = umask.unwrap_or(form.umask);
        let settings = form.parse()?;
        let other_user = now.settings.system_user != settings.system_user;
        services
            .hosting
            .change(&ACTOR, domain, form.version, settings)
            .await?;
        let after = services.hosting.view(&ACTOR, domain).await?;
        Ok(after.chown_command().filter(|_| other_user))
    }
}
