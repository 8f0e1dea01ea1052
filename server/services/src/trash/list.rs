//! Listing removed FTP accounts.

use model::{
    Actor, AppError, DomainName, Page, PageNumber, Permission, RemovedFtpAccount, TrashList,
};

use super::Trash;
use crate::store::RemovedKey;

impl Trash {
    /// Lists a subscription's removed FTP accounts, a page at a time, the latest removal first.
    ///
    /// Who may: whoever may view the subscription.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for another's subscription.
    pub async fn list(
        &self,
        actor: &Actor,
        domain: &DomainName,
        page: PageNumber,
    ) -> Result<TrashList, AppError> {
        let size = Page::<RemovedFtpAccount>::SIZE;
        let subscription = self
            .context
            .authorised_subscription(actor, domain, Permission::View)
            .await?;
        let total = self
            .context
            .store()
            .count_removed_ftp_accounts(subscription.id)
            .await?;
        let rows = self
            .context
            .store()
            .list_removed_ftp_accounts(subscription.id, page.offset(size), size.into())
            .await?;
        let people = self.context.known_people(actor, Some(subscription.id));
        let people = people.await?;
        Ok(TrashList {
            domain: subscription.domain,
            accounts: Page {
                rows: rows
                    .into_iter()
                    .map(|row| people.with_known_remover(row))
                    .collect(),
                total,
                number: page,
            },
        })
    }

    /// Lists the same, for programs: `limit` accounts after a key, or the first ones, each with its key.
    /// Whoever restores or purges one page after another misses none.
    ///
    /// Who may: as for [`Trash::list`].
    ///
    /// # Errors
    /// As for [`Trash::list`].
    pub async fn page(
        &self,
        actor: &Actor,
        domain: &DomainName,
        after: Option<RemovedKey>,
        limit: u16,
    ) -> Result<Vec<(RemovedKey, RemovedFtpAccount)>, AppError> {
        let subscription = self
            .context
            .authorised_subscription(actor, domain, Permission::View)
            .await?;
        let rows = self
            .context
            .store()
            .removed_ftp_accounts_after(subscription.id, after, limit.into())
            .await?;
        let people = self.context.known_people(actor, Some(subscription.id));
        let people = people.await?;
        let known = |(key, row)| (key, people.with_known_remover(row));
        Ok(rows.into_iter().map(known).collect())
    }
}
