//! Showing what an FTP account's home holds.

use model::{AccountName, Actor, AppError, DomainName, FtpUsageView, Permission};

use super::FtpUsageTracking;
use crate::context::Context;
use crate::store::{CountedHome, FtpAccountRecord, SubscriptionId};

impl FtpUsageTracking {
    /// Shows what an FTP account's home holds and may hold, and how far a count is.
    ///
    /// Who may: whoever may view the subscription.
    ///
    /// # Errors
    /// [`AppError::NotFound`] if there is none, or for another's subscription.
    pub async fn view(
        &self,
        actor: &Actor,
        domain: &DomainName,
        name: &AccountName,
    ) -> Result<FtpUsageView, AppError> {
        let subscription = self
            .context
            .authorised_subscription(actor, domain, Permission::View)
            .await?;
        let mut account = self
            .context
            .store()
            .ftp_account(subscription.id, name)
            .await?;
        let id = account.as_ref().ok_or(AppError::NotFound)?.id;
        let counting = self
            .context
            .usage
            .queue
            .progress(subscription.id, CountedHome::Account(id));
        if counting.is_none() {
            // A count may have ended between the two reads, and then nobody polls again.
            account = self
                .context
                .store()
                .ftp_account(subscription.id, name)
                .await?;
        }
        let account = account.ok_or(AppError::NotFound)?;
        let account = self.context.with_current_usage(subscription.id, account);
        Ok(FtpUsageView {
            domain: domain.clone(),
            name: account.name,
            usage: account.usage,
            quota_bytes: account.settings.quota_bytes,
            quota_files: account.settings.quota_files,
            counting,
        })
    }
}

impl Context {
    /// An account with its home's current usage.
    pub(crate) fn with_current_usage(
        &self,
        subscription: SubscriptionId,
        account: FtpAccountRecord,
    ) -> FtpAccountRecord {
        FtpAccountRecord {
            usage: self.current_ftp_usage(
                subscription,
                CountedHome::Account(account.id),
                account.usage,
            ),
            ..account
        }
    }
}
