//! What an FTP account's home directory holds, and « Recalculer ».

#![expect(
    missing_docs,
    reason = "a server function's arguments become fields without one"
)]

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::ApiError;
use model::FtpUsageView;

#[cfg(feature = "ssr")]
use super::{
    path_params::{existing_account, existing_domain},
    request_context::actor_and_services,
    respond::{answer, redirect},
};

/// Reads what an account's home directory holds and may hold, and how far a count is.
#[server(endpoint = "ftp_usage_page", input = GetUrl)]
pub async fn ftp_usage_page(domain: String, name: String) -> Result<FtpUsageView, ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let domain = answer(existing_domain(&domain))?;
    let name = answer(existing_account(&name))?;
    answer(services.ftp_usage.view(&actor, &domain, &name).await)
}

/// Has an account's home directory counted again, and goes to where that is told.
#[server(endpoint = "recount_ftp_account")]
pub async fn recount_ftp_account(domain: String, account: String) -> Result<(), ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let domain = answer(existing_domain(&domain))?;
    let account = answer(existing_account(&account))?;
    answer(services.ftp_usage.recount(&actor, &domain, &account).await)?;
    redirect(&format!("/subscriptions/{domain}/ftp/{account}/usage"));
    Ok(())
}
