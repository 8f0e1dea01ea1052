//! Reading all FTP accounts that a list finds.

use std::sync::Arc;

use model::{
    Actor, AppError, DomainName, FtpAccountColumn, FtpAccountColumns, FtpAccountList,
    FtpAccountListRow, FtpAccountListing, ListPosition, Permission, UtcTime,
};

use super::FtpAccounts;
use crate::context::Context;
use crate::store::{
    FtpAccountCursor, FtpAccountQuery, FtpAccountsFound, FtpAccountsPage, Store, SubscriptionRecord,
};
use crate::work_budget::{HeavyWork, WorkBudget, WorkFor, WorkSlot};

/// Rows of a batch.
const BATCH_SIZE: u64 = 500;

impl FtpAccounts {
    /// Begins to read all FTP accounts that are found, in the list's order, with every column.
    ///
    /// Who may: as for [`FtpAccounts::list`].
    ///
    /// # Errors
    /// [`AppError::NotFound`] for another's subscription; [`AppError::Busy`] if too much of such
    /// work waits already.
    pub async fn export(
        &self,
        actor: &Actor,
        domain: &DomainName,
        listing: &FtpAccountListing,
    ) -> Result<FtpAccountsExport, AppError> {
        let subscription = self
            .context
            .authorised_subscription(actor, domain, Permission::View)
            .await?;
        let budget = &self.context.work_budget;
        let client = actor.into();
        let slot = budget.acquire(HeavyWork::Export, client).await?;
        Ok(FtpAccountsExport {
            accounts: self.context.export(&subscription, listing, &slot).await?,
            budget: Arc::clone(budget),
            client,
        })
    }
}

impl Context {
    /// The accounts of a subscription that are found, to be read batch by batch, by name: an order that
    /// no bulk action changes.
    pub(super) async fn export_by_name(
        &self,
        subscription: &SubscriptionRecord,
        listing: &FtpAccountListing,
        slot: &WorkSlot,
    ) -> Result<FtpAccountBatches, AppError> {
        let by_name = FtpAccountListing {
            sort: FtpAccountColumn::Name,
            descending: false,
            ..listing.clone()
        };
        self.export(subscription, &by_name, slot).await
    }

    /// The accounts of a subscription that are found, to be read batch by batch.
    async fn export(
        &self,
        subscription: &SubscriptionRecord,
        listing: &FtpAccountListing,
        _slot: &WorkSlot,
    ) -> Result<FtpAccountBatches, AppError> {
        let query = FtpAccountQuery::of(subscription.id, listing, UtcTime::now());
        let limit = FtpAccountList::MAX_FOUND + 1;
        let found = self.store().find_ftp_accounts(&query, limit).await?;
        Ok(FtpAccountBatches {
            store: self.store().clone(),
            query,
            found,
            listing: listing.at(ListPosition::First),
            cursor: None,
            is_done: false,
        })
    }
}

/// All FTP accounts that are found, read batch by batch, each of which is work of its own: who
/// reads slowly keeps nobody from reading.
pub struct FtpAccountsExport {
    accounts: FtpAccountBatches,
    budget: Arc<WorkBudget>,
    client: WorkFor,
}

impl FtpAccountsExport {
    /// The next accounts; none at the end. An account that is concurrently added, removed
    /// or moved in the order may be missing or come twice; all others come once.
    ///
    /// # Errors
    /// If the database cannot; [`AppError::Busy`] if too much of such work waits already.
    pub async fn next(&mut self) -> Result<Option<Vec<FtpAccountListRow>>, AppError> {
        let slot = self.budget.acquire(HeavyWork::Export, self.client).await?;
        self.accounts.batch(&slot).await
    }
}

/// The same, in the slot of whoever reads them, so that memory stays bounded.
pub(super) struct FtpAccountBatches {
    store: Store,
    query: FtpAccountQuery,
    found: FtpAccountsFound,
    listing: FtpAccountListing,
    cursor: Option<FtpAccountCursor>,
    is_done: bool,
}

impl FtpAccountBatches {
    /// The next accounts; none at the end.
    pub(super) async fn batch(
        &mut self,
        _slot: &WorkSlot,
    ) -> Result<Option<Vec<FtpAccountListRow>>, AppError> {
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
