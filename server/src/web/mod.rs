//! The panel's door to the web: sessions, security headers, pages, server functions, files.

mod api;
mod client;
pub mod client_files;
mod cookies;
mod error_response;
mod files;
mod ftp_accounts_csv;
mod ftp_sessions;
mod headers;
mod limits;
mod one_time_link_privacy;
mod pages;
mod redraw;
mod reload;
mod request_context;
mod request_log;
mod same_origin;
mod serve;
mod stack;

use std::num::NonZeroU32;
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use http::StatusCode;
use leptos_axum::LeptosRoutes;
use tokio_util::sync::CancellationToken;

use limits::FloodGuard;
use services::Services;

pub use client::{TrustedProxies, TrustedProxiesError};
pub use serve::serve;

/// What the web server must be told.
#[derive(Clone, Debug)]
pub struct WebConfig {
    /// The folder with the site's files, as the build of the browser's half leaves it.
    pub site_dir: PathBuf,
    /// The proxies whose word about a client's address and scheme is believed.
    pub trusted_proxies: TrustedProxies,
}

const FLOOD_PER_SECOND: NonZeroU32 = NonZeroU32::new(100).unwrap();
const FLOOD_BURST: NonZeroU32 = NonZeroU32::new(400).unwrap();

/// Everything that the panel answers over HTTP.
///
/// Each request must carry an axum `ConnectInfo<SocketAddr>` with the address it came from;
/// [`serve`] sees to it. What answers for longer than a moment ends at `shutdown`.
pub fn router(services: Services, config: WebConfig, shutdown: CancellationToken) -> Router {
    let options = pages::leptos_options(&config.site_dir);
    let site_files = pages::site_files(&options);
    let stylesheet = Arc::clone(&site_files.stylesheet);
    let contexts = request_context::contexts(services.clone());
    let shell = move || app::shell(site_files.clone());
    let reload = reload::route(shutdown.clone());
    let ftp_sessions = ftp_sessions::route(services.clone(), shutdown);
    let ftp_accounts_csv = ftp_accounts_csv::route(services.clone());
    let client_files = client_files::route(services.clone());
    let visit = from_fn_with_state(services, request_context::load_session);
    let redraw = from_fn_with_state(redraw::PATIENCE, redraw::until_drawn);
    let guard = Arc::new(FloodGuard::new(FLOOD_PER_SECOND, FLOOD_BURST));

    // Pages and server functions. `route_layer`: what no route matches must not cost a look at
    // the database.
    let panel = Router::new()
        .leptos_routes_with_context(
            &options,
            leptos_axum::generate_route_list(app::App),
            contexts.clone(),
            shell.clone(),
        )
        .with_state(options)
        .route_layer(redraw.clone())
        .merge(ftp_sessions)
        .merge(ftp_accounts_csv)
        .merge(client_files)
        .route_layer(from_fn_with_state(guard, api::around))
        .route_layer(visit.clone());

    // The page that says that there is none knows the visitor, as all pages do.
    let not_found = Router::new()
        .fallback(pages::not_found(contexts, shell))
        .layer(redraw)
        .layer(visit);
    let static_fallback = pages::StaticFallback::new(&config.site_dir, not_found);

    let everything = Router::new()
        .route("/health", get(|| async { StatusCode::NO_CONTENT }))
        .merge(panel)
        .merge(reload)
        .nest(
            &format!("/{}", files::PACKAGE),
            files::package(&config.site_dir),
        )
        .fallback(move |request| static_fallback.clone().answer(request));
    stack::guarded(everything, config.trusted_proxies, stylesheet)
}
