//! « Corbeille » of subscriptions: listing and restoring those that were removed.

use model::{Actor, AppError, DomainName, Operation, Page, PageNumber, RemovedSubscription};

use super::Subscriptions;
use crate::audit::{KnownPeople, RemovedSubscriptionSnapshot, removed_subscription_subject};
use crate::store::{AuditAction, RemovedSubscriptionRecord};
use crate::transaction::transaction;

impl Subscriptions {
    /// Lists removed subscriptions, a page at a time, the latest removal first.
    ///
    /// Who may: those with [`Permission::ManageSubscription`](model::Permission::ManageSubscription),
    /// each of their own.
    ///
    /// # Errors
    /// [`AppError::NotPermitted`].
    pub async fn list_removed(
        &self,
        actor: &Actor,
        page: PageNumber,
    ) -> Result<Page<RemovedSubscription>, AppError> {
        let trash = self.context.authorised_trash(actor)?;
        let size = Page::<RemovedSubscription>::SIZE;
        let store = self.context.store();
        let total = store.count_removed_subscriptions(&trash).await?;
        let rows = store
            .list_removed_subscriptions(&trash, page.offset(size), size.into())
            .await?;
        let people = self.context.known_people(actor, None).await?;
        Ok(Page {
            rows: rows.into_iter().map(|row| shown(row, &people)).collect(),
            total,
            number: page,
        })
    }

    /// Lists the same by domain name, for programs: `limit` subscriptions after one, or the first ones.
    ///
    /// Who may: as for [`Self::list_removed`].
    ///
    /// # Errors
    /// As for [`Self::list_removed`].
    pub async fn page_removed(
        &self,
        actor: &Actor,
        after: Option<&DomainName>,
        limit: u16,
    ) -> Result<Vec<RemovedSubscription>, AppError> {
        let trash = self.context.authorised_trash(actor)?;
        let store = self.context.store();
        let rows = store
            .removed_subscriptions_after(&trash, after, limit.into())
            .await?;
        let people = self.context.known_people(actor, None).await?;
        Ok(rows.into_iter().map(|row| shown(row, &people)).collect())
    }

    /// Shows one removed subscription.
    ///
    /// Who may: as for [`Self::list_removed`].
    ///
    /// # Errors
    /// [`AppError::NotFound`] if it is not in « Corbeille », or for another's;
    /// [`AppError::NotPermitted`].
    pub async fn view_removed(
        &self,
        actor: &Actor,
        domain: &DomainName,
    ) -> Result<RemovedSubscription, AppError> {
        let context = &self.context;
        let removed = context.authorised_removed_subscription(actor, domain);
        let removed = removed.await?;
        let people = context.known_people(actor, Some(removed.id)).await?;
        Ok(shown(removed, &people))
    }

    /// Takes a subscription out of « Corbeille »: it is what it was, suspended too, and its accounts are
    /// what they were. Those that had been removed before it stay in « Corbeille ».
    ///
    /// Who may: as for [`Self::list_removed`].
    ///
    /// # Errors
    /// [`AppError::NotFound`] if it is not in « Corbeille » or its files are being removed, or for
    /// another's; [`AppError::NotPermitted`].
    pub async fn restore(&self, actor: &Actor, domain: &DomainName) -> Result<Operation, AppError> {
        let context = &self.context;
        let found = context.authorised_removed_subscription(actor, domain);
        let found = found.await?;
        let _slot = self.context.bulk_change_slot(actor).await?;
        let trail = self.context.begin_operation(actor)?;
        transaction!(self.context.store(), |transaction| {
            let accounts = transaction.lock_ftp_accounts_or_removed([found.id]).await?;
            let removed = accounts.removed_subscription(found.id).await?;
            let removed = removed.filter(|removed| !removed.is_being_purged);
            let removed = removed.ok_or(AppError::NotFound)?;
            accounts.set_subscription_removed(removed.id, None).await?;
            trail
                .write(
                    transaction,
                    AuditAction::SubscriptionRestored,
                    removed_subscription_subject(&removed),
                    None,
                    Some(&RemovedSubscriptionSnapshot::of(&removed)),
                )
                .await
        })
        .await?;
        Ok(trail.finish())
    }
}

/// A removed subscription as « Corbeille » shows it to whoever may know these people.
fn shown(removed: RemovedSubscriptionRecord, people: &KnownPeople) -> RemovedSubscription {
    RemovedSubscription {
        domain: removed.domain,
        owner: removed.owner,
        webspace_root: removed.webspace.root,
        ftp_accounts: removed.ftp_accounts,
        removed_at: removed.removed_at,
        removed_by: people.named(removed.removed_by),
        is_being_purged: removed.is_being_purged,
    }
}
