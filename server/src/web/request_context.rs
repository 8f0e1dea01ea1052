//! What pages and server functions know about a request: who asks, from where, in which language.

use app::api::cookies::{OWN_ACCOUNT_COOKIE, SESSION_COOKIE, cookie_value, time_zone_of};
use app::api::own_account;
use app::api::request_context::{RequestContext, SignedIn};
use app::api::rest_api::RestApiPages;
use app::routes;
use axum::Extension;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::HeaderMap;
use http::header::USER_AGENT;
use http::request::Parts;
use leptos::nonce::Nonce;
use leptos::prelude::{provide_context, with_context};
use model::{Actor, Origin};
use services::{AccountSessionToken, Services, SessionToken};

use super::client::Client;
use super::error_response::ErrorResponse;
use super::locale::negotiate_locale;
use super::pending_step::{is_open, lead_to, pending_step};

/// The longest `User-Agent` that is kept, in characters.
const MAX_USER_AGENT: usize = 200;

/// Middleware: loads the session of the request's cookie, for pages and server functions. Who has to
/// do something first gets nothing else.
///
/// # Errors
/// If the database cannot answer: to go on as if nobody were signed in would send everybody to
/// the sign-in page.
pub(super) async fn load_session(
    State(services): State<Services>,
    Extension(client): Extension<Client>,
    mut request: Request,
    next: Next,
) -> Result<Response, ErrorResponse> {
    let headers = request.headers();
    let origin = Origin {
        address: client.address,
        user_agent: user_agent(headers),
    };
    let (mut stored_locale, mut stored_zone) = (None, None);
    let mut signed_in = None;
    if let Some(value) = cookie_value(headers, SESSION_COOKIE, client.https) {
        let token = SessionToken::new(value);
        if let Some(session) = services.sessions.resume(&token).await? {
            (stored_locale, stored_zone) = (session.locale, session.time_zone);
            signed_in = Some(SignedIn {
                actor: Actor::PanelUser {
                    id: session.actor_id,
                    login: session.viewer.login.clone(),
                    role: session.viewer.role,
                    proved_at: session.proved_at,
                    origin: origin.clone(),
                    token: None,
                },
                viewer: session.viewer,
                token,
                pending: session.pending,
            });
        }
    }
    let account = match own_account_token(&request, client.https) {
        Some(token) => services.own_account.resume(&token, &origin).await?,
        None => None,
    };
    let headers = request.headers();
    let context = RequestContext {
        signed_in,
        account,
        origin,
        locale: negotiate_locale(headers, client.https, stored_locale),
        time_zone: stored_zone
            .or_else(|| time_zone_of(headers, client.https))
            .unwrap_or_default(),
        https: client.https,
        host: client.host,
    };
    if let Some(step) = pending_step(&context)
        && !is_open(step, request.uri().path())
    {
        return lead_to(step, &request);
    }
    request.extensions_mut().insert(context);
    Ok(next.run(request).await)
}

/// The token of an FTP account's session, where the page of its own is asked for. Nowhere else does
/// such a session mean anything, or cost a look at the database.
fn own_account_token(request: &Request, https: bool) -> Option<AccountSessionToken> {
    let path = request.uri().path();
    let is_asked_for = routes::is_own_account(path) || path.starts_with(own_account::PREFIX);
    let token = is_asked_for.then(|| cookie_value(request.headers(), OWN_ACCOUNT_COOKIE, https));
    token.flatten().map(AccountSessionToken::new)
}

/// The browser's `User-Agent`, cut, and without control characters, which could disturb a
/// terminal.
pub(super) fn user_agent(headers: &HeaderMap) -> String {
    headers
        .get(USER_AGENT)
        .map(|value| {
            String::from_utf8_lossy(value.as_bytes())
                .chars()
                .filter(|character| !model::is_control(*character))
                .take(MAX_USER_AGENT)
                .collect()
        })
        .unwrap_or_default()
}

/// Provides Leptos with the use cases and with what the middleware found out.
///
/// Leptos calls it once for each request, after it has provided the request's [`Parts`] and a
/// nonce of its own, which ours replaces.
pub(super) fn leptos_contexts(
    services: Services,
    rest_api: RestApiPages,
) -> impl Fn() + Clone + Send + Sync + 'static {
    move || {
        provide_context(services.clone());
        provide_context(rest_api.clone());
        let found = with_context(|parts: &Parts| {
            (
                parts.extensions.get::<RequestContext>().cloned(),
                parts.extensions.get::<Nonce>().cloned(),
            )
        });
        let (context, nonce) = found.unwrap_or_default();
        if let Some(context) = context {
            provide_context(context);
        }
        if let Some(nonce) = nonce {
            provide_context(nonce);
        }
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn a_browser_s_name_is_cut_between_characters() {
        let mut headers = HeaderMap::new();
        assert_eq!(user_agent(&headers), "");
        let long = "é\t".repeat(300);
        headers.insert(
            USER_AGENT,
            HeaderValue::from_bytes(long.as_bytes()).expect("a value"),
        );
        assert_eq!(user_agent(&headers), "é".repeat(200));
        headers.insert(
            USER_AGENT,
            HeaderValue::from_bytes(b"\xff").expect("a value"),
        );
        assert_eq!(user_agent(&headers), "\u{fffd}");
    }
}
