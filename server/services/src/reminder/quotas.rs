//! FTP accounts that use nine tenths of their quotas.

use std::time::Duration;

use model::{AppError, MailKind, Reminder, UtcTime};

use super::{BATCH_SIZE, Reminders, may_have_more};
use crate::event::{EventData, queue_events};
use crate::store::RemindedAccount;
use crate::transaction::transaction;

impl Reminders {
    pub(super) async fn remind_of_quotas(&self, now: UtcTime) -> Result<(), AppError> {
        while self.remind_of_full(now).await? {}
        transaction!(self.context.store(), |transaction| {
            Ok(transaction.forget_full().await?)
        })
        .await
    }

    /// Tells of some accounts that are nearly full; returns whether there may be more.
    async fn remind_of_full(&self, now: UtcTime) -> Result<bool, AppError> {
        transaction!(self.context.store(), |transaction| {
            let accounts = transaction.newly_full(now, BATCH_SIZE).await?;
            let say = |named: &[&RemindedAccount], more| Reminder::NearlyFull {
                accounts: (named.iter())
                    .map(|account| (account.mailed(), account.per_cent))
                    .collect(),
                more,
            };
            let events = accounts.iter().map(|account| {
                let data = EventData::FtpAccountNearlyFull {
                    account: account.name.clone(),
                    per_cent: account.per_cent,
                };
                account.event(now, data)
            });
            queue_events(transaction, events.collect()).await?;
            let told = (MailKind::Quota, Duration::ZERO);
            self.context
                .mail_owners(transaction, &accounts, told, say)
                .await?;
            Ok(may_have_more(accounts.len()))
        })
        .await
    }
}
