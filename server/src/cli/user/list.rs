//! `berth user list`.

use clap::Args;
use model::{
    EmailAddress, Login, PageNumber, PanelUserListing, PanelUserRow, PanelUserStatus, Role,
    SearchText,
};
use serde::Serialize;
use services::Services;

use super::role::RoleArgument;
use crate::cli::ACTOR;
use crate::cli::error::CommandError;
use crate::cli::output::{panel_texts, print_json, print_table};
use crate::cli::storage::StorageOptions;

#[derive(Args)]
pub(in crate::cli) struct List {
    /// Those alone whose login or name has these words
    #[arg(
        long,
        value_name = "WORDS",
        default_value = "",
        hide_default_value = true
    )]
    search: String,
    /// Those of a role alone
    #[arg(long, value_enum)]
    role: Option<RoleArgument>,
    /// As a JSON array
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    storage: StorageOptions,
}

impl List {
    pub(super) async fn execute(self) -> Result<(), CommandError> {
        let services = self.storage.open().await?;
        let listing = PanelUserListing {
            search: SearchText::parse(&self.search),
            role: self.role.map(Role::from),
            ..PanelUserListing::default()
        };
        let users = all(&services, listing).await?;
        if self.json {
            let rows = users.into_iter().map(JsonPanelUser::from);
            return print_json(&rows.collect::<Vec<_>>());
        }
        let texts = panel_texts();
        let words = &texts.panel_users;
        let row = |user: PanelUserRow| {
            let state = match user.disabled {
                true => PanelUserStatus::Disabled,
                false => PanelUserStatus::Enabled,
            };
            let last = user.last_sign_in_at.map(|at| texts.date_time_utc(at));
            [
                user.login.to_string(),
                user.display_name,
                (texts.panel_user.role)(user.role).to_owned(),
                (words.status)(state).to_owned(),
                user.reseller.map(String::from).unwrap_or_default(),
                user.subscriptions.to_string(),
                last.unwrap_or_else(|| texts.common.never.to_owned()),
            ]
        };
        let headings = [
            texts.panel_user.login,
            texts.panel_user.display_name,
            texts.panel_user.role_label,
            words.status_label,
            words.reseller,
            (words.limit)(model::ResellerLimit::Subscriptions),
            (words.column)(model::PanelUserColumn::LastSignIn),
        ];
        print_table(headings, users.into_iter().map(row).collect())
    }
}

/// Everybody whom a list finds, page after page.
async fn all(
    services: &Services,
    mut listing: PanelUserListing,
) -> Result<Vec<PanelUserRow>, CommandError> {
    let mut rows = Vec::new();
    loop {
        let page = services.panel_users.list(&ACTOR, &listing).await?.users;
        let last = page.last();
        rows.extend(page.rows);
        if listing.page.get() >= last {
            return Ok(rows);
        }
        listing.page = PageNumber::from(listing.page.get() + 1);
    }
}

/// A panel user as `--json` shows them.
#[derive(Serialize)]
struct JsonPanelUser {
    login: Login,
    display_name: String,
    email: Option<EmailAddress>,
    role: Role,
    disabled: bool,
    reseller: Option<Login>,
    subscriptions: u64,
    created_at: String,
    last_sign_in_at: Option<String>,
}

impl From<PanelUserRow> for JsonPanelUser {
    fn from(row: PanelUserRow) -> Self {
        Self {
            login: row.login,
            display_name: row.display_name,
            email: row.email,
            role: row.role,
            disabled: row.disabled,
            reseller: row.reseller,
            subscriptions: row.subscriptions,
            created_at: row.created_at.rfc3339(),
            last_sign_in_at: row.last_sign_in_at.map(|at| at.rfc3339()),
        }
    }
}
