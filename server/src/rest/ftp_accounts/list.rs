//! Listing FTP accounts.

use axum::extract::State;
use model::{FtpAccountColumn, FtpAccountFilters, FtpAccountListing, SearchText};
use serde::Deserialize;
use services::FtpAccountCursor;
use utoipa::IntoParams;

use super::account::FtpAccount;
use crate::rest::body::Json;
use crate::rest::caller::Caller;
use crate::rest::error::RestError;
use crate::rest::page::{Page, page_limit, read_cursor};
use crate::rest::path::SubscriptionPath;
use crate::rest::query::{Query, invalid_query};
use crate::rest::settings::FtpPermission;
use crate::rest::state::RestState;

/// Which FTP accounts are listed, and in which order.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct FtpAccountsQuery {
    /// Words that are looked for in names, home directories and notes, by their beginnings.
    #[param(max_length = 100, nullable = false)]
    search: Option<String>,
    /// Those that are enabled, or those that are not.
    #[param(nullable = false)]
    enabled: Option<bool>,
    /// Those with this permission.
    #[param(nullable = false, inline)]
    permission: Option<FtpPermission>,
    /// With `true`, those that expire within 7 days.
    #[param(nullable = false)]
    expiring: Option<bool>,
    /// With `true`, those that never signed in.
    #[param(nullable = false)]
    unused: Option<bool>,
    /// With `true`, those that use nine tenths of a quota or more.
    #[param(nullable = false)]
    nearly_full: Option<bool>,
    /// What they are sorted by, with `-` before it for the greatest first. By `name`, the main account
    /// comes first.
    #[param(
        nullable = false,
        default = "name",
        pattern = "^-?(name|home_directory|enabled|permission|usage|last_sign_in_at|expires_at|note|changed_at)$"
    )]
    sort: Option<String>,
    /// Where the page begins: `next` of the page before, which was asked for with the same parameters.
    #[param(nullable = false, pattern = "^[A-Za-z0-9_-]+$")]
    cursor: Option<String>,
    /// How many accounts a page has.
    #[param(nullable = false, minimum = 1, maximum = 500, default = 100)]
    limit: Option<u16>,
}

impl FtpAccountsQuery {
    fn listing(&self) -> Result<FtpAccountListing, RestError> {
        let (sort, descending) = match self.sort.as_deref() {
            None => (FtpAccountColumn::Name, false),
            Some(text) => {
                let key = text.strip_prefix('-');
                let sort = column(key.unwrap_or(text));
                (sort.ok_or_else(|| invalid_query(&"sort"))?, key.is_some())
            }
        };
        let search = self.search.as_deref().unwrap_or_default();
        if search.chars().count() > SearchText::MAX_LENGTH {
            return Err(invalid_query(&"search: too long"));
        }
        Ok(FtpAccountListing {
            search: SearchText::parse(search),
            filters: FtpAccountFilters {
                enabled: self.enabled,
                permission: self.permission.map(Into::into),
                expiring: self.expiring.unwrap_or_default(),
                unused: self.unused.unwrap_or_default(),
                nearly_full: self.nearly_full.unwrap_or_default(),
            },
            sort,
            descending,
            ..FtpAccountListing::default()
        })
    }
}

/// What a list is sorted by, by its name here.
fn column(name: &str) -> Option<FtpAccountColumn> {
    Some(match name {
        "name" => FtpAccountColumn::Name,
        "home_directory" => FtpAccountColumn::HomeDirectory,
        "enabled" => FtpAccountColumn::State,
        "permission" => FtpAccountColumn::Permission,
        "usage" => FtpAccountColumn::Usage,
        "last_sign_in_at" => FtpAccountColumn::LastSignIn,
        "expires_at" => FtpAccountColumn::Expiry,
        "note" => FtpAccountColumn::Note,
        "changed_at" => FtpAccountColumn::LastChanged,
        _ => return None,
    })
}

/// List FTP accounts
///
/// Whoever reads one page after another gets each account once, whatever is added or removed meanwhile;
/// one that is changed may move in the order.
#[utoipa::path(
    get,
    path = "/subscriptions/{domain}/ftp-accounts",
    tag = super::TAG,
    params(SubscriptionPath, FtpAccountsQuery),
    responses((status = 200, description = "A page of the accounts", body = Page<FtpAccount>))
)]
pub(super) async fn list_ftp_accounts(
    State(state): State<RestState>,
    caller: Caller,
    path: SubscriptionPath,
    Query(query): Query<FtpAccountsQuery>,
) -> Result<Json<Page<FtpAccount>>, RestError> {
    let listing = query.listing()?;
    let limit = page_limit(query.limit)?;
    let after = read_cursor(query.cursor.as_deref(), |text| {
        FtpAccountCursor::parse(text, listing.sort, listing.descending)
    })?;
    let accounts = &state.services.ftp_accounts;
    let page = accounts.page(&caller.actor, &path.domain, &listing, after.as_ref(), limit);
    let page = page.await?;
    let items = page.accounts.into_iter().map(FtpAccount::of).collect();
    let next = page.next.map(|cursor| cursor.text());
    Ok(Json(Page::new(items, next)))
}
