//! Panel users, for those who manage them: lists, changes, removal, and the links by which they set
//! their passwords.

#![expect(
    missing_docs,
    reason = "a server function's arguments become fields without one"
)]

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use super::ApiError;
use model::{
    LinkDelivery, Login, OneTimeLink, PanelUserChoices, PanelUserDetailsForm, PanelUserList,
    PanelUserReceipt, PanelUserView, RemovePanelUserForm, SecretText,
};

#[cfg(feature = "ssr")]
use super::{
    path_params::existing_login,
    request_context::{actor_and_services, request_context, services},
    respond::{
        actor_and_services_for, answer, answer_form, proven_actor_and_services_for, redirect,
        set_flash, take_flash,
    },
};
#[cfg(feature = "ssr")]
use crate::routes;
#[cfg(feature = "ssr")]
use model::{
    Actor, AppError, EmailAddress, ExpectedVersion, Locale, OneTimeLinkForm, Operation,
    PanelUserListing, PublicUrl,
};
#[cfg(feature = "ssr")]
use services::{OneTimeToken, Services};

/// Hands a link's token to the one page that shows it.
#[cfg(feature = "ssr")]
const LINK_COOKIE: &str = "berth-panel-user-link";

/// Hands to that page what became of the mail with the link.
#[cfg(feature = "ssr")]
const DELIVERY_COOKIE: &str = "berth-panel-user-link-delivery";

/// What the list of panel users shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PanelUsersScreen {
    /// The list.
    pub list: PanelUserList,
    /// What the person has just done.
    pub receipt: Option<PanelUserReceipt>,
}

/// Reads the list of panel users that the query of the page's address asks for. `done` is the key of
/// the operation just carried out.
#[server(endpoint = "panel_users_page", input = GetUrl)]
pub async fn panel_users_page(
    listing: String,
    done: Option<String>,
) -> Result<PanelUsersScreen, ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let listing = PanelUserListing::parse(&listing);
    let list = answer(services.panel_users.list(&actor, &listing).await)?;
    let receipt = receipt(&actor, &services, done.as_deref()).await;
    Ok(PanelUsersScreen { list, receipt })
}

/// What the actor has done to panel users, if that is what they did.
#[cfg(feature = "ssr")]
pub(super) async fn receipt(
    actor: &Actor,
    services: &Services,
    done: Option<&str>,
) -> Option<PanelUserReceipt> {
    let operation = done.and_then(Operation::parse)?;
    let receipt = services.panel_users.view_receipt(actor, &operation);
    receipt.await.ok()
}

/// What the form that adds a panel user shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddPanelUserScreen {
    /// What one may choose.
    pub choices: PanelUserChoices,
    /// Whether the link can be mailed.
    pub can_mail_links: bool,
}

/// Reads what whoever adds a panel user may choose.
#[server(endpoint = "add_panel_user_page", input = GetUrl)]
pub async fn add_panel_user_page() -> Result<AddPanelUserScreen, ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    Ok(AddPanelUserScreen {
        choices: answer(services.panel_users.choices(&actor).await)?,
        can_mail_links: services.mails.can_send_links(),
    })
}

/// Adds a panel user, mails them the link by which they set their password if that is wanted, and goes
/// to the page that shows it.
#[server(endpoint = "add_panel_user")]
pub async fn add_panel_user(
    mail_link: Option<String>,
    #[server(flatten)] form: PanelUserDetailsForm,
) -> Result<(), ApiError> {
    let (actor, services) = actor_and_services_for(&form)?;
    let add = async {
        let details = form.parse()?;
        let validity = form.parse_validity()?;
        let (login, address) = (details.login.clone(), details.email.clone());
        let added = services.panel_users.add_by_link(&actor, details, validity);
        Ok((login, address, added.await?))
    };
    let (login, address, token) = answer_form(add.await, &form)?;
    if let Some(address) = address.filter(|_| mail_link.is_some()) {
        mail_new_link(&actor, &services, (&login, address), &token).await;
    }
    set_flash(LINK_COOKIE, login.as_str(), token.expose());
    redirect(&routes::panel_user_link(login.as_str()));
    Ok(())
}

/// What the page of a panel user shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PanelUserScreen {
    /// The panel user.
    pub user: PanelUserView,
    /// Whether a link can be mailed to them, if they have an address.
    pub can_mail_links: bool,
    /// What the person has just done.
    pub receipt: Option<PanelUserReceipt>,
}

/// Reads what the page of a panel user shows. `done` is the key of the operation just carried out.
#[server(endpoint = "panel_user_page", input = GetUrl)]
pub async fn panel_user_page(
    login: String,
    done: Option<String>,
) -> Result<PanelUserScreen, ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let login = answer(existing_login(&login))?;
    let user = answer(services.panel_users.view(&actor, &login).await)?;
    let receipt = receipt(&actor, &services, done.as_deref()).await;
    Ok(PanelUserScreen {
        user,
        can_mail_links: services.mails.can_send_links(),
        receipt,
    })
}

/// Changes the panel user who has the login `user`, and comes back.
#[server(endpoint = "change_panel_user")]
pub async fn change_panel_user(
    user: String,
    #[server(flatten)] form: PanelUserDetailsForm,
) -> Result<(), ApiError> {
    let (actor, services) = actor_and_services_for(&form)?;
    let user = answer(existing_login(&user))?;
    let change = async {
        let details = form.parse()?;
        let login = details.login.clone();
        let changed = services
            .panel_users
            .change(&actor, &user, form.version, details);
        Ok((login, changed.await?))
    };
    let (login, operation) = answer_form(change.await, &form)?;
    let page = routes::panel_user(login.as_str());
    redirect(&format!("{page}?done={}", operation.as_str()));
    Ok(())
}

