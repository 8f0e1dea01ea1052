//! Listing FTP accounts.

use model::{
    Actor, AppError, DomainName, FtpAccountColumn, FtpAccountColumns, FtpAccountList,
    FtpAccountListRow, FtpAccountListing, FtpAccountRow, ListPosition, UtcTime,
};

use super::FtpAccounts;
use crate::authorization::visible_to;
use crate::context::Context;
use crate::store::{
    FtpAccountEdge, FtpAccountsFound, FtpAccountsPage, FtpAccountsWanted, Store, SubscriptionRecord,
};

/// Rows that are read at once where all of them are.
const AT_ONCE: u64 = 500;

impl FtpAccounts {
    /// Lists a subscription's FTP accounts, a page at a time.
    ///
    /// Who may: an administrator, and the customer who owns the subscription. Where a page would
    /// begin before the first row, or its row is gone, the answer is the first page. Those found
    /// are counted up to [`FtpAccountList::MAX_FOUND`]. The first page of all accounts is one
    /// query; whatever else is asked for, none goes through all accounts.
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
                .await?
                .ok_or(AppError::NotFound)?;
            return Ok(page_of(listing, domain, start.total, None, start.rows, now));
        }
        let subscription = self.context.authorised_subscription(actor, domain).await?;
        let wanted = FtpAccountsWanted::of(subscription.id, listing, now);
        let most = FtpAccountList::MAX_FOUND + 1;
        let found = self
            .context
            .store()
            .find_ftp_accounts(&wanted, most)
            .await?;
        let rows = self.context.rows(&wanted, found, listing).await?;
        let first = listing.at(ListPosition::First);
        let full = rows.len() > usize::from(listing.size.get());
        let begins_too_early = match &listing.position {
            ListPosition::First => false,
            // A page that ends before a row and is not full is the beginning of the list.
            ListPosition::Before(_) => !full,
            ListPosition::After(_) | ListPosition::Last => rows.is_empty(),
        };
        let total = subscription.ftp_accounts;
        if begins_too_early {
            let rows = self.context.rows(&wanted, found, &first).await?;
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
        let subscription = self.context.authorised_subscription(actor, domain).await?;
        let mut rows: Vec<FtpAccountRow> = Vec::new();
        loop {
            let last = rows.last().map(|row| &row.name);
            let more = self
                .context
                .store()
                .ftp_accounts_after(subscription.id, last, AT_ONCE)
                .await?;
            let full = more.len() as u64 >= AT_ONCE;
            rows.extend(more);
            if !full {
                return Ok(rows);
            }
        }
    }

    /// Begins to read all FTP accounts that are found, in the list's order, with every column.
    ///
    /// Who may: as for [`FtpAccounts::list`].
    ///
    /// # Errors
    /// [`AppError::NotFound`] for another's subscription.
    pub async fn export(
        &self,
        actor: &Actor,
        domain: &DomainName,
        listing: &FtpAccountListing,
    ) -> Result<FtpAccountsExport, AppError> {
        let subscription = self.context.authorised_subscription(actor, domain).await?;
        self.context
            .found_ftp_accounts(&subscription, listing)
            .await
    }
}

impl Context {
    async fn rows(
        &self,
        wanted: &FtpAccountsWanted,
        found: FtpAccountsFound,
        listing: &FtpAccountListing,
    ) -> Result<Vec<FtpAccountListRow>, AppError> {
        let page = FtpAccountsPage::of(listing);
        Ok(self.store().ftp_accounts_page(wanted, found, &page).await?)
    }

    /// The accounts of a subscription that are found, to be read part by part, by name: what is done
    /// with them changes no account's place then.
    pub(super) async fn found_by_name(
        &self,
        subscription: &SubscriptionRecord,
        listing: &FtpAccountListing,
    ) -> Result<FtpAccountsExport, AppError> {
        let by_name = FtpAccountListing {
            sort: FtpAccountColumn::Name,
            descending: false,
            ..listing.clone()
        };
        self.found_ftp_accounts(subscription, &by_name).await
    }

    /// The accounts of a subscription that are found, to be read part by part.
    async fn found_ftp_accounts(
        &self,
        subscription: &SubscriptionRecord,
        listing: &FtpAccountListing,
    ) -> Result<FtpAccountsExport, AppError> {
        let wanted = FtpAccountsWanted::of(subscription.id, listing, UtcTime::now());
        let most = FtpAccountList::MAX_FOUND + 1;
        let found = self.store().find_ftp_accounts(&wanted, most).await?;
        Ok(FtpAccountsExport {
            store: self.store.clone(),
            wanted,
            found,
            listing: listing.at(ListPosition::First),
            after: None,
            over: false,
        })
    }
}

/// All FTP accounts that are found, read part by part: none of them all at once.
pub struct FtpAccountsExport {
    store: Store,
    wanted: FtpAccountsWanted,
    found: FtpAccountsFound,
    listing: FtpAccountListing,
    after: Option<FtpAccountEdge>,
    over: bool,
}

impl FtpAccountsExport {
    /// The next accounts; none at the end. An account that comes, goes or changes its place
    /// meanwhile may be missing or be there twice; all others are there once.
    ///
    /// # Errors
    /// If the database cannot.
    pub async fn next(&mut self) -> Result<Option<Vec<FtpAccountListRow>>, AppError> {
        if self.over {
            return Ok(None);
        }
        let every = FtpAccountColumn::ALL.into_iter();
        let page = FtpAccountsPage {
            sort: self.listing.sort,
            descending: self.listing.descending,
            columns: every.fold(FtpAccountColumns::NAME, FtpAccountColumns::with),
            position: &self.listing.position,
            limit: AT_ONCE,
        };
        let (rows, edge) = self
            .store
            .ftp_accounts_part(&self.wanted, self.found, &page, self.after.as_ref())
            .await?;
        self.over = (rows.len() as u64) < AT_ONCE;
        self.after = edge;
        Ok((!rows.is_empty()).then_some(rows))
    }
}

/// A page, of which one row more was read than it shows.
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
