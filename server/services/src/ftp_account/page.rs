//! Listing FTP accounts with all that is set for them, for programs.

use model::{
    AccountName, Actor, AppError, DomainName, FtpAccountColumns, FtpAccountList, FtpAccountListing,
    FtpAccountView, ListPosition, Permission, UtcTime,
};

use super::FtpAccounts;
use crate::store::{FtpAccountQuery, FtpAccountsPage};

pub use crate::store::FtpAccountCursor;

/// A page of a list of FTP accounts.
#[derive(Clone, Debug)]
pub struct FtpAccountPage {
    /// The accounts, in the order of the list, without links and former names.
    pub accounts: Vec<FtpAccountView>,
    /// After which account the next page begins; none on the last page.
    pub next: Option<FtpAccountCursor>,
}

impl FtpAccounts {
    /// Lists the FTP accounts that are found, in the list's order: `limit` of them after a cursor, or
    /// the first ones. What the listing says of columns, size and position does not count. Whoever
    /// reads one page after another gets each account once, whatever is removed meanwhile; one that is
    /// changed may move in the order.
    ///
    /// Who may: as for [`FtpAccounts::list`].
    ///
    /// # Errors
    /// [`AppError::NotFound`] for another's subscription; [`AppError::Busy`] if too much of such work
    /// waits already.
    pub async fn page(
        &self,
        actor: &Actor,
        domain: &DomainName,
        listing: &FtpAccountListing,
        after: Option<&FtpAccountCursor>,
        limit: u16,
    ) -> Result<FtpAccountPage, AppError> {
        let subscription = self
            .context
            .authorised_subscription(actor, domain, Permission::View)
            .await?;
        let store = self.context.store();
        let query = FtpAccountQuery::of(subscription.id, listing, UtcTime::now());
        let _slot = self.context.list_count_slot(actor).await?;
        let found = store
            .find_ftp_accounts(&query, FtpAccountList::MAX_FOUND + 1)
            .await?;
        let page = FtpAccountsPage {
            sort: listing.sort,
            descending: listing.descending,
            columns: FtpAccountColumns::NAME,
            position: &ListPosition::First,
            limit: limit.into(),
        };
        let (rows, last) = store
            .ftp_accounts_batch(&query, found, &page, after)
            .await?;
        let next = last.filter(|_| rows.len() >= usize::from(limit));
        let names: Vec<AccountName> = rows.into_iter().map(|row| row.name).collect();
        let mut records = store.ftp_accounts_named(subscription.id, &names).await?;
        // One that was removed since is left out.
        records.sort_by_cached_key(|record| names.iter().position(|name| *name == record.name));
        let view = |record| {
            let record = self.context.with_current_usage(subscription.id, record);
            record.into_view(domain)
        };
        Ok(FtpAccountPage {
            accounts: records.into_iter().map(view).collect(),
            next,
        })
    }
}