/// Removes a panel user, gives what they own to others, and goes back to the list.
#[server(endpoint = "remove_panel_user")]
pub async fn remove_panel_user(
    #[server(default)] proof: SecretText,
    #[server(flatten)] form: RemovePanelUserForm,
) -> Result<(), ApiError> {
    let (actor, services) = proven_actor_and_services_for(&form, &proof).await?;
    let user = answer(existing_login(&form.user))?;
    let remove = async {
        let heirs = form.parse()?;
        let (users, any) = (&services.panel_users, ExpectedVersion::Any);
        users.remove(&actor, &user, &any, &heirs).await
    };
    let operation = answer_form(remove.await, &form)?;
    let list = routes::PANEL_USERS;
    redirect(&format!("{list}?done={}", operation.as_str()));
    Ok(())
}

/// Makes a link by which a panel user sets their password, mails it to them if that is wanted, and goes
/// to the page that shows it.
#[server(endpoint = "make_panel_user_link")]
pub async fn make_panel_user_link(
    login: String,
    hours: String,
    mail_link: Option<String>,
    #[server(default)] proof: SecretText,
) -> Result<(), ApiError> {
    let form = OneTimeLinkForm {
        account: login,
        link_hours: hours,
        ..OneTimeLinkForm::default()
    };
    let (actor, services) = proven_actor_and_services_for(&form, &proof).await?;
    let login = answer(existing_login(&form.account))?;
    let make = async {
        let validity = form.parse()?;
        let users = &services.panel_users;
        users.make_link(&actor, &login, validity).await
    };
    let token = answer_form(make.await, &form)?;
    if mail_link.is_some() {
        let user = answer(services.panel_users.view(&actor, &login).await)?;
        if let Some(address) = user.details.email {
            mail_new_link(&actor, &services, (&login, address), &token).await;
        }
    }
    set_flash(LINK_COOKIE, login.as_str(), token.expose());
    redirect(&routes::panel_user_link(login.as_str()));
    Ok(())
}

/// Mails a link that was just made to the person, who has this address; the page that shows it says
/// what became of that. The link is there in any case.
#[cfg(feature = "ssr")]
async fn mail_new_link(
    actor: &Actor,
    services: &Services,
    (login, address): (&Login, EmailAddress),
    token: &OneTimeToken,
) {
    let locale = request_context().map_or_else(|_| Locale::default(), |request| request.locale);
    let mailed = services.panel_users.mail_link(actor, login, token, locale);
    let delivery = mailed.await.unwrap_or(LinkDelivery::Failed(address));
    set_delivery_flash(login, &delivery);
}

/// Hands what became of the mail with somebody's link to the page that shows the link.
#[cfg(feature = "ssr")]
pub(super) fn set_delivery_flash(login: &Login, delivery: &LinkDelivery) {
    set_flash(DELIVERY_COOKIE, login.as_str(), &delivery.as_text());
}

/// What became of that mail; the browser forgets it.
#[cfg(feature = "ssr")]
pub(super) fn take_delivery_flash(login: &Login) -> Option<LinkDelivery> {
    let delivery = take_flash(DELIVERY_COOKIE, login.as_str())?;
    LinkDelivery::parse(&delivery)
}

/// Revokes a panel user's link, and comes back.
#[server(endpoint = "revoke_panel_user_link")]
pub async fn revoke_panel_user_link(login: String) -> Result<(), ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let login = answer(existing_login(&login))?;
    let operation = answer(services.panel_users.revoke_link(&actor, &login).await)?;
    let page = routes::panel_user(login.as_str());
    redirect(&format!("{page}?done={}", operation.as_str()));
    Ok(())
}

/// What the page of a panel user's link shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PanelUserLinkScreen {
    /// Whose it is.
    pub login: Login,
    /// The link itself; none once it was shown.
    pub address: Option<String>,
    /// What is known of it; none if there is none that works.
    pub link: Option<OneTimeLink>,
    /// What became of the mail with it, if it was to be mailed.
    pub delivery: Option<LinkDelivery>,
}

/// Reads a link that was just made, and has the browser forget it.
#[server(endpoint = "panel_user_link_page", input = GetUrl)]
pub async fn panel_user_link_page(login: String) -> Result<PanelUserLinkScreen, ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let login = answer(existing_login(&login))?;
    let user = answer(services.panel_users.view(&actor, &login).await)?;
    let token = take_flash(LINK_COOKIE, login.as_str());
    let address = match token {
        Some(token) if user.link.is_some() => Some(answer(link_address(&token))?),
        _ => None,
    };
    Ok(PanelUserLinkScreen {
        delivery: take_delivery_flash(&login),
        login,
        address,
        link: user.link,
    })
}

/// The address that a token makes, at the panel's own.
#[cfg(feature = "ssr")]
pub(super) fn link_address(token: &str) -> Result<String, AppError> {
    let request = request_context()?;
    let asked = request.host.as_deref();
    let asked = asked.and_then(|host| PublicUrl::of(request.https, host));
    let panel = services()?.ftp_accounts.panel_url(asked)?;
    Ok(panel.panel_user_link(token))
}
