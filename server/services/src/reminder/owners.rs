//! Of whose accounts there is news.

use std::collections::BTreeMap;
use std::time::Duration;

use model::{MailKind, MailedAccount, PanelUserId, Reminder, UtcTime};

use crate::context::Context;
use crate::event::{EventData, NewEvent};
use crate::store::{RemindedAccount, StoreError, Transaction};

impl RemindedAccount {
    /// The account as a mail names it.
    pub(super) fn mailed(&self) -> MailedAccount {
        MailedAccount {
            domain: self.domain.clone(),
            name: self.name.clone(),
        }
    }

    /// That there is news of the account.
    pub(super) fn event(&self, at: UtcTime, data: EventData) -> NewEvent {
        NewEvent {
            at,
            subscription: Some(self.subscription),
            domain: Some(self.domain.clone()),
            account: Some(self.id),
            data,
        }
    }
}

impl Context {
    /// Queues a mail for each owner of some of the accounts who is mailed about such news. `say` makes
    /// it of those that it names, and of how many more there are.
    pub(super) async fn mail_owners(
        &self,
        transaction: &Transaction,
        accounts: &[RemindedAccount],
        (kind, pause): (MailKind, Duration),
        say: impl Fn(&[&RemindedAccount], u64) -> Reminder,
    ) -> Result<(), StoreError> {
        if self.mailer.is_none() || accounts.is_empty() {
            return Ok(());
        }
        let mut of_owner: BTreeMap<PanelUserId, Vec<&RemindedAccount>> = BTreeMap::new();
        for account in accounts {
            of_owner.entry(account.owner).or_default().push(account);
        }
        let owners: Vec<PanelUserId> = of_owner.keys().copied().collect();
        let mailed = transaction.mailed(kind, &owners).await?;
        let mail = |owner: PanelUserId| {
            let accounts = of_owner.get(&owner)?;
            let (named, rest) = accounts
                .split_at_checked(Reminder::MAX_NAMED)
                .unwrap_or((accounts, &[]));
            let more = u64::try_from(rest.len()).unwrap_or(u64::MAX);
            Some((owner, say(named, more)))
        };
        let mails = mailed.into_iter().filter_map(mail).collect();
        self.queue_mails(transaction, mails, pause).await
    }
}
