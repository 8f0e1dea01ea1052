//! The history of an FTP account.

#![expect(
    missing_docs,
    reason = "a server function's arguments become fields without one"
)]

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::ApiError;
use super::json::Json;
use crate::model::FtpAccountHistory;

#[cfg(feature = "ssr")]
use super::{
    existing::{existing_account, existing_domain},
    respond::answer,
    visit::actor_and_backend,
};
#[cfg(feature = "ssr")]
use crate::model::HistoryKey;

/// Reads a page of an FTP account's history. Where `before` is no key, it is the latest one.
#[server(endpoint = "ftp_history_page", input = GetUrl, output = Json)]
pub async fn ftp_history_page(
    domain: String,
    name: String,
    before: String,
) -> Result<FtpAccountHistory, ApiError> {
    let (actor, backend) = answer(actor_and_backend())?;
    let domain = answer(existing_domain(&domain))?;
    let name = answer(existing_account(&name))?;
    let before = HistoryKey::parse(&before).unwrap_or(HistoryKey::START);
    answer(
        backend
            .view_ftp_account_history(&actor, &domain, &name, before)
            .await,
    )
}
