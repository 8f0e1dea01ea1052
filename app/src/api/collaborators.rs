//! « Personnes »: who has access to a subscription beside its owner.

#![expect(
    missing_docs,
    reason = "a server function's arguments become fields without one"
)]

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use super::ApiError;
use model::{
    CollaboratorForm, DomainName, LinkDelivery, Login, PanelUserReceipt, SubscriptionPeople,
};

#[cfg(feature = "ssr")]
use super::{
    panel_users::{link_address, receipt, set_delivery_flash, take_delivery_flash},
    path_params::{existing_domain, existing_login},
    request_context::actor_and_services,
    respond::{actor_and_services_for, answer, answer_form, redirect, set_flash, take_flash},
};
#[cfg(feature = "ssr")]
use crate::routes;
#[cfg(feature = "ssr")]
use model::{AppError, CollaboratorRole, ExpectedVersion};

/// Hands the link of somebody who was added to the one page that shows it.
#[cfg(feature = "ssr")]
const INVITATION_COOKIE: &str = "berth-invitation";

/// What « Personnes » shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeopleScreen {
    /// The people.
    pub people: SubscriptionPeople,
    /// Whether the link of somebody who is added can be mailed.
    pub can_mail_links: bool,
    /// What the person has just done.
    pub receipt: Option<PanelUserReceipt>,
}

/// Reads what « Personnes » shows. `done` is the key of the operation just carried out.
#[server(endpoint = "people_page", input = GetUrl)]
pub async fn people_page(domain: String, done: Option<String>) -> Result<PeopleScreen, ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let domain = answer(existing_domain(&domain))?;
    let people = answer(services.collaborators.list(&actor, &domain).await)?;
    let receipt = receipt(&actor, &services, done.as_deref()).await;
    Ok(PeopleScreen {
        people,
        can_mail_links: services.mails.can_send_links(),
        receipt,
    })
}

/// Gives somebody access to a subscription. Whoever is there already has it at once; for somebody who
/// is added there is a link, which is mailed if it is said to whom, and which the page that follows shows.
#[server(endpoint = "invite_collaborator")]
pub async fn invite_collaborator(
    domain: String,
    #[server(flatten)] form: CollaboratorForm,
) -> Result<(), ApiError> {
    let (actor, services) = actor_and_services_for(&form)?;
    let domain = answer(existing_domain(&domain))?;
    let invite = async {
        let new = form.parse()?;
        let login = new.login.clone();
        let invited = services.collaborators.invite(&actor, &domain, new).await?;
        Ok((login, invited))
    };
    let (login, invitation) = answer_form(invite.await, &form)?;
    match invitation.link {
        Some(token) => {
            let link = format!("{login}:{}", token.expose());
            set_flash(INVITATION_COOKIE, domain.as_str(), &link);
            if let Some(delivery) = invitation.delivery {
                set_delivery_flash(&login, &delivery);
            }
            redirect(&routes::invitation(domain.as_str()));
        }
        None => {
            let (page, operation) = (routes::people(domain.as_str()), invitation.operation);
            redirect(&format!("{page}?done={}", operation.as_str()));
        }
    }
    Ok(())
}

/// Gives a collaborator another role, or takes the access away if none is given; and comes back.
#[server(endpoint = "change_collaborator")]
pub async fn change_collaborator(
    domain: String,
    login: String,
    role: Option<String>,
) -> Result<(), ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let domain = answer(existing_domain(&domain))?;
    let login = answer(existing_login(&login))?;
    let role = role.map(|role| CollaboratorRole::parse(&role).ok_or(AppError::Malformed));
    let role = answer(role.transpose())?;
    let (people, any) = (&services.collaborators, ExpectedVersion::Any);
    let changed = people.change(&actor, &domain, &login, &any, role).await;
    let operation = answer(changed)?;
    let page = routes::people(domain.as_str());
    redirect(&format!("{page}?done={}", operation.as_str()));
    Ok(())
}

/// What the page shows that follows when somebody was added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationScreen {
    /// The subscription.
    pub domain: DomainName,
    /// Who was added, and the link itself; none once it was shown.
    pub invited: Option<(Login, String)>,
    /// What became of the mail with it, if it was to be mailed.
    pub delivery: Option<LinkDelivery>,
}

/// Reads the link of somebody who was just added, and has the browser forget it.
#[server(endpoint = "invitation_page", input = GetUrl)]
pub async fn invitation_page(domain: String) -> Result<InvitationScreen, ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let domain = answer(existing_domain(&domain))?;
    let people = answer(services.collaborators.list(&actor, &domain).await)?;
    let flash = take_flash(INVITATION_COOKIE, domain.as_str());
    let invited = match flash.as_deref().and_then(|flash| flash.split_once(':')) {
        Some((login, token)) => {
            let login = answer(existing_login(login))?;
            Some((login, answer(link_address(token))?))
        }
        None => None,
    };
    let delivery = invited
        .as_ref()
        .and_then(|(login, _)| take_delivery_flash(login));
    Ok(InvitationScreen {
        domain: people.domain,
        invited,
        delivery,
    })
}
