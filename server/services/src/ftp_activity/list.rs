//! Listing what was done over FTP.

use model::{
    Actor, AppError, DomainName, FtpActivityFilter, FtpActivityList, FtpActivityRow, Page,
    PageNumber, Permission,
};

use super::FtpActivity;
use crate::store::{ActivityOf, FtpActivityQuery, SubscriptionRecord};

impl FtpActivity {
    /// Lists what was done over FTP in a subscription, a page at a time, the latest first.
    ///
    /// Who may: whoever may view the subscription. An account is
    /// found under whatever names it had; if no account has the name, the rows are found
    /// that were written under it. No more than [`FtpActivityList::MAX_ROWS`] are
    /// counted, and pages beyond them are empty.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for another's subscription.
    pub async fn list(
        &self,
        actor: &Actor,
        domain: &DomainName,
        filter: FtpActivityFilter,
        page: PageNumber,
    ) -> Result<FtpActivityList, AppError> {
        let size = Page::<FtpActivityRow>::SIZE;
        let subscription = self
            .context
            .authorised_subscription(actor, domain, Permission::View)
            .await?;
        let query = self.query(&subscription, filter).await?;
        let _slot = self.context.list_count_slot(actor).await?;
        let limit = FtpActivityList::MAX_ROWS;
        let total = self
            .context
            .store()
            .count_ftp_activity(&query, limit)
            .await?;
        let offset = page.offset(size);
        let rows = if offset < total {
            self.context
                .store()
                .list_ftp_activity(&query, offset, size.into())
                .await?
        } else {
            Vec::new()
        };
        Ok(FtpActivityList {
            domain: subscription.domain,
            activity: Page {
                rows,
                total,
                number: page,
            },
        })
    }

    /// Lists the same, for programs: the latest `limit` rows before a key, or the latest ones of all, each
    /// with its key. However far back one goes, it costs the same.
    ///
    /// Who may: as for [`FtpActivity::list`].
    ///
    /// # Errors
    /// As for [`FtpActivity::list`].
    pub async fn page(
        &self,
        actor: &Actor,
        domain: &DomainName,
        filter: FtpActivityFilter,
        before: Option<i64>,
        limit: u16,
    ) -> Result<Vec<(i64, FtpActivityRow)>, AppError> {
        let subscription = self
            .context
            .authorised_subscription(actor, domain, Permission::View)
            .await?;
        let query = self.query(&subscription, filter).await?;
        let _slot = self.context.list_count_slot(actor).await?;
        let before = before.unwrap_or(i64::MAX);
        let store = self.context.store();
        Ok(store
            .ftp_activity_before(&query, before, limit.into())
            .await?)
    }

    async fn query(
        &self,
        subscription: &SubscriptionRecord,
        filter: FtpActivityFilter,
    ) -> Result<FtpActivityQuery, AppError> {
        let of = match filter.account {
            None => ActivityOf::All,
            Some(name) => match self
                .context
                .store()
                .ftp_account_or_removed(subscription.id, &name)
                .await?
            {
                Some((account, _)) => ActivityOf::Account(account.id),
                None => ActivityOf::Name(name),
            },
        };
        Ok(FtpActivityQuery {
            subscription: subscription.id,
            of,
            group: filter.group,
        })
    }
}
