//! The panel's web server: router, middleware, sessions, pages, server functions, files.

mod answer_body;
mod api;
mod audit_files;
mod body_limit;
mod client;
mod client_connection;
pub mod client_files;
mod client_stream;
mod connections;
mod csrf;
mod embedded_site;
mod error_response;
mod fetch_metadata;
mod files;
mod ftp_accounts_csv;
mod ftp_sessions;
mod http2_answers;
mod https_redirect;
mod import_files;
mod limits;
mod locale;
mod logged_path;
mod middleware;
mod one_time_link_privacy;
mod pages;
mod patience;
mod pending_step;
mod plain_forms;
mod proxy_warning;
mod redirects;
mod refused_forms;
mod reload;
mod render_retry;
mod request_context;
mod request_log;
mod request_metrics;
mod rest_api;
mod security_headers;
mod serve;
mod site;
mod site_file;

use std::sync::Arc;

use app::api::rest_api::RestApiPages;
use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::get;
use http::StatusCode;
use leptos_axum::LeptosRoutes;
use tokio_util::sync::CancellationToken;

use crate::config::TrustedAddresses;
use crate::readiness::Readiness;
use crate::rest;
use api::ServerFunctions;
use client::ProxySettings;
use https_redirect::HttpsRedirect;
use model::PublicUrl;
use refused_forms::RefusedForms;
use services::Services;

pub use limits::HttpLimits;
pub use serve::{Served, WebListeners, serve};
pub use site::{Site, SiteError};

/// The settings of the web server.
#[derive(Clone, Debug)]
pub struct WebConfig {
    /// The site's files.
    pub site: Site,
    /// The proxies whose word about a client's address and scheme is believed.
    pub trusted_proxies: TrustedAddresses,
    /// The load balancers whose connections begin with a PROXY protocol header.
    pub proxy_protocol: TrustedAddresses,
    /// The port where the panel is served over HTTPS too, to which plain HTTP then leads.
    pub https_port: Option<u16>,
    /// Where people's browsers find the panel, if the settings say so.
    pub public_url: Option<PublicUrl>,
    /// What a client may cost.
    pub limits: HttpLimits,
}

/// Everything that the panel answers over HTTP.
///
/// Each request must carry an axum `ConnectInfo<SocketAddr>` with the address it came from;
/// [`serve`] sees to it. What answers for longer than a moment ends at `shutdown`.
pub fn router(
    services: Services,
    config: WebConfig,
    readiness: Readiness,
    shutdown: CancellationToken,
) -> Router {
    let options = pages::leptos_options(&config.site);
    let site_files = pages::site_files(&config.site);
    let stylesheet = Arc::clone(&site_files.stylesheet);
    let rest_api = RestApiPages(Arc::new(rest::reference()));
    let contexts = request_context::leptos_contexts(services.clone(), rest_api);
    let shell = move || app::shell(site_files.clone());
    let reload = reload::route(shutdown.clone());
    let ftp_sessions = ftp_sessions::route(services.clone(), shutdown);
    let ftp_accounts_csv = ftp_accounts_csv::route(services.clone());
    let audit_files = audit_files::route(services.clone());
    let client_files = client_files::route(services.clone());
    let session = from_fn_with_state(services.clone(), request_context::load_session);
    let render_retry = from_fn_with_state(render_retry::RENDER_TIMEOUT, render_retry::retry);
    let refused_forms = Arc::new(RefusedForms::default());
    let functions = Arc::new(ServerFunctions::new(
        services.clone(),
        Arc::clone(&refused_forms),
    ));

    // Downloads and streams.
    let data = ftp_sessions
        .merge(ftp_accounts_csv)
        .merge(audit_files)
        .merge(client_files)
        .route_layer(from_fn(fetch_metadata::nothing_from_elsewhere));
    // Pages and server functions. `route_layer`: what no route matches must not cost a look at
    // the database.
    let panel = Router::new()
        .leptos_routes_with_context(&options, pages::routes(), contexts.clone(), shell.clone())
        .with_state(options)
        .route_layer(render_retry.clone())
        .route_layer(from_fn_with_state(refused_forms, refused_forms::deliver))
        .merge(data)
        .route_layer(from_fn_with_state(
            Arc::clone(&functions),
            api::server_functions,
        ))
        .route_layer(session.clone());

    // What takes more than a form.
    let files = import_files::route(services.clone())
        .route_layer(from_fn_with_state(
            Arc::clone(&functions),
            api::server_functions,
        ))
        .route_layer(session.clone());

    // The page that says that there is none knows who is signed in, as all pages do.
    let not_found = Router::new()
        .fallback(pages::not_found(contexts, shell))
        .layer(render_retry)
        .layer(from_fn_with_state(functions, api::server_functions))
        .layer(session);
    let static_fallback = pages::StaticFallback::new(config.site.clone(), not_found);

    let everything = Router::new()
        .route("/health", get(|| async { StatusCode::NO_CONTENT }))
        .route("/ready", get(move || ready(readiness)))
        .merge(panel)
        .merge(reload)
        .nest(
            &format!("/{}", site::PACKAGE),
            files::package(config.site.clone()),
        )
        .fallback(move |request| static_fallback.clone().answer(request));
    let (has_https, timeout) = (config.https_port.is_some(), config.limits.response_timeout);
    let rest = rest_api::route(services, has_https, timeout);
    let is_https = config.public_url.as_ref().is_some_and(PublicUrl::is_https);
    let https = config.https_port.map(|port| HttpsRedirect {
        port,
        public_url: config.public_url,
    });
    let proxies = ProxySettings::new(config.trusted_proxies, is_https);
    middleware::with_middleware(everything, files, rest, proxies, https, stylesheet, timeout)
}

/// Says whether the server can do its work, and to strangers no more than that.
async fn ready(readiness: Readiness) -> StatusCode {
    match readiness.check().await.are_ready() {
        true => StatusCode::NO_CONTENT,
        false => StatusCode::SERVICE_UNAVAILABLE,
    }
}
