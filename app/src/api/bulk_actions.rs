//! What is done with several FTP accounts of « Accès FTP » at once, and taken back.

#![expect(
    missing_docs,
    reason = "a server function's arguments become fields without one"
)]

use leptos::prelude::*;
use model::BulkActionForm;

use super::ApiError;

#[cfg(feature = "ssr")]
use super::{
    path_params::existing_domain,
    request_context::{actor_and_services, form_clock},
    respond::{actor_and_services_for, answer, answer_form, redirect},
};
#[cfg(feature = "ssr")]
use crate::routes;
#[cfg(feature = "ssr")]
use model::{
    Actor, AppError, BulkAction, BulkCommand, BulkOperation, DomainName, FtpAccountListing,
    FtpAccountSelection, Operation, Utc,
};
#[cfg(feature = "ssr")]
use services::Services;

/// Removes FTP accounts and goes back to the list. Files stay.
#[server(endpoint = "remove_ftp_accounts")]
pub async fn remove_ftp_accounts(
    domain: String,
    #[server(flatten)] form: BulkActionForm,
) -> Result<(), ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let domain = answer(existing_domain(&domain))?;
    let form = BulkActionForm {
        action: BulkAction::Remove.key().to_owned(),
        ..form
    };
    let command = answer(form.parse(&Utc))?;
    let operation = answer(execute(&services, &actor, &domain, &command).await)?;
    back_to_list(&domain, &command.listing, &operation);
    Ok(())
}

/// Enables or disables FTP accounts or sets their expiry, and goes back to the list.
#[server(endpoint = "change_ftp_accounts")]
pub async fn change_ftp_accounts(
    domain: String,
    #[server(default)] time_zone: String,
    #[server(flatten)] form: BulkActionForm,
) -> Result<(), ApiError> {
    let (actor, services) = actor_and_services_for(&form)?;
    let domain = answer(existing_domain(&domain))?;
    let command = form_clock(&time_zone)
        .and_then(|clock| form.parse(&clock))
        .and_then(only_a_change);
    let command = answer_form(command, &form)?;
    let executed = execute(&services, &actor, &domain, &command).await;
    let operation = answer_form(executed, &form)?;
    back_to_list(&domain, &command.listing, &operation);
    Ok(())
}

/// Restores the FTP accounts that the person has just removed, all or none, and goes back to the
/// list. `removal` is the key of that operation.
#[server(endpoint = "undo_removal")]
pub async fn undo_removal(
    domain: String,
    removal: String,
    #[server(default)] listing: String,
) -> Result<(), ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let domain = answer(existing_domain(&domain))?;
    let removal = answer(Operation::parse(&removal).ok_or(AppError::NotFound))?;
    let undone = services.trash.undo_removal(&actor, &domain, &removal).await;
    let listing = FtpAccountListing::parse(&listing);
    back_to_list(&domain, &listing, &answer(undone)?);
    Ok(())
}

#[cfg(feature = "ssr")]
fn only_a_change(command: BulkCommand) -> Result<BulkCommand, AppError> {
    match command.operation {
        BulkOperation::Change(_) => Ok(command),
        BulkOperation::Remove => Err(AppError::Malformed),
    }
}

#[cfg(feature = "ssr")]
async fn execute(
    services: &Services,
    actor: &Actor,
    domain: &DomainName,
    command: &BulkCommand,
) -> Result<Operation, AppError> {
    let accounts = &services.ftp_accounts;
    let selection = &command.selection;
    match (command.operation, selection) {
        (BulkOperation::Change(change), _) => {
            accounts.change_many(actor, domain, selection, change).await
        }
        (BulkOperation::Remove, FtpAccountSelection::Names(names)) => {
            accounts.remove(actor, domain, names).await
        }
        (BulkOperation::Remove, FtpAccountSelection::Found(found)) => {
            accounts.remove_found(actor, domain, found).await
        }
    }
}

/// Goes back to the list that one has come from, to the receipt.
#[cfg(feature = "ssr")]
fn back_to_list(domain: &DomainName, listing: &FtpAccountListing, operation: &Operation) {
    redirect(&routes::ftp_accounts_done(
        domain.as_str(),
        listing,
        operation,
    ));
}
