//! The audit log: who did what, and what was refused.

use axum::extract::State;
use model::{
    AuditAction, AuditKey, AuditListing, AuditPerson, AuditPosition, CivilDate, DomainName,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use services::AuditRow;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::body::Json;
use super::caller::Caller;
use super::error::RestError;
use super::page::{Page, page_limit, read_cursor};
use super::path::SubscriptionPath;
use super::query::{Query, invalid_query};
use super::state::RestState;
use super::timestamp::Timestamp;

const TAG: &str = "Audit log";

/// The operations on the audit log.
pub(super) fn operations() -> OpenApiRouter<RestState> {
    OpenApiRouter::new()
        .routes(routes!(list_audit_of_subscription))
        .routes(routes!(list_audit))
}

/// A row of the audit log.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AuditEntry {
    /// When.
    at: Timestamp,
    /// What was done.
    #[schema(examples("ftp_account.add"))]
    action: String,
    /// Who did it: a login, or in brackets what stands for whoever has none, or may not be known.
    actor: String,
    /// The API token by which a program did it for them, by its name.
    #[schema(required)]
    token: Option<String>,
    /// The system user who ran the command line.
    #[schema(required)]
    system_user: Option<String>,
    /// From which address.
    #[schema(required)]
    address: Option<String>,
    /// What it was done to, by its name then.
    #[schema(required)]
    subject: Option<String>,
    /// The subscription that it belongs to, by its domain name then.
    #[schema(required)]
    subscription: Option<String>,
    /// What it was before; null if there was nothing.
    #[schema(value_type = Value, required)]
    before: Option<Value>,
    /// What it was after; null if there was nothing.
    #[schema(value_type = Value, required)]
    after: Option<Value>,
    /// How many times: the row stands for all of them.
    repeats: u64,
    /// What all rows have in common that were written by one call.
    operation: String,
}

impl From<AuditRow> for AuditEntry {
    fn from(row: AuditRow) -> Self {
        Self {
            at: row.key.at.into(),
            action: row.action,
            actor: row.actor,
            token: row.token,
            system_user: row.system_user,
            address: row.address,
            subject: row.subject,
            subscription: row.domain.map(Into::into),
            before: row.before,
            after: row.after,
            repeats: row.repeats,
            operation: row.operation,
        }
    }
}

/// Which rows of the audit log are listed.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct AuditQuery {
    /// Who did it: a login, or what stands for whoever has none.
    #[param(nullable = false, max_length = 100)]
    actor: Option<String>,
    /// What was done.
    #[param(nullable = false, example = "ftp_account.add")]
    action: Option<String>,
    /// On this date or later, in UTC.
    #[param(nullable = false, format = Date)]
    from: Option<String>,
    /// On this date or earlier, in UTC.
    #[param(nullable = false, format = Date)]
    to: Option<String>,
    /// With `true`, only what was refused.
    #[param(nullable = false)]
    refusals: Option<bool>,
    /// Where the page begins: `next` of the page before, which was asked for with the same parameters.
    #[param(nullable = false, pattern = "^[A-Za-z0-9_-]+$")]
    cursor: Option<String>,
    /// How many rows a page has.
    #[param(nullable = false, minimum = 1, maximum = 500, default = 100)]
    limit: Option<u16>,
}

impl AuditQuery {
    /// The rows that are asked for, and how many.
    ///
    /// # Errors
    /// For a value that cannot be one: to leave it out would find more.
    pub(super) fn listing(
        &self,
        subscription: Option<DomainName>,
    ) -> Result<(AuditListing, u16), RestError> {
        let date = |name: &str, text: &Option<String>| match text {
            None => Ok(None),
            Some(text) => {
                let date = CivilDate::parse(text).ok_or_else(|| invalid_query(&name));
                date.map(Some)
            }
        };
        let action = match &self.action {
            None => None,
            Some(key) => Some(AuditAction::parse(key).ok_or_else(|| invalid_query(&"action"))?),
        };
        let actor = self.actor.as_deref().unwrap_or_default();
        if actor.chars().count() > AuditPerson::MAX_LENGTH {
            return Err(invalid_query(&"actor: too long"));
        }
        let before = read_cursor(self.cursor.as_deref(), AuditKey::parse)?;
        let listing = AuditListing {
            person: AuditPerson::parse(actor),
            action,
            subscription,
            from: date("from", &self.from)?,
            to: date("to", &self.to)?,
            refusals: self.refusals.unwrap_or_default(),
            position: before.map_or(AuditPosition::Latest, AuditPosition::Before),
        };
        Ok((listing, page_limit(self.limit)?))
    }
}

/// A page of the rows that were read.
pub(super) fn audit_page(rows: Vec<AuditRow>, limit: u16) -> Json<Page<AuditEntry>> {
    Json(Page::of_rows(rows, limit, |row| row.key, Into::into))
}

/// List who did what in a subscription
///
/// The latest comes first. Whom the token's owner may not know is not told.
#[utoipa::path(
    get,
    path = "/subscriptions/{domain}/audit",
    tag = TAG,
    params(SubscriptionPath, AuditQuery),
    responses((status = 200, description = "A page of the rows", body = Page<AuditEntry>))
)]
async fn list_audit_of_subscription(
    State(state): State<RestState>,
    caller: Caller,
    path: SubscriptionPath,
    Query(query): Query<AuditQuery>,
) -> Result<Json<Page<AuditEntry>>, RestError> {
    let (listing, limit) = query.listing(None)?;
    let audit = &state.services.audit;
    let rows = audit.page(&caller.actor, Some(&path.domain), &listing, limit);
    Ok(audit_page(rows.await?, limit))
}

/// List who did what
///
/// The latest comes first: for administrators everything, for resellers what they were responsible for.
#[utoipa::path(
    get,
    path = "/audit",
    tag = TAG,
    params(AuditQuery),
    responses((status = 200, description = "A page of the rows", body = Page<AuditEntry>))
)]
async fn list_audit(
    State(state): State<RestState>,
    caller: Caller,
    Query(query): Query<AuditQuery>,
) -> Result<Json<Page<AuditEntry>>, RestError> {
    let (listing, limit) = query.listing(None)?;
    let rows = state
        .services
        .audit
        .page(&caller.actor, None, &listing, limit);
    Ok(audit_page(rows.await?, limit))
}
