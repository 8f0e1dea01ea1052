//! Showing whom the files of a subscription belong to.

use ftp::can_act_as_others;
use model::{Actor, AppError, DomainName, HostingView, Permission, SystemUserChoice};

use super::Hosting;

impl Hosting {
    /// Shows whom the files of a subscription belong to.
    ///
    /// Who may: whoever may manage the subscription's hosting.
    ///
    /// # Errors
    /// [`AppError::NotPermitted`]; [`AppError::NotFound`] if there is no such subscription, or for
    /// another's.
    pub async fn view(&self, actor: &Actor, domain: &DomainName) -> Result<HostingView, AppError> {
        let subscription = self
            .context
            .authorised_subscription(actor, domain, Permission::ManageHosting)
            .await?;
        let found = self.context.store().hosting(subscription.id).await?;
        let (settings, version) = found.ok_or(AppError::NotFound)?;
        Ok(HostingView {
            domain: subscription.domain,
            webspace_root: subscription.webspace.root,
            settings,
            version,
            choice: self.offered(),
        })
    }

    /// Which system users subscriptions may have on this server.
    ///
    /// Who may: administrators only.
    ///
    /// # Errors
    /// [`AppError::AdministratorsOnly`].
    pub fn choice(&self, actor: &Actor) -> Result<SystemUserChoice, AppError> {
        self.context.administrators_only(actor)?;
        Ok(self.offered())
    }

    fn offered(&self) -> SystemUserChoice {
        SystemUserChoice {
            allowed: self.context.system_users.allowed().to_string(),
            is_possible: can_act_as_others(),
        }
    }
}
