//! What the head of an FTP account's pages shows.

#![expect(
    missing_docs,
    reason = "a server function's arguments become fields without one"
)]

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::ApiError;
use model::FtpAccountSummary;

#[cfg(feature = "ssr")]
use super::{
    path_params::{existing_account, existing_domain},
    request_context::actor_and_services,
    respond::answer,
};

/// Reads what there is to know of an FTP account at a glance, also of one in « Corbeille ».
#[server(name = ReadFtpAccountSummary, endpoint = "ftp_account_summary", input = GetUrl)]
pub async fn ftp_account_summary(
    domain: String,
    name: String,
) -> Result<FtpAccountSummary, ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let domain = answer(existing_domain(&domain))?;
    let name = answer(existing_account(&name))?;
    answer(
        services
            .ftp_accounts
            .view_summary(&actor, &domain, &name)
            .await,
    )
}
