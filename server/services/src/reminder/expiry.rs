//! FTP accounts that expire.

use std::time::Duration;

use model::{AppError, MailKind, MailedAccount, Reminder, UtcTime};

use super::{BATCH_SIZE, Reminders, may_have_more};
use crate::event::{EventData, queue_events};
use crate::store::RemindedAccount;
use crate::transaction::transaction;

/// So many days before an account expires its owner is told so; each only of accounts that expire later
/// than the one before says. With 0 they are told that it has expired.
const DAYS: [u16; 4] = [0, 1, 7, 30];

/// Of accounts that expired so many days ago nobody is told any more: the server was not there.
const MAX_DAYS_LATE: i64 = 7;

const SECONDS_PER_DAY: i64 = 24 * 60 * 60;

impl Reminders {
    pub(super) async fn remind_of_expiry(&self, now: UtcTime) -> Result<(), AppError> {
        let mut after = UtcTime(now.0.saturating_sub(MAX_DAYS_LATE * SECONDS_PER_DAY));
        for days in DAYS {
            while self.remind_of_days(days, now, after).await? {}
            after = now.plus_days(days.into());
        }
        Ok(())
    }

    /// Tells of some accounts that expire within so many days; returns whether there may be more.
    async fn remind_of_days(
        &self,
        days: u16,
        now: UtcTime,
        after: UtcTime,
    ) -> Result<bool, AppError> {
        transaction!(self.context.store(), |transaction| {
            let accounts = transaction
                .newly_expiring(days, (now, after), BATCH_SIZE)
                .await?;
            let say = |named: &[&RemindedAccount], more| {
                let accounts = named.iter().filter_map(|account| with_end(account));
                let accounts = accounts.collect();
                match days {
                    0 => Reminder::Expired { accounts, more },
                    days => Reminder::Expiring {
                        days,
                        accounts,
                        more,
                    },
                }
            };
            let events = accounts.iter().filter_map(|account| {
                let (name, expires_at) = (account.name.clone(), account.expires_at?);
                let data = match days {
                    0 => EventData::FtpAccountExpired {
                        account: name,
                        expires_at,
                    },
                    days => EventData::FtpAccountExpiring {
                        account: name,
                        expires_at,
                        days,
                    },
                };
                Some(account.event(now, data))
            });
            queue_events(transaction, events.collect()).await?;
            let told = (MailKind::Expiry, Duration::ZERO);
            self.context
                .mail_owners(transaction, &accounts, told, say)
                .await?;
            Ok(may_have_more(accounts.len()))
        })
        .await
    }
}

fn with_end(account: &RemindedAccount) -> Option<(MailedAccount, UtcTime)> {
    Some((account.mailed(), account.expires_at?))
}
