//! Showing a removed FTP account.

use model::{AccountName, Actor, AppError, DomainName, Permission, RemovedFtpAccountView};

use super::Trash;

impl Trash {
    /// Shows one removed FTP account, and whether its files could be removed with it.
    ///
    /// Who may: whoever may view the subscription.
    ///
    /// # Errors
    /// [`AppError::NotFound`] if it is not in « Corbeille », or for another's subscription;
    /// [`AppError::Busy`] if too much of such work waits already.
    pub async fn view(
        &self,
        actor: &Actor,
        domain: &DomainName,
        name: &AccountName,
    ) -> Result<RemovedFtpAccountView, AppError> {
        let subscription = self
            .context
            .authorised_subscription(actor, domain, Permission::View)
            .await?;
        let removed = self
            .context
            .store()
            .removed_ftp_account(subscription.id, name)
            .await?
            .ok_or(AppError::NotFound)?;
        let files = self
            .context
            .removable_files(actor.into(), &subscription, &removed.account)
            .await?;
        let people = self.context.known_people(actor, Some(subscription.id));
        let people = people.await?;
        Ok(RemovedFtpAccountView {
            domain: subscription.domain,
            account: people.with_known_remover(removed.into_row()),
            files_stay: files.err(),
        })
    }
}
