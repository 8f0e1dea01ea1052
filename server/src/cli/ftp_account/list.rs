//! `berth ftp-account list`.

use clap::Args;
use model::{AccountName, DomainName, Field, FtpAccountRow, HomeDirectory, UtcTime};
use serde::Serialize;
use services::Services;

use super::list_removed::list_removed;
use crate::cli::ACTOR;
use crate::cli::error::{CommandError, parsed};
use crate::cli::output::{panel_texts, print_json, print_table};
use crate::cli::storage::StorageOptions;
use crate::cli::subscription::all_subscriptions;

#[derive(Args)]
pub(in crate::cli) struct List {
    /// Only those of this subscription
    #[arg(long, value_name = "DOMAIN")]
    subscription: Option<String>,
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
        let services = self.storage.open().await?;
        let domains = domains(&services, self.subscription.as_deref()).await?;
        if self.removed {
            return list_removed(&services, domains, self.json).await;
        }
        let mut accounts = Vec::new();
        for domain in domains {
            let rows = services.ftp_accounts.list_all(&ACTOR, &domain).await?;
            let rows = rows.into_iter();
            accounts.extend(rows.map(|row| JsonAccount::new(row, domain.clone())));
        }
        if self.json {
            print_json(&accounts)
        } else {
            print_accounts(accounts)
        }
    }
}

/// The subscription that was asked for, or else all.
async fn domains(
    services: &Services,
    subscription: Option<&str>,
) -> Result<Vec<DomainName>, CommandError> {
    if let Some(domain) = subscription {
        return Ok(vec![parsed(Field::Domain, DomainName::parse(domain))?]);
    }
    let subscriptions = all_subscriptions(services).await?.into_iter();
    Ok(subscriptions
        .map(|subscription| subscription.domain)
        .collect())
}

/// An account as `--json` shows it.
#[derive(Serialize)]
struct JsonAccount {
    name: AccountName,
    subscription: DomainName,
    home_directory: HomeDirectory,
    main: bool,
    created_at: String,
    state: String,
    old_hash: bool,
    permission: String,
    expires: Option<String>,
    allowed_addresses: String,
    max_sessions: Option<u32>,
    upload_rate: Option<u32>,
    download_rate: Option<u32>,
    tls: String,
    note: String,
    quota_bytes: Option<u64>,
    quota_files: Option<u64>,
}

impl JsonAccount {
    fn new(row: FtpAccountRow, subscription: DomainName) -> Self {
        let settings = row.settings;
        Self {
            name: row.name,
            subscription,
            home_directory: row.home_directory,
            main: row.is_main,
            created_at: row.created_at.rfc3339(),
            state: settings.value(Field::State),
            old_hash: row.has_old_hash,
            permission: settings.value(Field::Permission),
            expires: settings.expires_at.map(UtcTime::rfc3339),
            allowed_addresses: settings.value(Field::AllowedAddresses),
            max_sessions: settings.max_sessions,
            upload_rate: settings.upload_rate,
            download_rate: settings.download_rate,
            tls: settings.value(Field::Tls),
            note: settings.note,
            quota_bytes: settings.quota_bytes,
            quota_files: settings.quota_files,
        }
    }
}

fn print_accounts(accounts: Vec<JsonAccount>) -> Result<(), CommandError> {
    let texts = panel_texts();
    let row = |account: JsonAccount| {
        let main = if account.main {
            texts.ftp_access.main_account
        } else {
            ""
        };
        [
            account.name.into(),
            account.subscription.text().into_owned(),
            account.home_directory.into(),
            account.created_at,
            main.to_owned(),
        ]
    };
    let headings = [
        texts.account_form.ftp_account_name,
        texts.subscriptions.domain,
        texts.account_form.home_directory,
        texts.subscriptions.created,
        "",
    ];
    print_table(headings, accounts.into_iter().map(row).collect())
}
