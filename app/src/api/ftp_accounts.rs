//! The screen « Accès FTP »: a subscription's FTP accounts.

#![expect(
    missing_docs,
    reason = "a server function's arguments become fields without one"
)]

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use super::ApiError;
use super::connection::HowToConnect;
use model::{AccountName, FtpAccountDraft, FtpAccountList, FtpAccountView, Operation, Receipt};

#[cfg(feature = "ssr")]
use super::{
    connection::how_to_connect,
    form_reader::{FormReader, submitted, submitted_settings},
    one_time_links::show_once,
    path_params::{existing_account, existing_domain},
    request_context::actor_and_services,
    respond::{answer, answer_form, redirect},
};
#[cfg(feature = "ssr")]
use model::{
    AppError, DomainName, Field, FtpAccountChange, FtpAccountListing, FtpAccountSettings,
    HomeDirectory, KeptDays, LinkValidity, NewFtpAccount, NewFtpAccountByLink, Password,
};

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

/// Adds an FTP account and goes back to the list. A setting that is not sent is the
/// subscription's default. With `link_hours` its receiver sets the first password, by a link that
/// works so long, and one goes to the page that shows it.
#[server(endpoint = "add_ftp_account")]
pub async fn add_ftp_account(
    domain: String,
    name: String,
    home_directory: String,
    password: String,
    #[server(default)] link_hours: String,
    #[server(default)] settings: BTreeMap<String, String>,
) -> Result<(), ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let domain = answer(existing_domain(&domain))?;
    let submitted_fields = || {
        let mut all = submitted_account(&name, &home_directory, &settings);
        all.extend(submitted(&[(Field::LinkHours, &link_hours)]));
        all
    };
    let defaults = answer(services.defaults.view(&actor, &domain).await)?;
    let mut form = FormReader::default();
    let new_name = form.read(Field::AccountName, AccountName::parse(&name));
    let new_home = form.read(Field::HomeDirectory, HomeDirectory::parse(&home_directory));
    if !link_hours.is_empty() {
        let validity = form.read(Field::LinkHours, LinkValidity::parse(&link_hours));
        let settings = form.read_settings(defaults.settings, &settings);
        let whole = new_name.zip(new_home).zip(validity);
        let whole = whole.map(|((name, home_directory), validity)| NewFtpAccountByLink {
            name,
            home_directory,
            settings,
            validity,
        });
        return add_by_link(&domain, answer_form(form.finish(whole), submitted_fields)?)
            .await
            .map_err(|error| ApiError {
                submitted: submitted_fields(),
                ..error
            });
    }
    let new_password = form.read(Field::Password, Password::parse(&password, name.trim()));
    let new_settings = form.read_settings(defaults.settings, &settings);
    let whole =
        new_name
            .zip(new_home)
            .zip(new_password)
            .map(|((name, home_directory), password)| NewFtpAccount {
                name,
                home_directory,
                password,
                settings: new_settings,
            });
    let done = match form.finish(whole) {
        Ok(new) => services.ftp_accounts.add(&actor, &domain, new).await,
        Err(error) => Err(error),
    };
    let operation = answer_form(done, submitted_fields)?;
    redirect(&format!(
        "/subscriptions/{domain}/ftp?done={}",
        operation.as_str()
    ));
    Ok(())
}

/// Adds an FTP account whose receiver sets the password, and goes to the page that shows the link.
#[cfg(feature = "ssr")]
async fn add_by_link(domain: &DomainName, new: NewFtpAccountByLink) -> Result<(), ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let name = new.name.clone();
    let added = services.ftp_accounts.add_by_link(&actor, domain, new).await;
    show_once(domain, &name, &answer(added)?);
    Ok(())
}

/// Changes an FTP account and goes to the receipt. An empty password stays as it is, and so does
/// each setting that is not sent. Under another name it may still sign in with the one before, for
/// as many days as `keep_old_name` says.
#[server(endpoint = "change_ftp_account")]
pub async fn change_ftp_account(
    domain: String,
    account: String,
    version: i64,
    name: String,
    home_directory: String,
    password: String,
    #[server(default)] keep_old_name: String,
    #[server(default)] settings: BTreeMap<String, String>,
) -> Result<(), ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let domain = answer(existing_domain(&domain))?;
    let account = answer(existing_account(&account))?;
    let mut form = FormReader::default();
    let new_name = form.read(Field::AccountName, AccountName::parse(&name));
    let kept = form.read(Field::KeepOldName, KeptDays::parse(&keep_old_name));
    let new_home = form.read(Field::HomeDirectory, HomeDirectory::parse(&home_directory));
    let new_password = (!password.is_empty())
        .then(|| form.read(Field::Password, Password::parse(&password, name.trim())))
        .flatten();
    let new_settings = if settings.is_empty() {
        None
    } else {
        // What is not sent stays. The version sees to it that this is what the form was made from.
        let base = match services.ftp_accounts.view(&actor, &domain, &account).await {
            Ok(now) => now.settings,
            // The change itself tells that the account is gone, with what was submitted.
            Err(AppError::NotFound) => FtpAccountSettings::default(),
            Err(error) => return answer(Err(error)),
        };
        Some(form.read_settings(base, &settings))
    };
    let change = FtpAccountChange {
        name: new_name,
        keep_old_name: kept.unwrap_or_default(),
        home_directory: new_home,
        password: new_password,
        settings: new_settings,
        version: Some(version),
    };
    let done = match form.finish(Some(change)) {
        Ok(change) => {
            services
                .ftp_accounts
                .change(&actor, &domain, &account, change)
                .await
        }
        Err(error) => Err(error),
    };
    let operation = answer_form(done, || {
        let mut all = submitted_account(&name, &home_directory, &settings);
        all.extend(submitted(&[(Field::KeepOldName, &keep_old_name)]));
        all
    })?;
    redirect(&format!(
        "/subscriptions/{domain}/ftp?done={}",
        operation.as_str()
    ));
    Ok(())
}

/// What had been submitted for an account, without its password.
#[cfg(feature = "ssr")]
fn submitted_account(
    name: &str,
    home_directory: &str,
    settings: &BTreeMap<String, String>,
) -> Vec<(String, String)> {
    let mut all = submitted(&[
        (Field::AccountName, name),
        (Field::HomeDirectory, home_directory),
    ]);
    all.extend(submitted_settings(settings));
    all
}
