//! Telling what an account will see.

use app::model::{Actor, DomainName, HomeDirectory, HomePreview, Problem};

use super::super::{Accounts, folder_look};

impl Accounts {
    /// Tells what an account with this home directory will see there, and whether the server
    /// itself can write there. Nothing is made.
    ///
    /// Who may: an administrator, and the customer who owns the subscription.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for another's subscription. That it can be no home directory is no
    /// error.
    pub async fn preview_home(
        &self,
        actor: &Actor,
        domain: &DomainName,
        home: HomeDirectory,
    ) -> Result<HomePreview, Problem> {
        let root = self
            .authorised_subscription(actor, domain)
            .await?
            .webspace_root;
        let lookout = &self.inner.lookout;
        lookout
            .look(move || folder_look::preview(&root, &home))
            .await
    }
}
