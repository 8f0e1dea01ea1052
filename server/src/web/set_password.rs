//! The page where a one-time link leads, for somebody who is not signed in.
//!
//! Its address is a secret: it goes into no log ([`shown_path`]) and to no other site
//! (`no-referrer`), and no search engine keeps it. Its form goes to the page itself, since without
//! `Referer` a browser could not be sent back to it.

use std::pin::Pin;
use std::sync::Arc;

use app::SiteFiles;
use app::api::handover::{PASSWORD_SET, PasswordRefusal, password_set_cookie};
use app::api::request_context::RequestContext;
use axum::extract::{FromRequest, Path, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::post;
use axum::{Extension, Form, Router};
use http::header::{HeaderName, REFERRER_POLICY, SET_COOKIE};
use http::{HeaderValue, Method, StatusCode};
use leptos::prelude::{provide_context, with_context};
use model::AppError;
use serde::Deserialize;
use services::OneTimeToken;

use super::error_response::ErrorResponse;
use services::Services;

/// Where the pages are; what follows is the token.
const PAGES: &str = "/set-password/";

const ROBOTS: HeaderName = HeaderName::from_static("x-robots-tag");

/// A path as the log shows it: without what is secret in it.
pub(super) fn shown_path(path: &str) -> &str {
    if is_one_time_link(path) {
        "/set-password/…"
    } else {
        path
    }
}

/// Whether a path is a one-time link: whoever knows it may do what it is for, whatever page sent
/// them there. No cookie gives anybody more.
pub(super) fn is_one_time_link(path: &str) -> bool {
    path.starts_with(PAGES)
}

/// Middleware: hides the address of these pages from other sites and from search engines.
pub(super) async fn hide_address(request: Request, next: Next) -> Response {
    let is_secret = is_one_time_link(request.uri().path());
    let mut response = next.run(request).await;
    if is_secret {
        let headers = response.headers_mut();
        headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
        headers.insert(ROBOTS, HeaderValue::from_static("noindex"));
    }
    response
}

/// What the form has.
#[derive(Deserialize)]
struct Typed {
    password: String,
    again: String,
}

/// Draws the page again.
type Draw = Arc<dyn Fn(Request) -> Drawing + Send + Sync>;
type Drawing = Pin<Box<dyn Future<Output = Response> + Send>>;

#[derive(Clone)]
struct SetPassword {
    services: Services,
    draw: Draw,
}

/// Where the form of the page goes.
pub(super) fn route(
    services: Services,
    site_files: &SiteFiles,
    contexts: impl Fn() + Clone + Send + Sync + 'static,
) -> Router {
    let site_files = site_files.clone();
    let contexts = move || {
        contexts();
        let error_response = with_context(|parts: &http::request::Parts| {
            parts.extensions.get::<PasswordRefusal>().cloned()
        });
        if let Some(error_response) = error_response.flatten() {
            provide_context(error_response);
        }
    };
    let shell = move || app::server_shell(site_files.clone());
    let draw: Draw = Arc::new(move |request| {
        let draw = leptos_axum::render_app_async_with_context(contexts.clone(), shell.clone());
        draw(request)
    });
    Router::new()
        .route("/set-password/{token}", post(set_password))
        .with_state(SetPassword { services, draw })
}

/// Sets the password, or draws the page again and says why not.
async fn set_password(
    State(SetPassword { services, draw }): State<SetPassword>,
    Extension(visit): Extension<RequestContext>,
    Path(token): Path<String>,
    request: Request,
) -> Result<Response, ErrorResponse> {
    let (mut parts, body) = request.into_parts();
    let form = Request::from_parts(parts.clone(), body);
    let typed = Form::<Typed>::from_request(form, &()).await;
    let Form(typed) = typed.map_err(|_| AppError::Malformed)?;
    let token = OneTimeToken::new(token);
    let error_response = if typed.password == typed.again {
        let set = services
            .one_time_links
            .set_password(&token, &typed.password, &visit.origin);
        match set.await {
            Ok(account) => {
                let cookie = password_set_cookie(&account, visit.https);
                let cookie = [(SET_COOKIE, cookie)];
                return Ok((cookie, Redirect::to(PASSWORD_SET)).into_response());
            }
            Err(problem) => PasswordRefusal::AppError(problem),
        }
    } else {
        PasswordRefusal::Differ
    };
    let status = match &error_response {
        PasswordRefusal::AppError(problem) => StatusCode::from_u16(problem.status()),
        PasswordRefusal::Differ => Ok(StatusCode::UNPROCESSABLE_ENTITY),
    };
    parts.method = Method::GET;
    parts.extensions.insert(error_response);
    let mut response = draw(Request::from_parts(parts, axum::body::Body::empty())).await;
    if response.status().is_success() {
        *response.status_mut() = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    }
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_one_time_link_is_not_shown() {
        assert_eq!(shown_path("/set-password/secret"), "/set-password/…");
        assert_eq!(shown_path("/set-password/secret/more"), "/set-password/…");
        for path in ["/", "/password-set", "/subscriptions/set-password/ftp"] {
            assert_eq!(shown_path(path), path);
        }
    }
}
