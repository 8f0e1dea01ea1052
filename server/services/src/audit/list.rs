//! Reading the audit log.

use model::{
    Actor, AppError, AuditEntry, AuditList, AuditListing, AuditPosition, DomainName, LocalTime,
    Permission, ServerPermission, Utc,
};

use super::Audit;
use super::people::KnownPeople;
use super::row::AuditRow;
use crate::context::Context;
use crate::store::{AuditQuery, AuditScope};

impl Audit {
    /// Shows a page of the audit log, the latest row first: who did what, to what, when and from
    /// where, and what was refused. It costs the same however many rows there are, and however far
    /// back one goes. Dates are those of `zone`.
    ///
    /// Of one subscription: who may, the authorisation table says. Of all: administrators everything,
    /// a reseller what they were responsible for. Whom they may not know is not told.
    ///
    /// # Errors
    /// [`AppError::NotFound`] and [`AppError::NotPermitted`] for a subscription;
    /// [`AppError::AdministratorsOnly`] without one.
    pub async fn list(
        &self,
        actor: &Actor,
        domain: Option<&DomainName>,
        listing: &AuditListing,
        zone: &(dyn LocalTime + Sync),
    ) -> Result<AuditList, AppError> {
        let search = self.context.audit_search(actor, domain, listing, zone);
        let search = search.await?;
        // One more shows whether there are others.
        let limit = u64::from(AuditList::PAGE) + 1;
        let size = usize::from(AuditList::PAGE);
        let mut position = listing.position;
        let mut rows = self
            .context
            .read_audit_log(&search, position, limit)
            .await?;
        if matches!(position, AuditPosition::After(_)) && rows.len() < size {
            // The page of the latest ones is always full.
            position = AuditPosition::Latest;
            rows = self
                .context
                .read_audit_log(&search, position, limit)
                .await?;
        }
        let is_more = rows.len() > size;
        let (newer, older) = match position {
            AuditPosition::Latest => (false, is_more),
            AuditPosition::Before(_) => (true, is_more),
            AuditPosition::After(_) => (is_more, true),
        };
        if is_more {
            // The one more is the oldest, or the latest of those after a row.
            let is_ascending = matches!(position, AuditPosition::After(_));
            rows.remove(if is_ascending { 0 } else { size });
        }
        let newer = rows.first().map(|row| row.key).filter(|_| newer);
        let older = rows.last().map(|row| row.key).filter(|_| older);
        Ok(AuditList {
            domain: domain.cloned(),
            entries: rows.into_iter().map(AuditEntry::from).collect(),
            newer,
            older,
            kept_days: self.context.audit_days(),
        })
    }
}

impl Audit {
    /// Lists the same, for programs: `limit` rows from the listing's position on, the latest first, each
    /// with its values as they are kept.
    ///
    /// Who may: as for [`Audit::list`].
    ///
    /// # Errors
    /// As for [`Audit::list`]; [`AppError::Busy`] if too much of such work waits already.
    pub async fn page(
        &self,
        actor: &Actor,
        domain: Option<&DomainName>,
        listing: &AuditListing,
        limit: u16,
    ) -> Result<Vec<AuditRow>, AppError> {
        let search = self.context.audit_search(actor, domain, listing, &Utc);
        let search = search.await?;
        let _slot = self.context.list_count_slot(actor).await?;
        let position = listing.position;
        self.context
            .read_audit_log(&search, position, limit.into())
            .await
    }
}

/// What an actor looks for, and whom they may know. Without a query nothing can be found.
pub(super) struct AuditSearch {
    query: Option<AuditQuery>,
    people: KnownPeople,
}

impl Context {
    /// What an actor looks for, once it is clear that they may.
    pub(super) async fn audit_search(
        &self,
        actor: &Actor,
        domain: Option<&DomainName>,
        listing: &AuditListing,
        zone: &(dyn LocalTime + Sync),
    ) -> Result<AuditSearch, AppError> {
        let scope = match domain {
            Some(domain) => {
                let permission = Permission::ViewAudit;
                let subscription = self.authorised_subscription(actor, domain, permission);
                Some(AuditScope::Subscription(subscription.await?.id))
            }
            None => self.audit_scope(actor, listing).await?,
        };
        let subscription = match scope {
            Some(AuditScope::Subscription(id)) => Some(id),
            _ => None,
        };
        let people = self.known_people(actor, subscription).await?;
        let person = listing.person.as_str();
        let is_known = listing.person.is_everybody() || people.knows_name(person);
        let (from, until) = listing.period(zone);
        // Else somebody would learn a name by looking for it.
        let query = scope.filter(|_| is_known).map(|scope| AuditQuery {
            scope,
            person: (!listing.person.is_everybody()).then(|| person.to_owned()),
            actions: listing.actions(),
            from,
            until,
        });
        Ok(AuditSearch { query, people })
    }

    /// Of which rows of the whole log an actor is shown some; none if the listing asks for a
    /// subscription that there never was, or that is not theirs.
    async fn audit_scope(
        &self,
        actor: &Actor,
        listing: &AuditListing,
    ) -> Result<Option<AuditScope>, AppError> {
        self.server_permission(actor, ServerPermission::ViewAudit)?;
        let reseller = actor.panel_user_id().filter(|_| !actor.is_administrator());
        let Some(domain) = &listing.subscription else {
            return Ok(Some(match reseller {
                Some(reseller) => AuditScope::Reseller(reseller),
                None => AuditScope::Everything,
            }));
        };
        let found = self.authorised_subscription(actor, domain, Permission::ViewAudit);
        match found.await {
            Ok(subscription) => Ok(Some(AuditScope::Subscription(subscription.id))),
            Err(AppError::NotFound | AppError::NotPermitted) if reseller.is_some() => Ok(None),
            // It may be one that is gone.
            Err(AppError::NotFound) => {
                let id = self.store().audited_subscription(domain).await?;
                Ok(id.map(AuditScope::Subscription))
            }
            Err(error) => Err(error),
        }
    }

    /// Rows at a position, the latest first, as the actor may see them.
    pub(super) async fn read_audit_log(
        &self,
        search: &AuditSearch,
        position: AuditPosition,
        limit: u64,
    ) -> Result<Vec<AuditRow>, AppError> {
        let Some(query) = &search.query else {
            return Ok(Vec::new());
        };
        let records = self.store().audit_log(query, position, limit).await?;
        let row = |record| AuditRow::of(record, &search.people);
        Ok(records.into_iter().map(row).collect())
    }
}
