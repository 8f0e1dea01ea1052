//! Reading all rows of the audit log that are found.

use std::sync::Arc;

use model::{Actor, AppError, AuditListing, AuditPosition, DomainName, LocalTime};

use super::Audit;
use super::list::AuditSearch;
use super::row::AuditRow;
use crate::context::Context;
use crate::work_budget::{HeavyWork, WorkFor};

/// Rows of a batch.
const BATCH_SIZE: u64 = 500;

impl Audit {
    /// Begins to read all rows that are found, the latest first, whatever the page.
    ///
    /// Who may: as for [`Audit::list`].
    ///
    /// # Errors
    /// As for [`Audit::list`].
    pub async fn export(
        &self,
        actor: &Actor,
        domain: Option<&DomainName>,
        listing: &AuditListing,
        zone: &(dyn LocalTime + Sync),
    ) -> Result<AuditExport, AppError> {
        let search = self.context.audit_search(actor, domain, listing, zone);
        Ok(AuditExport {
            search: search.await?,
            context: Arc::clone(&self.context),
            client: actor.into(),
            position: Some(AuditPosition::Latest),
        })
    }
}

/// All rows that are found, read batch by batch, each of which is work of its own: who reads slowly
/// keeps nobody from reading, and memory stays bounded.
pub struct AuditExport {
    search: AuditSearch,
    context: Arc<Context>,
    client: WorkFor,
    /// Where the next batch begins; none at the end.
    position: Option<AuditPosition>,
}

impl AuditExport {
    /// The next rows; none at the end. Rows that are written meanwhile are left out.
    ///
    /// # Errors
    /// If the database cannot; [`AppError::Busy`] if too much of such work waits already.
    pub async fn next(&mut self) -> Result<Option<Vec<AuditRow>>, AppError> {
        let Some(position) = self.position else {
            return Ok(None);
        };
        let budget = &self.context.work_budget;
        let _slot = budget.acquire(HeavyWork::Export, self.client).await?;
        let rows = self
            .context
            .read_audit_log(&self.search, position, BATCH_SIZE)
            .await?;
        let last = rows.last().filter(|_| rows.len() as u64 >= BATCH_SIZE);
        self.position = last.map(|row| AuditPosition::Before(row.key));
        Ok((!rows.is_empty()).then_some(rows))
    }
}
