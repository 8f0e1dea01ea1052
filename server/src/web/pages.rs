//! Drawing pages, and what is at addresses where no page is.

use std::future::Future;
use std::pin::Pin;
use std::sync::LazyLock;

use app::SiteFiles;
use app::api::PREFIX;
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::response::{IntoResponse, Redirect, Response};
use http::{Method, StatusCode, Uri};
use leptos::IntoView;
use leptos::config::{Env, LeptosOptions};
use leptos_axum::AxumRouteListing;
use tower::ServiceExt;

use super::error_response::ErrorResponse;
use super::reload;
use super::site::{self, Site};

/// What Leptos must know to route and to bring pages to life. Nothing of it comes from the
/// environment.
pub(super) fn leptos_options(site: &Site) -> LeptosOptions {
    LeptosOptions::builder()
        .output_name(site::NAME)
        .site_pkg_dir(site.package())
        // Whatever is served is the finished thing: no socket that waits for a rebuild.
        .env(Env::PROD)
        .build()
}

/// The files that every page's head names.
pub(super) fn site_files(site: &Site) -> SiteFiles {
    SiteFiles {
        stylesheet: format!("/{}", site.stylesheet()).into(),
        script: format!("/{}", site.script()).into(),
        wasm: format!("/{}", site.wasm()).into(),
        reload: reload::is_on().then_some(reload::STREAM),
    }
}

/// Every page that the panel has.
///
/// They are found once for the whole process: while Leptos looks for them, no resource of any page
/// loads, and one that should just then waits for ever (leptos-rs/leptos#4773). A router that is
/// made while another one draws pages, as in tests, would make those hang.
pub(super) fn routes() -> Vec<AxumRouteListing> {
    static ROUTES: LazyLock<Vec<AxumRouteListing>> =
        LazyLock::new(|| leptos_axum::generate_route_list(app::App));
    ROUTES.clone()
}

/// Draws the panel's page for an address where there is nothing.
pub(super) fn not_found<V: IntoView + 'static>(
    contexts: impl Fn() + Clone + Send + Sync + 'static,
    shell: impl Fn() -> V + Clone + Send + Sync + 'static,
) -> impl Fn(Request) -> Pin<Box<dyn Future<Output = Response> + Send>> + Clone + Send + Sync + 'static
{
    move |request| {
        let render = leptos_axum::render_app_async_with_context(contexts.clone(), shell.clone());
        Box::pin(async move {
            let mut response: Response<Body> = render(request).await;
            if response.status().is_success() {
                *response.status_mut() = StatusCode::NOT_FOUND;
            }
            response
        })
    }
}

/// What is at addresses that are no page, no server function and nothing that the build makes.
#[derive(Clone)]
pub(super) struct StaticFallback {
    site: Site,
    not_found: Router,
}

impl StaticFallback {
    /// Looks for the icon and its like first, then draws `not_found`.
    pub(super) fn new(site: Site, not_found: Router) -> Self {
        Self { site, not_found }
    }

    /// Answers a request that no route matched.
    pub(super) async fn answer(self, request: Request) -> Response {
        let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
        let path = request.uri().path();
        // Leptos would take what stands behind two slashes for another host, and draw the page that
        // is behind it.
        if !is_read || path.starts_with(PREFIX) || path.starts_with("//") {
            return ErrorResponse::NOT_FOUND.into_response();
        }
        if let Some(path) = without_trailing_slash(request.uri()) {
            return Redirect::permanent(&path).into_response();
        }
        if let Some(file) = self.site.file(path.trim_start_matches('/')) {
            return file.answer(request.headers(), "public, max-age=3600");
        }
        let Ok(response) = self.not_found.oneshot(request).await;
        response
    }
}

/// The address that was meant by one with a slash at its end.
///
/// None for `//evil.example/`: without the last slash a browser reads another site's name.
fn without_trailing_slash(uri: &Uri) -> Option<String> {
    let path = uri.path().strip_suffix('/')?;
    if path.is_empty() || path.contains("//") || path.contains('\\') || path.ends_with('/') {
        return None;
    }
    Some(match uri.query() {
        Some(query) => format!("{path}?{query}"),
        None => path.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_path_of_ours_loses_its_last_slash() {
        for (address, expected) in [
            ("/login/", Some("/login")),
            ("/login/?next=%2F", Some("/login?next=%2F")),
            ("/", None),
            ("/login", None),
            ("//evil.example/", None),
            ("/x//", None),
            ("//", None),
        ] {
            let uri: Uri = address.parse().expect("an address");
            assert_eq!(
                without_trailing_slash(&uri).as_deref(),
                expected,
                "{address}"
            );
        }
    }
}
