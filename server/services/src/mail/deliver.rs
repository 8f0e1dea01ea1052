//! Sending what waits, and again what the mail server did not take.

use std::sync::Arc;
use std::time::Duration;

use futures_util::{StreamExt as _, stream};
use model::{AppError, UtcTime};
use tokio_util::sync::CancellationToken;

use super::Mails;
use super::mailer::{Mail, MailContent, MailError, Mailer};
use crate::metrics::{self, MailOutcome};
use crate::store::OutgoingMailRecord;
use crate::transaction::transaction;

/// How often is looked for mails that are due, beside whenever one is queued here.
const INTERVAL: Duration = Duration::from_secs(30);
/// Mails that are sent at once.
const MAX_AT_ONCE: usize = 4;
/// Mails that are read at once.
const BATCH_SIZE: u64 = 50;
/// For how long a mail that is being sent is not sent by another node: longer than any attempt takes.
const LEASE: i64 = 5 * 60;
/// How long to wait after each attempt that failed, in seconds; after further ones as after the last.
const PAUSES: [i64; 5] = [60, 5 * 60, 15 * 60, 30 * 60, 60 * 60];
/// How long after it was queued a mail is given up, in seconds.
const GIVEN_UP_AFTER: i64 = 24 * 60 * 60;

impl Mails {
    /// Sends what waits, until `stop`. An attempt that has begun is ended.
    ///
    /// For the program itself.
    pub async fn send_until(&self, stop: CancellationToken) {
        let Some(mailer) = &self.context.mailer else {
            return;
        };
        let mut queued = self.context.mail_queued.subscribe();
        loop {
            queued.mark_unchanged();
            // An error is in the log already, and the next time retries.
            let _ = self.send_due(mailer, &stop).await;
            let wait = tokio::time::timeout(INTERVAL, queued.changed());
            if stop.run_until_cancelled(wait).await.is_none() {
                return;
            }
        }
    }

    /// Sends all that is due.
    async fn send_due(
        &self,
        mailer: &Arc<dyn Mailer>,
        stop: &CancellationToken,
    ) -> Result<(), AppError> {
        while !stop.is_cancelled() {
            metrics::publish_waiting_mails(self.context.store().count_mails().await?);
            let now = UtcTime::now();
            let due = self.context.store().due_mails(now, BATCH_SIZE).await?;
            if due.is_empty() {
                break;
            }
            let send = |mail| self.attempt(mailer, mail);
            let mut attempts = stream::iter(due).map(send).buffer_unordered(MAX_AT_ONCE);
            while let Some(attempted) = attempts.next().await {
                attempted?;
                if stop.is_cancelled() {
                    break;
                }
            }
        }
        Ok(())
    }

    /// Sends a mail, if nobody else does.
    async fn attempt(
        &self,
        mailer: &Arc<dyn Mailer>,
        mail: OutgoingMailRecord,
    ) -> Result<(), AppError> {
        let store = self.context.store();
        let until = UtcTime(UtcTime::now().0.saturating_add(LEASE));
        let taken = transaction!(store, |transaction| {
            Ok(transaction.take_mail(&mail, until).await?)
        })
        .await?;
        if !taken {
            return Ok(());
        }
        let next = match self.text(&mail).await? {
            Some(text) => {
                let sent = mailer.send(text).await;
                let next = sent
                    .as_ref()
                    .err()
                    .and_then(|error| next_attempt(&mail, error));
                metrics::mail_attempted(match (sent, next) {
                    (Ok(()), _) => MailOutcome::Sent,
                    (Err(_), Some(_)) => MailOutcome::Failed,
                    (Err(_), None) => MailOutcome::GivenUp,
                });
                next
            }
            // Whoever was to get it does not want it (any more).
            None => None,
        };
        transaction!(store, |transaction| {
            match next {
                Some(at) => transaction.postpone_mail(mail.id, at).await?,
                None => transaction.remove_mail(mail.id).await?,
            }
            Ok(())
        })
        .await
    }

    /// What is sent; none if nobody is to get it.
    async fn text(&self, mail: &OutgoingMailRecord) -> Result<Option<Mail>, AppError> {
        let Some(reminder) = mail.reminder.clone() else {
            return Ok(None);
        };
        let store = self.context.store();
        let found = store
            .mail_recipient(mail.recipient, reminder.kind())
            .await?;
        Ok(found.map(|recipient| Mail {
            to: recipient.address,
            name: Some(recipient.display_name),
            locale: recipient.locale.unwrap_or_default(),
            time_zone: recipient.time_zone,
            panel: self.context.panel_url.clone(),
            id: Some((mail.id, mail.created_at)),
            content: MailContent::Reminder(reminder),
        }))
    }
}

/// When a mail that was not taken is attempted again; none if never, which the log says.
fn next_attempt(mail: &OutgoingMailRecord, error: &MailError) -> Option<UtcTime> {
    let failed = usize::try_from(mail.attempts).unwrap_or(usize::MAX);
    let pause = PAUSES.get(failed).or(PAUSES.last()).copied().unwrap_or(0);
    let at = UtcTime::now().0.saturating_add(pause);
    let is_over = at > mail.created_at.0.saturating_add(GIVEN_UP_AFTER);
    let (panel_user, reason) = (mail.recipient.0, &error.reason);
    if error.is_permanent || is_over {
        tracing::warn!(panel_user, %reason, "a mail was given up");
        return None;
    }
    tracing::info!(panel_user, %reason, retry_in = pause, "a mail was not sent yet");
    Some(UtcTime(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail(attempts: u64, age: i64) -> OutgoingMailRecord {
        OutgoingMailRecord {
            id: 1,
            recipient: model::PanelUserId(1),
            reminder: None,
            created_at: UtcTime(UtcTime::now().0 - age),
            attempts,
        }
    }

    #[test]
    fn pauses_grow_and_after_a_day_a_mail_is_given_up() {
        let error = |is_permanent| MailError {
            is_permanent,
            reason: String::new(),
        };
        let pause = |attempts, age| {
            let at = next_attempt(&mail(attempts, age), &error(false))?;
            Some((at.0 - UtcTime::now().0 + 30) / 60)
        };
        assert_eq!(pause(0, 0), Some(1));
        assert_eq!(pause(1, 60), Some(5));
        assert_eq!(pause(9, 12 * 3_600), Some(60));
        assert_eq!(pause(20, 23 * 3_600 + 60), None);
        assert_eq!(next_attempt(&mail(0, 0), &error(true)), None);
    }
}
