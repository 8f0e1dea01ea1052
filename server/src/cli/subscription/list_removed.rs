//! `berth subscription list --removed`.

use model::{DomainName, Login, PageNumber, RemovedSubscription, WebspaceRoot};
use serde::Serialize;
use services::Services;

use crate::cli::ACTOR;
use crate::cli::error::CommandError;
use crate::cli::output::{panel_texts, print_json, print_table};

/// A removed subscription as `--json` shows it.
#[derive(Serialize)]
struct JsonRemoved {
    domain: DomainName,
    owner: Login,
    webspace_root: WebspaceRoot,
    ftp_accounts: u64,
    removed_at: String,
    removed_by: String,
    gone_at: String,
}

impl From<RemovedSubscription> for JsonRemoved {
    fn from(row: RemovedSubscription) -> Self {
        Self {
            removed_at: row.removed_at.rfc3339(),
            gone_at: row.gone_at().rfc3339(),
            domain: row.domain,
            owner: row.owner,
            webspace_root: row.webspace_root,
            ftp_accounts: row.ftp_accounts,
            removed_by: row.removed_by,
        }
    }
}

/// Lists the removed subscriptions.
pub(super) async fn list_removed(services: &Services, json: bool) -> Result<(), CommandError> {
    let rows = all_removed(services).await?;
    let rows: Vec<JsonRemoved> = rows.into_iter().map(JsonRemoved::from).collect();
    if json {
        return print_json(&rows);
    }
    let texts = panel_texts();
    let row = |removed: JsonRemoved| {
        [
            removed.domain.text().into_owned(),
            removed.owner.into(),
            removed.ftp_accounts.to_string(),
            removed.webspace_root.into(),
            removed.removed_at,
            texts.actor(&removed.removed_by).to_owned(),
            removed.gone_at,
        ]
    };
    let headings = [
        texts.subscriptions.domain,
        texts.subscriptions.owner,
        texts.subscriptions.ftp_accounts,
        texts.subscriptions.webspace_root,
        texts.trash.removed_on,
        "",
        texts.trash.gone_on,
    ];
    print_table(headings, rows.into_iter().map(row).collect())
}

/// Every removed subscription, page after page.
async fn all_removed(services: &Services) -> Result<Vec<RemovedSubscription>, CommandError> {
    let mut rows = Vec::new();
    let mut number = PageNumber::FIRST;
    loop {
        let page = services.subscriptions.list_removed(&ACTOR, number).await?;
        let last = page.last();
        rows.extend(page.rows);
        if number.get() >= last {
            return Ok(rows);
        }
        number = PageNumber::from(number.get() + 1);
    }
}
