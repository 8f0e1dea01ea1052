//! Handing an FTP account over: how to connect, and one-time links.

#![expect(
    missing_docs,
    reason = "a server function's arguments become fields without one"
)]

use leptos::prelude::*;

use super::ApiError;
use super::json::Json;

#[cfg(feature = "ssr")]
use super::{
    path_params::{existing_account, existing_domain},
    request_context::actor_and_services,
    respond::{answer, redirect, set_flash},
};
#[cfg(feature = "ssr")]
use model::{AppError, Field, LinkValidity};

/// Makes a link by which somebody sets an FTP account's password, and goes to the page that shows
/// it.
#[server(endpoint = "make_one_time_link", output = Json)]
pub async fn make_one_time_link(
    domain: String,
    account: String,
    hours: String,
) -> Result<(), ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let domain = answer(existing_domain(&domain))?;
    let account = answer(existing_account(&account))?;
    let validity = LinkValidity::parse(&hours);
    let validity = answer(validity.map_err(|error| AppError::at(Field::LinkHours, error)))?;
    let made = services
        .one_time_links
        .make(&actor, &domain, &account, validity)
        .await;
    let path = link_path(&domain, &account);
    set_flash(LINK_COOKIE, answer(made)?.expose(), &path);
    redirect(&path);
    Ok(())
}

/// Revokes an FTP account's one-time link and goes back to « Connexion ».
#[server(endpoint = "revoke_one_time_link", output = Json)]
pub async fn revoke_one_time_link(domain: String, account: String) -> Result<(), ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let domain = answer(existing_domain(&domain))?;
    let account = answer(existing_account(&account))?;
    let revoked = services
        .one_time_links
        .revoke(&actor, &domain, &account)
        .await;
    answer(revoked)?;
    redirect(&connection_path(domain.as_str(), account.as_str()));
    Ok(())
}

#[cfg(feature = "ssr")]
pub use pages::*;

/// What the screens of handing over ask. They are drawn by the server alone, so that none of this
/// has an address of its own.
#[cfg(feature = "ssr")]
mod pages {
    use leptos_axum::ResponseOptions;
    use serde::{Deserialize, Serialize};

    use super::super::request_context::{RequestContext, services, visit};
    use super::super::respond::{HAND_ON, passing_cookie, take_flash, taken_over};
    use super::*;
    use crate::i18n::{ServerTexts, Texts, server_texts, texts};
    use model::{
        AccountName, DomainName, FtpConnection, FtpConnectionView, FtpHost, OneTimeLink, PublicUrl,
        Receipt,
    };
    use services::OneTimeToken;

    use super::super::ftp_accounts::HowToConnect;

    /// Hands a link's token to the one page that shows it.
    pub(in crate::api) const LINK_COOKIE: &str = "berth-one-time-link";
    /// Hands the account's name to the page that follows when its password was set by a link.
    const PASSWORD_SET_COOKIE: &str = "berth-password-set";
    /// The address of that page.
    pub const PASSWORD_SET: &str = "/password-set";

    /// The address of an account's « Connexion ».
    pub(crate) fn connection_path(domain: &str, account: &str) -> String {
        format!("/subscriptions/{domain}/ftp/{account}/connect")
    }

    /// The address of the page that shows an account's one-time link.
    pub(in crate::api) fn link_path(domain: &DomainName, account: &AccountName) -> String {
        format!("/subscriptions/{domain}/ftp/{account}/link")
    }

    /// The host that the browser uses for the panel.
    pub fn asked_host(visit: &RequestContext) -> Option<FtpHost> {
        visit.host.as_deref().and_then(FtpHost::of_authority)
    }

    /// Why a password was not set by a link, for the page that is drawn again.
    #[derive(Clone, Debug)]
    pub enum PasswordRefusal {
        /// The use case refused it.
        AppError(AppError),
        /// It was typed differently the second time.
        Differ,
    }

    /// What « Connexion » shows.
    pub(crate) async fn ftp_connection_page(
        domain: String,
        name: String,
    ) -> Result<FtpConnectionView, ApiError> {
        let (actor, services) = answer(actor_and_services())?;
        let domain = answer(existing_domain(&domain))?;
        let name = answer(existing_account(&name))?;
        let asked = asked_host(&visit()?);
        let found = services
            .ftp_accounts
            .view_connection(&actor, &domain, &name, asked.as_ref());
        answer(found.await)
    }

