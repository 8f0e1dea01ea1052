//! The history of an FTP account.

use axum::extract::State;
use model::{Change, FtpAccountSettings, HistoryEntry as Entry, HistoryEvent as Event, HistoryKey};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema};

use crate::field_code::field_name;
use crate::rest::body::Json;
use crate::rest::caller::Caller;
use crate::rest::error::RestError;
use crate::rest::ftp_protocol::{FtpProtocol, FtpRefusal};
use crate::rest::page::{Page, page_limit, read_cursor};
use crate::rest::path::AccountPath;
use crate::rest::query::Query;
use crate::rest::settings::FtpAccountSettings as Settings;
use crate::rest::state::RestState;
use crate::rest::timestamp::Timestamp;

/// Something that happened to an FTP account.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct HistoryEntry {
    /// When.
    at: Timestamp,
    /// The account's name then; for a sign-in the one that was used.
    name: String,
    /// Who: a login, or in brackets what stands for whoever has none, or may not be known; null for
    /// what is done over FTP.
    #[schema(required)]
    actor: Option<String>,
    /// The API token by which a program acted for them, by its name then; null for none, and if it may
    /// not be known who it was.
    #[schema(required)]
    token: Option<String>,
    /// From which address.
    #[schema(required)]
    address: Option<String>,
    /// What happened.
    event: HistoryEvent,
}

/// What happened to an FTP account.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum HistoryEvent {
    /// It was added, or came with its subscription.
    Added {
        /// Its home directory then.
        home_directory: String,
        /// What was set beside the usual settings.
        changes: Vec<HistoryChange>,
    },
    /// It was changed.
    Changed {
        /// What was changed.
        changes: Vec<HistoryChange>,
    },
    /// It was put into the trash.
    Removed {},
    /// It was restored.
    Restored {},
    /// A former name of it is accepted no more.
    FormerNameEnded {
        /// The name.
        former_name: String,
    },
    /// Someone ended a session of it.
    SessionEnded {},
    /// A link was made by which the recipient may choose its password.
    OneTimeLinkMade {},
    /// Such a link was revoked, or replaced by another.
    OneTimeLinkRevoked {},
    /// Such a link was sent by mail.
    OneTimeLinkMailed {},
    /// Such a link was used.
    OneTimeLinkUsed {},
    /// It signed in to the page of its own.
    OwnPageSignedIn {},
    /// It signed out of it.
    OwnPageSignedOut {},
    /// Somebody who was signed in there gave a wrong password when they wanted to change it.
    OwnPagePasswordRefused {},
    /// It signed in over FTP.
    SignedIn {
        /// How the control connection was encrypted; null if that is not known.
        #[schema(required)]
        protocol: Option<FtpProtocol>,
    },
    /// Someone was not let in over FTP.
    SignInRefused {
        /// Why.
        reason: FtpRefusal,
    },
    /// Something else.
    Other {
        /// What, as the audit log names it.
        action: String,
    },
}

/// A value that was changed.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct HistoryChange {
    /// Which one, by its name in requests, such as `settings.quota_bytes`. A password's values are never
    /// told.
    field: String,
    /// The value before; null if there was none, or it is not told.
    before: Value,
    /// The value after; null if there is none, or it is not told.
    after: Value,
}

/// A setting as JSON, by its name in requests.
fn setting(name: &str, settings: &FtpAccountSettings) -> Value {
    let key = name.strip_prefix("settings.").unwrap_or(name);
    let all = serde_json::to_value(Settings::from(settings)).unwrap_or_default();
    all.get(key).cloned().unwrap_or_default()
}

impl From<Change> for HistoryChange {
    fn from(change: Change) -> Self {
        let (field, before, after) = match change {
            Change::Name { before, after } => ("name", json!(before), json!(after)),
            Change::OldNameKept { until } => {
                ("former_name_until", Value::Null, json!(Timestamp(until)))
            }
            Change::HomeDirectory { before, after } => {
                ("home_directory", json!(before), json!(after))
            }
            Change::Password => ("password", Value::Null, Value::Null),
            Change::Setting {
                field,
                before,
                after,
            } => {
                let name = field_name(field);
                (name, setting(name, &before), setting(name, &after))
            }
        };
        Self {
            field: field.to_owned(),
            before,
            after,
        }
    }
}

impl From<Event> for HistoryEvent {
    fn from(event: Event) -> Self {
        let all = |changes: Vec<Change>| changes.into_iter().map(Into::into).collect();
        match event {
            Event::Added(home_directory, changes) => Self::Added {
                home_directory: home_directory.into(),
                changes: all(changes),
            },
            Event::Changed(changes) => Self::Changed {
                changes: all(changes),
            },
            Event::Removed => Self::Removed {},
            Event::Restored => Self::Restored {},
            Event::FormerNameEnded(former_name) => Self::FormerNameEnded {
                former_name: former_name.into(),
            },
            Event::SessionEnded => Self::SessionEnded {},
            Event::LinkMade => Self::OneTimeLinkMade {},
            Event::LinkRevoked => Self::OneTimeLinkRevoked {},
            Event::LinkMailed => Self::OneTimeLinkMailed {},
            Event::LinkUsed => Self::OneTimeLinkUsed {},
            Event::OwnPageSignedIn => Self::OwnPageSignedIn {},
            Event::OwnPageSignedOut => Self::OwnPageSignedOut {},
            Event::OwnPagePasswordRefused => Self::OwnPagePasswordRefused {},
            Event::Other(action) => Self::Other { action },
            Event::SignedIn(protocol) => Self::SignedIn {
                protocol: protocol.map(Into::into),
            },
            Event::SignInRefused(reason) => Self::SignInRefused {
                reason: reason.into(),
            },
        }
    }
}

impl From<Entry> for HistoryEntry {
    fn from(entry: Entry) -> Self {
        Self {
            at: entry.at.into(),
            name: entry.name.into(),
            actor: entry.actor,
            token: entry.token,
            address: entry.address,
            event: entry.event.into(),
        }
    }
}

/// Which page of the history is read.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct HistoryQuery {
    /// Where the page begins: `next` of the page before.
    #[param(nullable = false, pattern = "^[A-Za-z0-9_-]+$")]
    cursor: Option<String>,
    /// How many entries a page has.
    #[param(nullable = false, minimum = 1, maximum = 500, default = 100)]
    limit: Option<u16>,
}

/// Read the history of an FTP account
///
/// Who changed what, with its sign-ins between, the latest first: also of an account in the trash, and
/// back through all names that it had.
#[utoipa::path(
    get,
    path = "/subscriptions/{domain}/ftp-accounts/{name}/history",
    tag = super::TAG,
    params(AccountPath, HistoryQuery),
    responses((status = 200, description = "A page of the history", body = Page<HistoryEntry>))
)]
pub(super) async fn list_ftp_account_history(
    State(state): State<RestState>,
    caller: Caller,
    path: AccountPath,
    Query(query): Query<HistoryQuery>,
) -> Result<Json<Page<HistoryEntry>>, RestError> {
    let limit = page_limit(query.limit)?;
    let before = read_cursor(query.cursor.as_deref(), HistoryKey::parse)?;
    let before = before.unwrap_or(HistoryKey::START);
    let accounts = &state.services.ftp_accounts;
    let page = accounts.history_page(
        &caller.actor,
        &path.domain,
        &path.name,
        before,
        limit.into(),
    );
    let page = page.await?;
    let entries = page.entries.into_iter().map(Into::into).collect();
    Ok(Json(Page::new(entries, page.older)))
}
