//! One-time links: they are made, shown once and revoked by who hands an FTP account over, and used
//! by its recipient, who is not signed in.

#![expect(
    missing_docs,
    reason = "a server function's arguments become fields without one"
)]

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use super::ApiError;
use model::{AccountName, FtpConnection, LinkDelivery, OneTimeLink, SecretText};

#[cfg(feature = "ssr")]
use super::{
    connection::{asked_host, ftp_connection_page, own_page_address, panel_url},
    path_params::{existing_account, existing_domain},
    request_context::{actor_and_services, request_context, services},
    respond::{
        actor_and_services_for, answer, answer_form, read_flash, redirect, refused_at, set_flash,
        take_flash,
    },
};
#[cfg(feature = "ssr")]
use crate::routes;
#[cfg(feature = "ssr")]
use model::{AppError, DomainName, OneTimeLinkForm, SetPasswordForm};
#[cfg(feature = "ssr")]
use services::OneTimeToken;

/// Hands a link's token to the one page that shows it.
#[cfg(feature = "ssr")]
const LINK_COOKIE: &str = "berth-one-time-link";

/// Hands to that page what became of the mail with the link.
#[cfg(feature = "ssr")]
const DELIVERY_COOKIE: &str = "berth-link-delivery";

/// Hands the account's name to the page that follows when its password was set by a link, and
/// [`HAS_OWN_PAGE`] behind it if it has one.
#[cfg(feature = "ssr")]
const PASSWORD_SET_COOKIE: &str = "berth-password-set";

/// Behind a name: no name has a slash.
#[cfg(feature = "ssr")]
const HAS_OWN_PAGE: &str = "/me";

/// Makes a link by which somebody sets an FTP account's password, mails it if it is said to whom, and
/// goes to the page that shows it.
#[server(endpoint = "make_one_time_link")]
pub async fn make_one_time_link(
    domain: String,
    account: String,
    hours: String,
    #[server(default)] email: String,
    #[server(default)] mail_locale: String,
) -> Result<(), ApiError> {
    let form = OneTimeLinkForm {
        account,
        link_hours: hours,
        email,
        mail_locale,
    };
    let (actor, services) = actor_and_services_for(&form)?;
    let domain = answer(existing_domain(&domain))?;
    let account = answer(existing_account(&form.account))?;
    let links = &services.one_time_links;
    let make = async {
        let recipient = form.parse_recipient()?;
        let link = links.make(&actor, &domain, &account, form.parse()?).await?;
        Ok((link, recipient))
    };
    let (link, recipient) = answer_form(make.await, &form)?;
    if let Some(recipient) = recipient {
        let to = recipient.0.clone();
        let mailed = links.mail(&actor, (&domain, &account), &link, recipient);
        // The link is there, whatever becomes of the mail.
        let delivery = mailed.await.unwrap_or(LinkDelivery::Failed(to));
        set_flash(DELIVERY_COOKIE, account.as_str(), &delivery.as_text());
    }
    show_once(&domain, &account, &link);
    Ok(())
}

/// Revokes an FTP account's one-time link and goes back to « Connexion ».
#[server(endpoint = "revoke_one_time_link")]
pub async fn revoke_one_time_link(domain: String, account: String) -> Result<(), ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let domain = answer(existing_domain(&domain))?;
    let account = answer(existing_account(&account))?;
    let revoked = services.one_time_links.revoke(&actor, &domain, &account);
    answer(revoked.await)?;
    redirect(&routes::connection(domain.as_str(), account.as_str()));
    Ok(())
}

/// Goes to the page that shows a link that was just made.
#[cfg(feature = "ssr")]
pub(super) fn show_once(domain: &DomainName, account: &AccountName, token: &OneTimeToken) {
    set_flash(LINK_COOKIE, account.as_str(), token.expose());
    redirect(&routes::one_time_link(domain.as_str(), account.as_str()));
}

/// What the page of a one-time link shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OneTimeLinkView {
    /// The account.
    pub account: AccountName,
    /// The link itself; none once it was shown.
    pub address: Option<String>,
    /// What is known of it; none if there is none that works.
    pub link: Option<OneTimeLink>,
    /// What became of the mail with it, if it was to be mailed.
    pub delivery: Option<LinkDelivery>,
}

/// Reads a link that was just made, and has the browser forget it.
#[server(endpoint = "one_time_link_page", input = GetUrl)]
pub async fn one_time_link_page(domain: String, name: String) -> Result<OneTimeLinkView, ApiError> {
    let view = ftp_connection_page(domain, name).await?.view;
    let account = view.connection.account;
    let token = take_flash(LINK_COOKIE, account.as_str());
    let address = match token {
        Some(token) if view.link.is_some() => Some(answer(link_address(&token))?),
        _ => None,
    };
    Ok(OneTimeLinkView {
        delivery: take_flash(DELIVERY_COOKIE, account.as_str())
            .and_then(|delivery| LinkDelivery::parse(&delivery)),
        account,
        address,
        link: view.link,
    })
}

/// The address that a token makes, at the panel's own.
#[cfg(feature = "ssr")]
fn link_address(token: &str) -> Result<String, AppError> {
    Ok(panel_url()?.one_time_link(token))
}

/// Reads what a one-time link is for. To open it changes nothing.
///
/// By `POST`, although it reads: the token is a secret, and goes into no address but the link's.
#[server(endpoint = "set_password_page")]
pub async fn set_password_page(token: String) -> Result<FtpConnection, ApiError> {
    let request = request_context()?;
    let asked = asked_host(&request);
    let opened = services()?
        .one_time_links
        .open(&OneTimeToken::new(token), &request.origin, asked.as_ref())
        .await;
    answer(opened)
}

/// Sets an FTP account's password by a one-time link, and goes to the page that says so.
///
/// A form that a browser sends by itself goes back to the link's page with the error from here:
/// that page tells nobody its address, not even in `Referer`.
#[server(endpoint = "set_password")]
pub async fn set_password(
    token: String,
    password: SecretText,
    again: SecretText,
) -> Result<(), ApiError> {
    let page = routes::set_password(&token);
    let form = SetPasswordForm {
        password,
        repeated: again,
    };
    let request = request_context()?;
    let set = services()?
        .one_time_links
        .set_password(&OneTimeToken::new(token), &form, &request.origin)
        .await;
    let set = set.map_err(|error| refused_at(&page, error))?;
    let own_page = if set.own_page { HAS_OWN_PAGE } else { "" };
    let account = format!("{}{own_page}", set.account);
    set_flash(PASSWORD_SET_COOKIE, "", &account);
    redirect(routes::PASSWORD_SET);
    Ok(())
}

/// What the recipient of an account sees whose password was just set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordSetScreen {
    /// What a client needs to know.
    pub connection: FtpConnection,
    /// The address where the account signs in to the page of its own; none if it has none.
    pub own_page: Option<String>,
}

/// Reads how the recipient of an account connects, whose password was just set.
#[server(endpoint = "password_set_page", input = GetUrl)]
pub async fn password_set_page() -> Result<PasswordSetScreen, ApiError> {
    let asked = asked_host(&request_context()?);
    let told = answer(read_flash(PASSWORD_SET_COOKIE, "").ok_or(AppError::NotFound))?;
    let name = told.strip_suffix(HAS_OWN_PAGE);
    let has_own_page = name.is_some();
    let name = answer(existing_account(name.unwrap_or(&told)))?;
    let accounts = services()?.ftp_accounts;
    Ok(PasswordSetScreen {
        connection: answer(accounts.connection(name, asked.as_ref()))?,
        own_page: own_page_address(has_own_page)?,
    })
}
