//! Queueing what Berth mails by itself.

use model::{PanelUserId, Reminder, UtcTime};
use tokio::time::Duration;

use crate::context::Context;
use crate::store::{StoreError, Transaction};

/// Mails that may wait at once. Those that come then are not sent; what they are about is in the panel.
const MAX_WAITING: u64 = 10_000;

impl Context {
    /// Queues mails in the transaction of what they are about; they are sent after `pause`, so that what
    /// comes meanwhile is said in the same ones. Nothing is queued where nothing is sent.
    pub(crate) async fn queue_mails(
        &self,
        transaction: &Transaction,
        mails: Vec<(PanelUserId, Reminder)>,
        pause: Duration,
    ) -> Result<(), StoreError> {
        if self.mailer.is_none() || mails.is_empty() {
            return Ok(());
        }
        if transaction.count_mails().await? >= MAX_WAITING {
            tracing::warn!(
                not_sent = mails.len(),
                waiting = MAX_WAITING,
                "too many mails wait to be sent; is the mail server at work?"
            );
            return Ok(());
        }
        let pause = i64::try_from(pause.as_secs()).unwrap_or(i64::MAX);
        let now = UtcTime::now();
        let due = UtcTime(now.0.saturating_add(pause));
        for (recipient, reminder) in mails {
            transaction
                .queue_mail(recipient, reminder, (now, due))
                .await?;
        }
        let queued = self.mail_queued.clone();
        transaction.after_commit(move || {
            queued.send_replace(());
        });
        Ok(())
    }
}
