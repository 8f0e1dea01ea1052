//! Listing the folders of a webspace.

use model::{Actor, AppError, DomainName, Field, FolderList, HomeDirectory, Permission};

use super::Webspaces;
use crate::folder;

impl Webspaces {
    /// Lists the folders in a folder of a subscription's webspace, by name. What leaves the
    /// webspace through a link, and what cannot be opened, is listed with the reason.
    ///
    /// Who may: whoever may view the subscription.
    ///
    /// # Errors
    /// [`AppError::Invalid`] at the home directory if the folder itself cannot be listed;
    /// [`AppError::NotFound`] for another's subscription.
    pub async fn list_folders(
        &self,
        actor: &Actor,
        domain: &DomainName,
        path: HomeDirectory,
    ) -> Result<FolderList, AppError> {
        let subscription = self
            .context
            .authorised_subscription(actor, domain, Permission::View)
            .await?;
        self.context
            .look_in_webspace(actor.into(), &subscription.webspace, move |webspace| {
                folder::list(webspace, &path)
            })
            .await?
            .map_err(|error| AppError::at(Field::HomeDirectory, error))
    }
}
