//! How FTP clients connect to an account.

#![expect(
    missing_docs,
    reason = "a server function's arguments become fields without one"
)]

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use super::ApiError;
use model::{DomainName, FtpConnection, FtpConnectionView};

#[cfg(feature = "ssr")]
use super::{
    path_params::{existing_account, existing_domain},
    request_context::{RequestContext, actor_and_services, request_context, services},
    respond::answer,
};
#[cfg(feature = "ssr")]
use model::{AppError, FtpHost, PublicUrl, Receipt};

/// How to connect to the account that a receipt is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HowToConnect {
    /// The subscription, for the address of « Connexion », which tells more.
    pub domain: DomainName,
    /// What a client needs to know.
    pub connection: FtpConnection,
}

/// What « Connexion » shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectionScreen {
    /// The account.
    pub view: FtpConnectionView,
    /// The address where it signs in to the page of its own; none if it has none.
    pub own_page: Option<String>,
    /// Whether a one-time link can be mailed.
    pub can_mail_links: bool,
}

/// Reads what « Connexion » shows.
#[server(endpoint = "ftp_connection_page", input = GetUrl)]
pub async fn ftp_connection_page(
    domain: String,
    name: String,
) -> Result<ConnectionScreen, ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let domain = answer(existing_domain(&domain))?;
    let name = answer(existing_account(&name))?;
    let asked = asked_host(&request_context()?);
    let found = services
        .ftp_accounts
        .view_connection(&actor, &domain, &name, asked.as_ref());
    let view = answer(found.await)?;
    let own_page = own_page_address(view.own_page)?;
    Ok(ConnectionScreen {
        view,
        own_page,
        can_mail_links: services.mails.can_send_links(),
    })
}

/// Where an FTP account signs in to the page of its own, if it has one.
#[cfg(feature = "ssr")]
pub(super) fn own_page_address(has_one: bool) -> Result<Option<String>, ApiError> {
    match has_one {
        true => Ok(Some(answer(panel_url())?.own_account())),
        false => Ok(None),
    }
}

/// The panel's address for links to it.
#[cfg(feature = "ssr")]
pub(super) fn panel_url() -> Result<PublicUrl, AppError> {
    let request = request_context()?;
    let asked = request.host.as_deref();
    let asked = asked.and_then(|host| PublicUrl::of(request.https, host));
    services()?.ftp_accounts.panel_url(asked)
}

/// How to connect to the account that a receipt is about, if it is about one.
#[cfg(feature = "ssr")]
pub(super) async fn how_to_connect(
    domain: &DomainName,
    receipt: Option<&Receipt>,
) -> Option<HowToConnect> {
    let (Receipt::AccountAdded { name, .. } | Receipt::AccountChanged { name, .. }) = receipt?
    else {
        return None;
    };
    let (actor, services) = actor_and_services().ok()?;
    let asked = asked_host(&request_context().ok()?);
    let view = services
        .ftp_accounts
        .view_connection(&actor, domain, name, asked.as_ref());
    Some(HowToConnect {
        domain: domain.clone(),
        connection: view.await.ok()?.connection,
    })
}

/// The host that the browser uses for the panel.
#[cfg(feature = "ssr")]
pub fn asked_host(request: &RequestContext) -> Option<FtpHost> {
    request.host.as_deref().and_then(FtpHost::of_authority)
}
