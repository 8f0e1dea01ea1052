//! Listing the folders of a webspace.

use app::model::{Actor, DomainName, Field, FolderList, HomeDirectory, Problem};

use super::super::{Accounts, folder_look};

impl Accounts {
    /// Lists the folders in a folder of a subscription's webspace, by name. What leaves the
    /// webspace through a link, and what cannot be opened, is listed with the reason.
    ///
    /// Who may: an administrator, and the customer who owns the subscription.
    ///
    /// # Errors
    /// [`Problem::Invalid`] at the home directory if the folder itself cannot be listed;
    /// [`Problem::NotFound`] for another's subscription.
    pub async fn list_folders(
        &self,
        actor: &Actor,
        domain: &DomainName,
        path: HomeDirectory,
    ) -> Result<FolderList, Problem> {
        let root = self
            .authorised_subscription(actor, domain)
            .await?
            .webspace_root;
        let lookout = &self.inner.lookout;
        lookout
            .look(move || folder_look::list(&root, &path))
            .await?
            .map_err(|error| Problem::at(Field::HomeDirectory, error))
    }
}
