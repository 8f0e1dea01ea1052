//! `berth subscription list`.

use clap::Args;
use model::{
    DomainName, Login, PageNumber, PlanName, SubscriptionRow, SystemUser, Umask, WebspaceRoot,
};
use serde::Serialize;
use services::Services;

use crate::cli::ACTOR;
use crate::cli::error::CommandError;
use crate::cli::output::{panel_texts, print_json, print_table};
use crate::cli::storage::StorageOptions;
use crate::cli::subscription::list_removed::list_removed;

#[derive(Args)]
pub(in crate::cli) struct List {
    /// Those that were removed and can be restored
    #[arg(long)]
    removed: bool,
    /// As a JSON array
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    storage: StorageOptions,
}

impl List {
    pub(super) async fn execute(self) -> Result<(), CommandError> {
        let texts = panel_texts();
        let services = self.storage.open().await?;
        if self.removed {
            return list_removed(&services, self.json).await;
        }
        let row = |subscription: SubscriptionRow| {
            [
                subscription.domain.text().into_owned(),
                subscription.owner.into(),
                subscription.ftp_accounts.to_string(),
                subscription.webspace_root.into(),
            ]
        };
        let subscriptions = all_subscriptions(&services).await?;
        if self.json {
            let rows = subscriptions.into_iter().map(JsonSubscription::from);
            return print_json(&rows.collect::<Vec<_>>());
        }
        let headings = [
            texts.subscriptions.domain,
            texts.subscriptions.owner,
            texts.subscriptions.ftp_accounts,
            texts.subscriptions.webspace_root,
        ];
        print_table(headings, subscriptions.into_iter().map(row).collect())
    }
}

/// A subscription as `--json` shows it.
#[derive(Serialize)]
struct JsonSubscription {
    domain: DomainName,
    owner: Login,
    webspace_root: WebspaceRoot,
    ftp_accounts: u64,
    created_at: String,
    plan: Option<PlanName>,
    system_user: Option<SystemUser>,
    umask: Option<Umask>,
    suspended_at: Option<String>,
}

impl From<SubscriptionRow> for JsonSubscription {
    fn from(row: SubscriptionRow) -> Self {
        let hosting = row.hosting.unwrap_or_default();
        Self {
            domain: row.domain,
            owner: row.owner,
            webspace_root: row.webspace_root,
            ftp_accounts: row.ftp_accounts,
            created_at: row.created_at.rfc3339(),
            plan: row.plan,
            suspended_at: row.suspension.map(|suspension| suspension.since.rfc3339()),
            // Without a user it has no effect.
            umask: hosting.system_user.is_some().then_some(hosting.umask),
            system_user: hosting.system_user,
        }
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
