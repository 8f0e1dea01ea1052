//! Showing what new FTP accounts begin with.

use app::model::{Actor, DefaultSettings, DomainName, Problem};

use super::super::Accounts;

impl Accounts {
    /// Shows what a subscription's new FTP accounts begin with.
    ///
    /// Who may: an administrator, and the customer who owns the subscription.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for another's subscription.
    pub async fn view_default_settings(
        &self,
        actor: &Actor,
        domain: &DomainName,
    ) -> Result<DefaultSettings, Problem> {
        let subscription = self.authorised_subscription(actor, domain).await?;
        let (settings, version) = self.store().default_settings(subscription.id).await?;
        Ok(DefaultSettings {
            domain: subscription.domain,
            settings,
            version,
        })
    }
}
