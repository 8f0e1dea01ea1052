//! Doing one thing with several FTP accounts.

use axum::extract::State;
use model::{AccountName, AppError, DomainName, Locale};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::change::{FtpAccountPatch, change};
use crate::rest::body::Json;
use crate::rest::caller::Caller;
use crate::rest::error::RestError;
use crate::rest::etag::IfMatch;
use crate::rest::path::{AccountPath, SubscriptionPath, named};
use crate::rest::problem::{CallerLocale, Problem};
use crate::rest::request_error::RequestError;
use crate::rest::settings::FtpAccountSettingsChange;
use crate::rest::state::RestState;

/// With how many accounts something is done at once.
const MAX_NAMES: usize = 500;

/// Something that is to be done with several FTP accounts, each on its own.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FtpAccountsBulkAction {
    /// The names of the accounts: none is chosen in another way.
    #[schema(min_items = 1, max_items = 500)]
    names: Vec<String>,
    /// What is done with each of them.
    action: BulkAction,
}

/// What is done with each of several FTP accounts.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum BulkAction {
    /// It may sign in.
    Enable {},
    /// It may not sign in.
    Disable {},
    /// Some of its settings are changed.
    Change {
        /// The settings: what is missing stays as it is, null removes a limit.
        settings: FtpAccountSettingsChange,
    },
    /// It is put into the trash.
    Remove {},
}

/// What became of each FTP account, in the order in which they were named.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BulkResults {
    /// With how many it was done.
    done: usize,
    /// With how many it was not.
    failed: usize,
    /// What became of each.
    results: Vec<BulkResult>,
}

/// What became of one FTP account.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BulkResult {
    /// Its name, as it was given.
    name: String,
    /// Why it was not done; null if it was, or the account was so already.
    #[schema(required)]
    problem: Option<Problem>,
}

/// Do one thing with several FTP accounts
///
/// Each is done on its own: what fails with one keeps nothing from the others, and the answer tells what
/// became of each.
#[utoipa::path(
    post,
    path = "/subscriptions/{domain}/bulk-actions",
    tag = super::TAG,
    params(SubscriptionPath),
    request_body = FtpAccountsBulkAction,
    responses((status = 200, description = "What became of each", body = BulkResults))
)]
pub(super) async fn do_ftp_accounts_bulk_action(
    State(state): State<RestState>,
    caller: Caller,
    CallerLocale(locale): CallerLocale,
    path: SubscriptionPath,
    Json(bulk): Json<FtpAccountsBulkAction>,
) -> Result<Json<BulkResults>, RestError> {
    if bulk.names.is_empty() {
        return Err(AppError::NothingChosen.into());
    }
    if bulk.names.len() > MAX_NAMES {
        return Err(RestError::from(RequestError::InvalidBody {
            field: "names".to_owned(),
            reason: format!("more than {MAX_NAMES}"),
        }));
    }
    let accounts = &state.services.ftp_accounts;
    accounts.draft(&caller.actor, &path.domain, None).await?;
    let action = Action::of(bulk.action);
    let mut results = Vec::with_capacity(bulk.names.len());
    for name in bulk.names {
        let done = action.apply(&state, &caller, &path.domain, &name).await;
        if let Err(RestError::App(AppError::TokenReadsOnly)) = done {
            // Each name would tell the same.
            return Err(AppError::TokenReadsOnly.into());
        }
        results.push(BulkResult {
            name,
            problem: problem(done, locale),
        });
    }
    let failed = results.iter().filter(|one| one.problem.is_some()).count();
    Ok(Json(BulkResults {
        done: results.len() - failed,
        failed,
        results,
    }))
}

fn problem(done: Result<(), RestError>, locale: Locale) -> Option<Problem> {
    done.err().map(|error| Problem::of(&error, locale))
}

/// What is done with one account.
enum Action {
    Change(Box<FtpAccountPatch>),
    Remove,
}

impl Action {
    fn of(action: BulkAction) -> Self {
        let settings = match action {
            BulkAction::Enable {} => FtpAccountSettingsChange::enabled(true),
            BulkAction::Disable {} => FtpAccountSettingsChange::enabled(false),
            BulkAction::Change { settings } => settings,
            BulkAction::Remove {} => return Self::Remove,
        };
        Self::Change(Box::new(FtpAccountPatch::of_settings(settings)))
    }

    async fn apply(
        &self,
        state: &RestState,
        caller: &Caller,
        domain: &DomainName,
        name: &str,
    ) -> Result<(), RestError> {
        let path = AccountPath {
            domain: domain.clone(),
            name: named(AccountName::parse(name))?,
        };
        match self {
            Self::Change(patch) => {
                change(state, caller, &path, &IfMatch::Any, patch).await?;
            }
            Self::Remove => {
                let accounts = &state.services.ftp_accounts;
                accounts.remove(&caller.actor, domain, &[path.name]).await?;
            }
        }
        Ok(())
    }
}
