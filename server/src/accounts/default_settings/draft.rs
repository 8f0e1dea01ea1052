//! What the form that adds an FTP account begins with.

use app::model::{AccountName, Actor, DomainName, FtpAccountDraft, HomeDirectory, Problem};

use super::super::Accounts;

impl Accounts {
    /// Drafts an FTP account: with the subscription's defaults, or with all that another account
    /// of the subscription has but its name and its password.
    ///
    /// Who may: an administrator, and the customer who owns the subscription.
    ///
    /// # Errors
    /// [`Problem::NotFound`] if there is no such account, or for another's subscription.
    pub async fn draft_ftp_account(
        &self,
        actor: &Actor,
        domain: &DomainName,
        like: Option<&AccountName>,
    ) -> Result<FtpAccountDraft, Problem> {
        if let Some(name) = like {
            let account = self.view_ftp_account(actor, domain, name).await?;
            return Ok(FtpAccountDraft {
                domain: account.domain,
                home_directory: account.home_directory,
                settings: account.settings,
            });
        }
        let defaults = self.view_default_settings(actor, domain).await?;
        Ok(FtpAccountDraft {
            domain: defaults.domain,
            home_directory: HomeDirectory::root(),
            settings: defaults.settings,
        })
    }
}
