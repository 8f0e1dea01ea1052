//! `berth token list`.

use clap::Args;
use model::{
    AddressList, ApiAccess, ApiTokenName, ApiTokenSubscriptions, ApiTokenView, DomainName, Field,
    Login,
};
use serde::Serialize;

use crate::cli::ACTOR;
use crate::cli::error::{CommandError, parsed};
use crate::cli::output::{panel_texts, print_json, print_table};
use crate::cli::storage::StorageOptions;

#[derive(Args)]
pub(in crate::cli) struct List {
    /// Those of a panel user alone
    #[arg(long, value_name = "LOGIN")]
    user: Option<String>,
    /// As a JSON array
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    storage: StorageOptions,
}

impl List {
    pub(super) async fn execute(self) -> Result<(), CommandError> {
        let owner = self.user.as_deref();
        let owner = owner.map(|login| parsed(Field::Login, Login::parse(login)));
        let owner = owner.transpose()?;
        let tokens = self.storage.open().await?.api_tokens;
        let tokens = match owner {
            Some(login) => tokens.list(&ACTOR, &login).await?.tokens,
            None => tokens.list_all(&ACTOR).await?,
        };
        if self.json {
            let rows = tokens.into_iter().map(JsonApiToken::from);
            return print_json(&rows.collect::<Vec<_>>());
        }
        let texts = panel_texts();
        let words = &texts.api_tokens;
        let row = |token: ApiTokenView| {
            let used = token.last_used_at.map(|at| texts.date_time_utc(at));
            let addresses = match token.addresses.is_every() {
                true => words.every_address.to_owned(),
                false => token.addresses.to_string(),
            };
            let expiry = match token.expires_at {
                Some(_) if token.is_expired => words.expired.to_owned(),
                Some(at) => texts.date_time_utc(at),
                None => words.never.to_owned(),
            };
            [
                token.name.to_string(),
                token.owner.to_string(),
                (words.access)(token.access).to_owned(),
                words.reach(&token.subscriptions),
                addresses,
                expiry,
                used.unwrap_or_else(|| words.never_used.to_owned()),
            ]
        };
        let headings = [
            texts.field(Field::ApiTokenName),
            texts.panel_user.login,
            texts.field(Field::ApiTokenAccess),
            texts.field(Field::ApiTokenReach),
            texts.field(Field::ApiTokenAddresses),
            texts.field(Field::ApiTokenExpiry),
            words.last_used,
        ];
        print_table(headings, tokens.into_iter().map(row).collect())
    }
}

/// An API token as `--json` shows it.
#[derive(Serialize)]
struct JsonApiToken {
    name: ApiTokenName,
    user: Login,
    scope: ApiAccess,
    /// Null for all.
    subscriptions: Option<Vec<DomainName>>,
    addresses: AddressList,
    created_at: String,
    expires_at: Option<String>,
    expired: bool,
    last_used_at: Option<String>,
    last_used_from: Option<String>,
}

impl From<ApiTokenView> for JsonApiToken {
    fn from(token: ApiTokenView) -> Self {
        Self {
            name: token.name,
            user: token.owner,
            scope: token.access,
            subscriptions: match token.subscriptions {
                ApiTokenSubscriptions::All => None,
                ApiTokenSubscriptions::Only(domains) => Some(domains),
            },
            addresses: token.addresses,
            created_at: token.created_at.rfc3339(),
            expires_at: token.expires_at.map(|at| at.rfc3339()),
            expired: token.is_expired,
            last_used_at: token.last_used_at.map(|at| at.rfc3339()),
            last_used_from: token.last_used_from,
        }
    }
}
