//! Showing what new FTP accounts begin with.

use model::{Actor, AppError, DefaultSettings, DomainName, Permission};

use super::Defaults;

impl Defaults {
    /// Shows what a subscription's new FTP accounts begin with.
    ///
    /// Who may: whoever may view the subscription.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for another's subscription.
    pub async fn view(
        &self,
        actor: &Actor,
        domain: &DomainName,
    ) -> Result<DefaultSettings, AppError> {
        let subscription = self
            .context
            .authorised_subscription(actor, domain, Permission::View)
            .await?;
        let (settings, version) = self
            .context
            .store()
            .default_settings(subscription.id)
            .await?;
        Ok(DefaultSettings {
            domain: subscription.domain,
            settings,
            version,
        })
    }
}
