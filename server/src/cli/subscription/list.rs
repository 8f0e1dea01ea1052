//! `berth subscription list`.

use clap::Args;
use model::{PageNumber, SubscriptionRow};
use services::Services;

use crate::cli::ACTOR;
use crate::cli::error::CommandError;
use crate::cli::output::{panel_texts, print_table};
use crate::cli::storage::StorageOptions;

#[derive(Args)]
pub(in crate::cli) struct List {
    #[command(flatten)]
    storage: StorageOptions,
}

impl List {
    pub(super) async fn execute(self) -> Result<(), CommandError> {
        let texts = panel_texts();
        let services = self.storage.open().await?;
        let row = |subscription: SubscriptionRow| {
            [
                subscription.domain.text().into_owned(),
                subscription.owner.into(),
                subscription.ftp_accounts.to_string(),
                subscription.webspace_root.into(),
            ]
        };
        let subscriptions = all_subscriptions(&services).await?;
        let headings = [
            texts.subscriptions.domain,
            texts.subscriptions.owner,
            texts.subscriptions.ftp_accounts,
            texts.subscriptions.webspace_root,
        ];
        print_table(headings, subscriptions.into_iter().map(row).collect())
    }
}

/// Every subscription, page after page.
pub(in crate::cli) async fn all_subscriptions(
    services: &Services,
) -> Result<Vec<SubscriptionRow>, CommandError> {
    let mut rows = Vec::new();
    let mut number = PageNumber::FIRST;
    loop {
        let page = services.subscriptions.list(&ACTOR, number).await?;
        let last = page.last();
        rows.extend(page.rows);
        if number.get() >= last {
            return Ok(rows);
        }
        number = PageNumber::from(number.get() + 1);
    }
}
