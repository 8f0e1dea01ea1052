//! Reading all FTP accounts that a list finds.

use model::{
    Actor, AppError, DomainName, FtpAccountColumn, FtpAccountColumns, FtpAccountList,
    FtpAccountListRow, FtpAccountListing, ListPosition, UtcTime,
};

use super::FtpAccounts;
use crate::context::Context;
use crate::store::{
    FtpAccountCursor, FtpAccountQuery, FtpAccountsFound, FtpAccountsPage, Store, SubscriptionRecord,
};

/// Rows of a batch.
const BATCH_SIZE: u64 = 500;

impl FtpAccounts {
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
        self.context.export(&subscription, listing).await
    }
}

impl Context {
    /// The accounts of a subscription that are found, to be read batch by batch, by name: an order that
    /// no bulk action changes.
    pub(super) async fn export_by_name(
        &self,
        subscription: &SubscriptionRecord,
        listing: &FtpAccountListing,
    ) -> Result<FtpAccountsExport, AppError> {
        let by_name = FtpAccountListing {
            sort: FtpAccountColumn::Name,
            descending: false,
            ..listing.clone()
        };
        self.export(subscription, &by_name).await
    }

    /// The accounts of a subscription that are found, to be read batch by batch.
    async fn export(
        &self,
        subscription: &SubscriptionRecord,
        listing: &FtpAccountListing,
    ) -> Result<FtpAccountsExport, AppError> {
        let query = FtpAccountQuery::of(subscription.id, listing, UtcTime::now());
        let limit = FtpAccountList::MAX_FOUND + 1;
        let found = self.store().find_ftp_accounts(&query, limit).await?;
        Ok(FtpAccountsExport {
            store: self.store().clone(),
            query,
            found,
            listing: listing.at(ListPosition::First),
            cursor: None,
            is_done: false,
        })
    }
}

/// All FTP accounts that are found, read batch by batch, so that memory stays bounded.
pub struct FtpAccountsExport {
    store: Store,
    query: FtpAccountQuery,
    found: FtpAccountsFound,
    listing: FtpAccountListing,
    cursor: Option<FtpAccountCursor>,
    is_done: bool,
}

impl FtpAccountsExport {
    /// The next accounts; none at the end. An account that is concurrently added, removed
    /// or moved in the order may be missing or come twice; all others come once.
    ///
    /// # Errors
    /// If the database cannot.
    pub async fn next(&mut self) -> Result<Option<Vec<FtpAccountListRow>>, AppError> {
        if self.is_done {
            return Ok(None);
        }
        let every = FtpAccountColumn::ALL.into_iter();
        let page = FtpAccountsPage {
            sort: self.listing.sort,
            descending: self.listing.descending,
            columns: every.fold(FtpAccountColumns::NAME, FtpAccountColumns::with),
            position: &self.listing.position,
            limit: BATCH_SIZE,
        };
        let (rows, cursor) = self
            .store
            .ftp_accounts_batch(&self.query, self.found, &page, self.cursor.as_ref())
            .await?;
        self.is_done = (rows.len() as u64) < BATCH_SIZE;
        self.cursor = cursor;
        Ok((!rows.is_empty()).then_some(rows))
    }
}
