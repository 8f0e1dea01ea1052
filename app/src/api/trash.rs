//! The screen « Corbeille »: a subscription's removed FTP accounts.

#![expect(
    missing_docs,
    reason = "a server function's arguments become fields without one"
)]

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use super::ApiError;
use model::{PageNumber, PurgeForm, RemovedFtpAccountView, SecretText, TrashList, TrashReceipt};

#[cfg(feature = "ssr")]
use super::{
    path_params::{existing_account, existing_domain},
    request_context::actor_and_services,
    respond::{answer, answer_form, proven_actor_and_services_for, redirect},
};
#[cfg(feature = "ssr")]
use model::{AccountName, AppError, Operation};

/// What « Corbeille » shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrashScreen {
    /// A page of the removed accounts.
    pub list: TrashList,
    /// What the person has just done.
    pub receipt: Option<TrashReceipt>,
}

/// Reads what « Corbeille » shows. `done` is the key of the operation just carried out.
#[server(endpoint = "trash_page", input = GetUrl)]
pub async fn trash_page(
    domain: String,
    page: PageNumber,
    done: Option<String>,
) -> Result<TrashScreen, ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let domain = answer(existing_domain(&domain))?;
    let list = answer(services.trash.list(&actor, &domain, page).await)?;
    let receipt = match done.as_deref().and_then(Operation::parse) {
        Some(operation) => services.trash.view_receipt(&actor, &operation).await.ok(),
        None => None,
    };
    Ok(TrashScreen { list, receipt })
}

/// Reads what the page shows that removes an FTP account for good.
#[server(endpoint = "removed_ftp_account", input = GetUrl)]
pub async fn removed_ftp_account(
    domain: String,
    name: String,
) -> Result<RemovedFtpAccountView, ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let domain = answer(existing_domain(&domain))?;
    let name = answer(existing_account(&name))?;
    answer(services.trash.view(&actor, &domain, &name).await)
}

/// Restores removed FTP accounts, all or none, and goes back to « Corbeille ».
#[server(endpoint = "restore_ftp_accounts")]
pub async fn restore_ftp_accounts(
    domain: String,
    #[server(default)] names: Vec<String>,
) -> Result<(), ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let domain = answer(existing_domain(&domain))?;
    let names: Result<Vec<AccountName>, AppError> =
        names.iter().map(|name| existing_account(name)).collect();
    let done = match names {
        Ok(names) => services.trash.restore(&actor, &domain, &names).await,
        Err(error) => Err(error),
    };
    let operation = answer(done)?;
    redirect(&format!(
        "/subscriptions/{domain}/trash?done={}",
        operation.as_str()
    ));
    Ok(())
}

/// Removes a removed FTP account for good and goes back to « Corbeille ». Its files go too if
/// the form has a confirmation, which has to be the account's name or its home directory. `proof` is
/// the person's password, if it is asked for.
#[server(endpoint = "purge_ftp_account")]
pub async fn purge_ftp_account(
    domain: String,
    #[server(flatten)] form: PurgeForm,
    #[server(default)] proof: SecretText,
) -> Result<(), ApiError> {
    let (actor, services) = proven_actor_and_services_for(&form, &proof).await?;
    let domain = answer(existing_domain(&domain))?;
    let name = answer(existing_account(&form.name))?;
    let purged = services
        .trash
        .purge(&actor, &domain, &name, form.parse())
        .await;
    let operation = answer_form(purged, &form)?;
    redirect(&format!(
        "/subscriptions/{domain}/trash?done={}",
        operation.as_str()
    ));
    Ok(())
}
