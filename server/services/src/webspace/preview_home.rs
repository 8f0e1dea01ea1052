//! Previewing a home directory.

use model::{Actor, AppError, DomainName, HomeDirectory, HomePreview, Permission};

use super::Webspaces;
use crate::folder;

impl Webspaces {
    /// Shows what an account with this home directory will see there, and whether anything
    /// can be written there. Nothing is created.
    ///
    /// Who may: whoever may view the subscription.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for another's subscription. A path that can be no home
    /// directory is no error but a preview.
    pub async fn preview_home(
        &self,
        actor: &Actor,
        domain: &DomainName,
        home: HomeDirectory,
    ) -> Result<HomePreview, AppError> {
        let subscription = self
            .context
            .authorised_subscription(actor, domain, Permission::View)
            .await?;
        self.context
            .look_in_webspace(actor.into(), &subscription.webspace, move |webspace| {
                folder::preview(webspace, &home)
            })
            .await
    }
}
