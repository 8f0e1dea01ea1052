//! The screen « Accès FTP »: a subscription's FTP accounts.

#![expect(
    missing_docs,
    reason = "a server function's arguments become fields without one"
)]

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use super::ApiError;
use super::connection::HowToConnect;
use model::{
    AccountName, FtpAccountChangeForm, FtpAccountDraft, FtpAccountForm, FtpAccountList,
    FtpAccountView, Operation, Receipt,
};

#[cfg(feature = "ssr")]
use super::{
    connection::how_to_connect,
    one_time_links::show_once,
    path_params::{existing_account, existing_domain},
    request_context::{actor_and_services, form_clock},
    respond::{actor_and_services_for, answer, answer_form, redirect},
};
#[cfg(feature = "ssr")]
use model::{AppError, DomainName, FtpAccountListing, FtpAccountSettings};

/// What « Accès FTP » shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FtpAccountsScreen {
    /// The subscription and a page of its FTP accounts.
    pub list: FtpAccountList,
    /// The query of the list that was asked for.
    pub listing: String,
    /// Which of the subscription's accounts have an open FTP session.
    pub connected: Vec<AccountName>,
    /// What the person has just done.
    pub receipt: Option<Receipt>,
    /// The removal that the person has just carried out, which can be taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub removal: Option<Operation>,
    /// How to connect to the account that was just added or changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub connect: Option<HowToConnect>,
}

/// Reads what « Accès FTP » shows. `listing` is the query of the list's address, and `done` the key
/// of the operation just carried out.
#[server(endpoint = "ftp_accounts_page", input = GetUrl)]
pub async fn ftp_accounts_page(
    domain: String,
    #[server(default)] listing: String,
    done: Option<String>,
) -> Result<FtpAccountsScreen, ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let domain = answer(existing_domain(&domain))?;
    let listing = FtpAccountListing::parse(&listing);
    let list = answer(services.ftp_accounts.list(&actor, &domain, &listing).await)?;
    let sessions = answer(services.ftp_sessions.list(&actor, Some(&domain)).await)?;
    let operation = done.as_deref().and_then(Operation::parse);
    let receipt = match &operation {
        Some(operation) => services.receipts.view(&actor, operation).await.ok(),
        None => None,
    };
    let connect = how_to_connect(&domain, receipt.as_ref()).await;
    Ok(FtpAccountsScreen {
        list,
        listing: listing.query(),
        connected: sessions
            .into_iter()
            .map(|session| session.account)
            .collect(),
        removal: operation.filter(|_| receipt.as_ref().is_some_and(Receipt::is_removal)),
        receipt,
        connect,
    })
}

/// Reads what the form that adds an FTP account begins with: the subscription's defaults, or what
/// the account called `like` has, if it is not empty.
#[server(endpoint = "add_ftp_account_page", input = GetUrl)]
pub async fn add_ftp_account_page(
    domain: String,
    like: String,
) -> Result<FtpAccountDraft, ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let domain = answer(existing_domain(&domain))?;
    let like = match like.as_str() {
        "" => None,
        name => Some(answer(existing_account(name))?),
    };
    let draft = services.ftp_accounts.draft(&actor, &domain, like.as_ref());
    answer(draft.await)
}

/// Reads what the form that changes an FTP account shows.
#[server(endpoint = "ftp_account", input = GetUrl)]
pub async fn ftp_account(domain: String, name: String) -> Result<FtpAccountView, ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let domain = answer(existing_domain(&domain))?;
    let name = answer(existing_account(&name))?;
    answer(services.ftp_accounts.view(&actor, &domain, &name).await)
}

/// Adds an FTP account and goes back to the list. A setting that is not submitted is the
/// subscription's default; times are read in the zone called `time_zone`. Where a link is asked for, its recipient sets the first password, and
/// one goes to the page that shows the link.
#[server(endpoint = "add_ftp_account")]
pub async fn add_ftp_account(
    domain: String,
    #[server(default)] time_zone: String,
    #[server(flatten)] form: FtpAccountForm,
) -> Result<(), ApiError> {
    let (actor, services) = actor_and_services_for(&form)?;
    let domain = answer(existing_domain(&domain))?;
    let defaults = answer(services.defaults.view(&actor, &domain).await)?;
    let add = async {
        match form.parse(&defaults.settings, &form_clock(&time_zone)?)? {
            model::AddFtpAccount::WithPassword(new) => {
                let operation = services.ftp_accounts.add(&actor, &domain, new).await?;
                redirect(&receipt_path(&domain, &operation));
            }
            model::AddFtpAccount::ByLink(new) => {
                let name = new.name.clone();
                let link = services
                    .ftp_accounts
                    .add_by_link(&actor, &domain, new)
                    .await?;
                show_once(&domain, &name, &link);
            }
        }
        Ok(())
    };
    answer_form(add.await, &form)
}

/// Changes an FTP account and goes to the receipt. An empty password stays as it is, and so does
/// each setting that is not submitted. Under another name it may still sign in with the one before,
/// for as many days as the form says. Times are read in the zone called `time_zone`.
#[server(endpoint = "change_ftp_account")]
pub async fn change_ftp_account(
    domain: String,
    #[server(default)] time_zone: String,
    #[server(flatten)] form: FtpAccountChangeForm,
) -> Result<(), ApiError> {
    let (actor, services) = actor_and_services_for(&form)?;
    let domain = answer(existing_domain(&domain))?;
    let account = answer(existing_account(&form.account))?;
    let change = async {
        // What is not submitted stays. The version sees to it that this is what the form was made
        // from; that the account is gone, the change itself tells.
        let now = match services.ftp_accounts.view(&actor, &domain, &account).await {
            Ok(now) => now.settings,
            Err(AppError::NotFound) => FtpAccountSettings::default(),
            Err(error) => return Err(error),
        };
        let change = form.parse(&now, &form_clock(&time_zone)?)?;
        services
            .ftp_accounts
            .change(&actor, &domain, &account, change)
            .await
    };
    let operation = answer_form(change.await, &form)?;
    redirect(&receipt_path(&domain, &operation));
    Ok(())
}

/// The list of a subscription's accounts, with what was just done.
#[cfg(feature = "ssr")]
fn receipt_path(domain: &DomainName, operation: &Operation) -> String {
    format!("/subscriptions/{domain}/ftp?done={}", operation.as_str())
}
