//! `berth token add`.

use clap::{Args, ValueEnum};
use model::{ApiAccess, ApiTokenForm, UtcTime};

use super::Owner;
use crate::cli::ACTOR;
use crate::cli::error::CommandError;
use crate::cli::output::print_line;
use crate::cli::storage::StorageOptions;

/// What a token may be used for.
#[derive(Clone, Copy, ValueEnum)]
enum Scope {
    /// To look at what the panel user may look at
    Read,
    /// To change what the panel user may change, too
    Write,
}

impl From<Scope> for ApiAccess {
    fn from(scope: Scope) -> Self {
        match scope {
            Scope::Read => Self::Read,
            Scope::Write => Self::Write,
        }
    }
}

#[derive(Args)]
pub(in crate::cli) struct Add {
    /// What the token is called
    name: String,
    #[command(flatten)]
    owner: Owner,
    /// What the token may be used for
    #[arg(long, value_enum)]
    scope: Scope,
    /// A subscription that the token is for, if it is not for all; may be repeated
    #[arg(long = "subscription", value_name = "DOMAIN")]
    subscriptions: Vec<String>,
    /// Until when it works; a date stands for its very end (UTC)
    #[arg(long, value_name = "DATE")]
    expires: Option<String>,
    /// An address or a network from which it may be used, if not from all; may be repeated
    #[arg(long = "address", value_name = "NET")]
    addresses: Vec<String>,
    #[command(flatten)]
    storage: StorageOptions,
}

impl Add {
    /// The token alone goes to standard output, so that it can be passed to a program.
    pub(super) async fn execute(self) -> Result<(), CommandError> {
        let reach = match self.subscriptions.is_empty() {
            true => ApiTokenForm::ALL,
            false => ApiTokenForm::ONLY,
        };
        let form = ApiTokenForm {
            token_name: self.name,
            access: ApiAccess::from(self.scope).as_str().to_owned(),
            reach: reach.to_owned(),
            subscriptions: self.subscriptions.join(" "),
            expires: self.expires.unwrap_or_default(),
            addresses: self.addresses.join(" "),
        };
        let new = form.parse(&model::Utc, UtcTime::now())?;
        let services = self.storage.open().await?;
        let owner = self.owner.find(&services).await?;
        let secret = services.api_tokens.add(&ACTOR, &owner, &new).await?;
        print_line(secret.expose())
    }
}