    /// What the page of a one-time link shows.
    #[derive(Clone, Debug, Serialize, Deserialize)]
    pub(crate) struct OneTimeLinkScreen {
        /// The account.
        pub(crate) account: AccountName,
        /// The link itself; none once it was shown.
        pub(crate) address: Option<String>,
        /// What is known of it; none if there is none that works.
        pub(crate) link: Option<OneTimeLink>,
    }

    /// Reads a link that was just made, and forgets it.
    pub(crate) async fn one_time_link_page(
        domain: String,
        name: String,
    ) -> Result<OneTimeLinkScreen, ApiError> {
        let view = ftp_connection_page(domain.clone(), name.clone()).await?;
        let domain = answer(existing_domain(&domain))?;
        let name = answer(existing_account(&name))?;
        let token = take_flash(LINK_COOKIE, &link_path(&domain, &name));
        let address = match token {
            Some(token) if view.link.is_some() => {
                let visit = visit()?;
                let asked = visit.host.as_deref();
                let asked = asked.and_then(|host| PublicUrl::of(visit.https, host));
                Some(answer(services()?.ftp_accounts.panel_url(asked))?.one_time_link(&token))
            }
            _ => None,
        };
        Ok(OneTimeLinkScreen {
            account: view.connection.account,
            address,
            link: view.link,
        })
    }

    /// What a one-time link is for; none if it does not work, for whatever reason.
    pub(crate) async fn set_password_page(
        token: String,
    ) -> Result<Option<FtpConnection>, ApiError> {
        let visit = visit()?;
        let asked = asked_host(&visit);
        let token = OneTimeToken::new(token);
        let opened = services()?
            .one_time_links
            .open(&token, &visit.origin, asked.as_ref())
            .await;
        match opened {
            Err(AppError::NotFound) => {
                if let Some(options) = use_context::<ResponseOptions>() {
                    options.set_status(http::StatusCode::NOT_FOUND);
                }
                Ok(None)
            }
            opened => answer(opened).map(Some),
        }
    }

    /// The cookie that hands the account's name to the page at [`PASSWORD_SET`].
    pub fn password_set_cookie(account: &AccountName, https: bool) -> String {
        let name = account.as_str();
        passing_cookie(PASSWORD_SET_COOKIE, name, PASSWORD_SET, HAND_ON, https)
    }

    /// How the receiver of an account connects, once its password is set.
    pub(crate) async fn password_set_page() -> Result<FtpConnection, ApiError> {
        let asked = asked_host(&visit()?);
        let name = taken_over(PASSWORD_SET_COOKIE).ok_or(AppError::NotFound);
        let name = answer(name.and_then(|name| existing_account(&name)))?;
        answer(services()?.ftp_accounts.connection(name, asked.as_ref()))
    }

    /// How to connect to the account that a receipt is about, if it is about one.
    pub(in crate::api) async fn how_to_connect(
        domain: &DomainName,
        receipt: Option<&Receipt>,
    ) -> Option<HowToConnect> {
        let (Receipt::AccountAdded { name, .. } | Receipt::AccountChanged { name, .. }) = receipt?
        else {
            return None;
        };
        let (actor, services) = actor_and_services().ok()?;
        let visit = visit().ok()?;
        let asked = asked_host(&visit);
        let view = services
            .ftp_accounts
            .view_connection(&actor, domain, name, asked.as_ref());
        let connection = view.await.ok()?.connection;
        Some(HowToConnect {
            page: connection_path(domain.as_str(), name.as_str()),
            facts: facts(&connection, texts(visit.locale), server_texts(visit.locale)),
        })
    }

    /// What one types into a client, each with its label.
    pub(crate) fn facts(
        connection: &FtpConnection,
        texts: &Texts,
        said: &ServerTexts,
    ) -> Vec<(String, String)> {
        let mut facts = vec![
            (said.host, connection.host.as_str().to_owned()),
            (said.port, connection.port.to_string()),
            (said.protocol, said.explicit_tls.to_owned()),
        ];
        if let Some(port) = connection.implicit_port {
            facts.push((said.protocol_too, (said.implicit_tls)(port)));
        }
        if connection.allows_plaintext {
            facts.push((said.protocol_too, said.in_clear.to_owned()));
        }
        facts.push((texts.ftp_account_name, connection.account.to_string()));
        if let Some(certificate) = &connection.certificate {
            facts.push((said.fingerprint, certificate.sha256.clone()));
        }
        let owned = |(label, value): (&str, String)| (label.to_owned(), value);
        facts.into_iter().map(owned).collect()
    }
}
