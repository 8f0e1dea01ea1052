//! What an FTP account's home directory holds, and « Recalculer ».

#![expect(
    missing_docs,
    reason = "a server function's arguments become fields without one"
)]

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::ApiError;
use super::json::Json;
use crate::model::FtpUsageView;

#[cfg(feature = "ssr")]
use super::{
    existing::{existing_account, existing_domain},
    respond::{answer, redirect},
    visit::actor_and_backend,
};

/// Reads what an account's home directory holds and may hold, and how far a count is.
#[server(endpoint = "ftp_usage_page", input = GetUrl, output = Json)]
pub async fn ftp_usage_page(domain: String, name: String) -> Result<FtpUsageView, ApiError> {
    let (actor, backend) = answer(actor_and_backend())?;
    let domain = answer(existing_domain(&domain))?;
    let name = answer(existing_account(&name))?;
    answer(backend.view_ftp_usage(&actor, &domain, &name).await)
}

/// Has an account's home directory counted again, and goes to where that is told.
#[server(endpoint = "recount_ftp_account", output = Json)]
pub async fn recount_ftp_account(domain: String, account: String) -> Result<(), ApiError> {
    let (actor, backend) = answer(actor_and_backend())?;
    let domain = answer(existing_domain(&domain))?;
    let account = answer(existing_account(&account))?;
    answer(backend.recount_ftp_account(&actor, &domain, &account).await)?;
    redirect(&format!("/subscriptions/{domain}/ftp/{account}/usage"));
    Ok(())
}
