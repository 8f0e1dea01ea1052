//! `berth ftp-account list --removed`.

use model::{AccountName, DomainName, HomeDirectory, PageNumber, RemovedFtpAccount};
use serde::Serialize;
use services::Services;

use crate::cli::ACTOR;
use crate::cli::error::CommandError;
use crate::cli::output::{panel_texts, print_json, print_table};

/// A removed account as `--json` shows it.
#[derive(Serialize)]
struct JsonRemoved {
    name: AccountName,
    subscription: DomainName,
    home_directory: HomeDirectory,
    removed_at: String,
    removed_by: String,
    gone_at: String,
}

impl JsonRemoved {
    fn new(row: RemovedFtpAccount, subscription: DomainName) -> Self {
        Self {
            removed_at: row.removed_at.rfc3339(),
            gone_at: row.gone_at().rfc3339(),
            name: row.name,
            subscription,
            home_directory: row.home_directory,
            removed_by: row.removed_by,
        }
    }
}

/// Lists the removed accounts of these subscriptions.
pub(super) async fn list_removed(
    services: &Services,
    domains: Vec<DomainName>,
    json: bool,
) -> Result<(), CommandError> {
    let mut accounts = Vec::new();
    for domain in domains {
        let rows = all_removed(services, &domain).await?;
        let rows = rows.into_iter();
        accounts.extend(rows.map(|row| JsonRemoved::new(row, domain.clone())));
    }
    if json {
        print_json(&accounts)
    } else {
        print_removed(accounts)
    }
}

fn print_removed(accounts: Vec<JsonRemoved>) -> Result<(), CommandError> {
    let texts = panel_texts();
    let row = |account: JsonRemoved| {
        [
            account.name.into(),
            account.subscription.text().into_owned(),
            account.home_directory.into(),
            account.removed_at,
            texts.actor(&account.removed_by).to_owned(),
            account.gone_at,
        ]
    };
    let headings = [
        texts.account_form.ftp_account_name,
        texts.subscriptions.domain,
        texts.account_form.home_directory,
        texts.trash.removed_on,
        "",
        texts.trash.gone_on,
    ];
    print_table(headings, accounts.into_iter().map(row).collect())
}

/// Every removed account of a subscription, page after page.
async fn all_removed(
    services: &Services,
    domain: &DomainName,
) -> Result<Vec<RemovedFtpAccount>, CommandError> {
    let mut rows = Vec::new();
    let mut number = PageNumber::FIRST;
    loop {
        let list = services.trash.list(&ACTOR, domain, number).await?;
        let last = list.accounts.last();
        rows.extend(list.accounts.rows);
        if number.get() >= last {
            return Ok(rows);
        }
        number = PageNumber::from(number.get() + 1);
    }
}
