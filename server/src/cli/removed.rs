//! `berth ftp-account list --removed`.

use model::{AccountName, Actor, DomainName, HomeDirectory, PageNumber, RemovedFtpAccount};
use serde::Serialize;

use super::error::CommandError;
use super::output::{line, own_texts, table};
use services::Services;

const ACTOR: Actor = Actor::CommandLine;

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
    let mut listed = Vec::new();
    for domain in domains {
        let rows = all_removed(services, &domain).await?;
        let rows = rows.into_iter();
        listed.extend(rows.map(|row| JsonRemoved::new(row, domain.clone())));
    }
    if json {
        let json = serde_json::to_string_pretty(&listed).map_err(std::io::Error::from)?;
        return line(&json);
    }
    columns(listed)
}

fn columns(listed: Vec<JsonRemoved>) -> Result<(), CommandError> {
    let texts = own_texts();
    let row = |account: JsonRemoved| {
        [
            account.name.into(),
            account.subscription.into(),
            account.home_directory.into(),
            account.removed_at,
            texts.actor(&account.removed_by).to_owned(),
            account.gone_at,
        ]
    };
    let rows: Vec<[String; 6]> = listed.into_iter().map(row).collect();
    let headings = [
        texts.account_form.ftp_account_name,
        texts.subscriptions.domain,
        texts.account_form.home_directory,
        texts.trash.removed_on,
        "",
        texts.trash.gone_on,
    ];
    table(headings, &rows)
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
