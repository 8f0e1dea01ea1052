//! Former names of FTP accounts.

#![expect(
    missing_docs,
    reason = "a server function's arguments become fields without one"
)]

use leptos::prelude::*;

use super::ApiError;

#[cfg(feature = "ssr")]
use super::{
    path_params::{existing_account, existing_domain},
    request_context::actor_and_services,
    respond::{answer, redirect},
};

/// Accepts a former name of an FTP account no more, and goes back to the account.
#[server(endpoint = "end_former_name")]
pub async fn end_former_name(
    domain: String,
    account: String,
    former: String,
) -> Result<(), ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let domain = answer(existing_domain(&domain))?;
    let account = answer(existing_account(&account))?;
    let former = answer(existing_account(&former))?;
    let ended = services
        .ftp_accounts
        .end_former_name(&actor, &domain, &account, &former)
        .await;
    answer(ended)?;
    redirect(&format!("/subscriptions/{domain}/ftp/{account}"));
    Ok(())
}
