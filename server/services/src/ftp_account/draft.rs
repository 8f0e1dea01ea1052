//! What the form that adds an FTP account begins with.

use std::sync::Arc;

use model::{AccountName, Actor, AppError, DomainName, FtpAccountDraft, HomeDirectory, Permission};

use super::FtpAccounts;
use crate::defaults::Defaults;
use crate::subscription::Subscriptions;

impl FtpAccounts {
    /// Drafts an FTP account: with the subscription's defaults, or with all that another account
    /// of the subscription has but its name and its password. A setting that the actor may not change
    /// is the default.
    ///
    /// Who may: whoever may manage the subscription's FTP accounts.
    ///
    /// # Errors
    /// [`AppError::NotFound`] if there is no such account, or for another's subscription.
    pub async fn draft(
        &self,
        actor: &Actor,
        domain: &DomainName,
        like: Option<&AccountName>,
    ) -> Result<FtpAccountDraft, AppError> {
        self.context
            .authorised_subscription(actor, domain, Permission::ManageFtpAccounts)
            .await?;
        let defaults = Defaults::new(Arc::clone(&self.context))
            .view(actor, domain)
            .await?;
        if let Some(name) = like {
            let account = self.view(actor, domain, name).await?;
            let subscriptions = Subscriptions::new(Arc::clone(&self.context));
            let locked = subscriptions.view(actor, domain).await?.locked;
            return Ok(FtpAccountDraft {
                domain: account.domain,
                home_directory: account.home_directory,
                settings: locked.restored(account.settings, &defaults.settings),
            });
        }
        Ok(FtpAccountDraft {
            domain: defaults.domain,
            home_directory: HomeDirectory::root(),
            settings: defaults.settings,
        })
    }
}
