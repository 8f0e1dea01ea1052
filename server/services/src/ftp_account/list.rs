//! Listing FTP accounts.

use model::{
    Actor, AppError, DomainName, FtpAccountList, FtpAccountListRow, FtpAccountListing,
    FtpAccountRow, ListPosition, Permission, UtcTime,
};

use super::FtpAccounts;
use crate::authorization::visible_to;
use crate::context::Context;
use crate::store::{FtpAccountQuery, FtpAccountsFound, FtpAccountsPage};

/// Rows that are read in one query where all of them are read.
const BATCH_SIZE: u64 = 500;

impl FtpAccounts {
    /// Lists a subscription's FTP accounts, a page at a time.
    ///
    /// Who may: whoever may view the subscription. Where a page would
    /// begin before the first row, or its row is gone, the answer is the first page. Those found
    /// are counted up to [`FtpAccountList::MAX_FOUND`]. Pages are keyset pages, none of which scans
    /// all accounts; the first page of all accounts is one query.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for another's subscription.
    pub async fn list(
        &self,
        actor: &Actor,
        domain: &DomainName,
        listing: &FtpAccountListing,
    ) -> Result<FtpAccountList, AppError> {
        let now = UtcTime::now();
        if !listing.is_narrowed() && listing.position == ListPosition::First {
            let page = FtpAccountsPage::of(listing);
            let start = self
                .context
                .store()
                .ftp_accounts_start(domain, visible_to(actor), &page)
                .await?;
            if let Some(start) = start {
                return Ok(page_of(listing, domain, start.total, None, start.rows, now));
            }
            // Refused below, as everything that is not theirs.
        }
        let subscription = self
            .context
            .authorised_subscription(actor, domain, Permission::View)
            .await?;
        let query = FtpAccountQuery::of(subscription.id, listing, now);
        let _slot = self.context.list_count_slot(actor).await?;
        let limit = FtpAccountList::MAX_FOUND + 1;
        let found = self
            .context
            .store()
            .find_ftp_accounts(&query, limit)
            .await?;
        let rows = self.context.rows(&query, found, listing).await?;
        let first = listing.at(ListPosition::First);
        let is_full = rows.len() > usize::from(listing.size.get());
        let begins_too_early = match &listing.position {
            ListPosition::First => false,
            // A page that ends before a row and is not is_full is the beginning of the list.
            ListPosition::Before(_) => !is_full,
            ListPosition::After(_) | ListPosition::Last => rows.is_empty(),
        };
        let total = subscription.ftp_accounts;
        if begins_too_early {
            let rows = self.context.rows(&query, found, &first).await?;
            return Ok(page_of(&first, domain, total, found.count, rows, now));
        }
        Ok(page_of(listing, domain, total, found.count, rows, now))
    }

    /// Lists all FTP accounts of a subscription with all that is set for them, the main one first,
    /// the others by name.
    ///
    /// Who may: as for [`FtpAccounts::list`].
    ///
    /// # Errors
    /// [`AppError::NotFound`] for another's subscription.
    pub async fn list_all(
        &self,
        actor: &Actor,
        domain: &DomainName,
    ) -> Result<Vec<FtpAccountRow>, AppError> {
        let subscription = self
            .context
            .authorised_subscription(actor, domain, Permission::View)
            .await?;
        let mut rows: Vec<FtpAccountRow> = Vec::new();
        loop {
            let last = rows.last().map(|row| &row.name);
            let more = self
                .context
                .store()
                .ftp_accounts_after(subscription.id, last, BATCH_SIZE)
                .await?;
            let is_full = more.len() as u64 >= BATCH_SIZE;
            rows.extend(more);
            if !is_full {
                return Ok(rows);
            }
        }
    }
}

impl Context {
    async fn rows(
        &self,
        query: &FtpAccountQuery,
        found: FtpAccountsFound,
        listing: &FtpAccountListing,
    ) -> Result<Vec<FtpAccountListRow>, AppError> {
        let page = FtpAccountsPage::of(listing);
        Ok(self.store().ftp_accounts_page(query, found, &page).await?)
    }
}

/// A page, of which one row more was read than is shown.
fn page_of(
    listing: &FtpAccountListing,
    domain: &DomainName,
    total: u64,
    found: Option<u64>,
    mut rows: Vec<FtpAccountListRow>,
    now: UtcTime,
) -> FtpAccountList {
    let size = usize::from(listing.size.get());
    let more = rows.len() > size;
    let (more_before, more_after) = match listing.position {
        ListPosition::First => (false, more),
        ListPosition::After(_) => (true, more),
        ListPosition::Before(_) => (more, true),
        ListPosition::Last => (more, false),
    };
    if more
        && matches!(
            listing.position,
            ListPosition::Before(_) | ListPosition::Last
        )
    {
        rows.remove(0);
    }
    rows.truncate(size);
    FtpAccountList {
        domain: domain.clone(),
        rows,
        total,
        found,
        more_before,
        more_after,
        now,
    }
}
