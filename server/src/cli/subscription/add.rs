//! `berth subscription add`.

use std::path::PathBuf;

use clap::Args;
use model::{AppError, Field, FieldError, SubscriptionForm};

use crate::cli::ACTOR;
use crate::cli::error::CommandError;
use crate::cli::output::{panel_texts, print_line};
use crate::cli::password::{PasswordSource, check_before_password};
use crate::cli::storage::StorageOptions;
use crate::cli::subscription::hosting::HostingOptions;

// The options that `set` has too are in a group there, of which one is required.
#[derive(Args)]
#[command(group = clap::ArgGroup::new("change").multiple(true))]
pub(in crate::cli) struct Add {
    /// The site's domain name
    domain: String,
    /// The folder on the server that it may use; made if it is missing. Without it, the one of the
    /// domain name, below the first folder where webspaces may be
    #[arg(long, value_name = "DIR")]
    webspace_root: Option<PathBuf>,
    /// The login of the panel user who owns it
    #[arg(long, value_name = "LOGIN")]
    owner: String,
    /// The name of its main FTP account
    #[arg(long, value_name = "NAME")]
    main_account: String,
    #[command(flatten)]
    hosting: HostingOptions,
    #[command(flatten)]
    password: PasswordSource,
    #[command(flatten)]
    storage: StorageOptions,
}

impl Add {
    pub(super) async fn execute(self) -> Result<(), CommandError> {
        let webspace_root = self.webspace_root.map(std::path::absolute).transpose()?;
        let webspace_root = webspace_root.unwrap_or_default();
        let mut form = SubscriptionForm {
            domain: self.domain,
            webspace_root: webspace_root.to_string_lossy().into_owned(),
            owner: self.owner,
            name: self.main_account,
            system_user: self.hosting.system_user.unwrap_or_default(),
            umask: self.hosting.umask.unwrap_or_default(),
            ..SubscriptionForm::default()
        };
        check_before_password(form.parse())?;
        form.password = self.password.read(&form.name)?;
        let new = form.parse()?;
        let (domain, main_account) = (new.domain.clone(), new.main_account.clone());
        let services = self.storage.open().await?;
        let bases = services.subscriptions.webspace_bases(&ACTOR)?;
        let outside = AppError::at(Field::WebspaceRoot, FieldError::OutsideBases);
        let added = services.subscriptions.add(&ACTOR, new).await;
        added.map_err(|error| match error == outside {
            true => CommandError::OutsideBases(bases),
            false => error.into(),
        })?;
        let sentence = panel_texts().receipt.subscription_was_added;
        print_line(&sentence(domain.as_str(), main_account.as_str()))
    }
}
