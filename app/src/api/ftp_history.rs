//! The history of an FTP account.

#![expect(
    missing_docs,
    reason = "a server function's arguments become fields without one"
)]

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::ApiError;
use model::FtpAccountHistory;

#[cfg(feature = "ssr")]
use super::{
    path_params::{existing_account, existing_domain},
    request_context::actor_and_services,
    respond::answer,
};
#[cfg(feature = "ssr")]
use model::HistoryKey;

/// Reads a page of an FTP account's history. Where `before` is no key, it is the latest one.
#[server(endpoint = "ftp_history_page", input = GetUrl)]
pub async fn ftp_history_page(
    domain: String,
    name: String,
    before: String,
) -> Result<FtpAccountHistory, ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let domain = answer(existing_domain(&domain))?;
    let name = answer(existing_account(&name))?;
    let before = HistoryKey::parse(&before).unwrap_or(HistoryKey::START);
    answer(
        services
            .ftp_accounts
            .view_history(&actor, &domain, &name, before)
            .await,
    )
}
