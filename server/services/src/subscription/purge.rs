//! Removing subscriptions for good.

use std::sync::Arc;

use model::{Actor, AppError, DomainName, Operation, Purge};

use super::Subscriptions;
use crate::error::InternalError;

impl Subscriptions {
    /// Removes a subscription that is in « Corbeille » for good, with all of its FTP accounts: its domain
    /// name, its webspace root and the accounts' names become free.
    ///
    /// Who may: as for [`Self::list_removed`]. Its files stay, unless their removal was confirmed with
    /// the domain name. Then everything in the webspace root is removed; the folder itself stays, and
    /// nothing outside of it is touched. Until the files are gone the subscription stays in
    /// « Corbeille », from where it cannot be restored any more.
    ///
    /// # Errors
    /// [`AppError::Invalid`] at [`Field::Confirmation`](model::Field::Confirmation);
    /// [`AppError::ProofRequired`]; [`AppError::NotFound`] if it is not in « Corbeille » or its files
    /// are being removed, or for another's; [`AppError::NotPermitted`]; [`AppError::Busy`] while the
    /// files of one of its accounts are being removed.
    pub async fn purge(
        &self,
        actor: &Actor,
        domain: &DomainName,
        how: Purge<'_>,
    ) -> Result<Operation, AppError> {
        let context = &self.context;
        let removed = context.authorised_removed_subscription(actor, domain);
        let removed = removed.await?;
        how.check_confirmation(domain)?;
        context.require_recent_proof(actor)?;
        match how {
            Purge::KeepFiles => {
                let _slot = self.context.bulk_change_slot(actor).await?;
                let trail = self.context.begin_operation(actor)?;
                self.context.purge_removed(&trail, &removed).await?;
                Ok(trail.finish())
            }
            Purge::WithFiles(_) => {
                let (context, actor) = (Arc::clone(&self.context), actor.clone());
                // In a task of its own: a request that is cancelled ends nothing in the middle.
                let purge =
                    tokio::spawn(async move { context.purge_webspace(&actor, removed).await });
                purge.await.map_err(InternalError::from)?
            }
        }
    }
}
