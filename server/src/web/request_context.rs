//! Who asks, and in which language: what pages and server functions know about a request.

use app::api::request_context::{RequestContext, SignedIn, session_cookie_name};
use axum::Extension;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::HeaderMap;
use http::header::USER_AGENT;
use http::request::Parts;
use leptos::nonce::Nonce;
use leptos::prelude::{provide_context, with_context};
use model::{Actor, Locale, Origin};
use services::SessionToken;

use super::client::Client;
use super::cookies;
use super::error_response::{ErrorResponse, accepted_locale};
use services::Services;

/// The longest name of a browser that is kept, in characters.
const USER_AGENT_LENGTH: usize = 200;

/// Finds out who is signed in, for pages and server functions. Static files need not ask.
///
/// # Errors
/// A error_response if the database cannot answer: to go on as if nobody were signed in would send
/// everybody to the sign-in page.
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
    if let Some(text) = cookies::value(headers, session_cookie_name(client.https)) {
        let token = SessionToken::new(text.to_owned());
        if let Some(session) = services.sessions.resume(&token).await? {
            (stored_locale, stored_zone) = (session.locale, session.time_zone);
            signed_in = Some(SignedIn {
                actor: Actor::PanelUser {
                    id: session.actor_id,
                    login: session.viewer.login.clone(),
                    role: session.viewer.role,
                    origin: origin.clone(),
                },
                viewer: session.viewer,
                token,
            });
        }
    }
    let visit = RequestContext {
        signed_in,
        origin,
        locale: locale(headers, stored_locale),
        time_zone: stored_zone
            .or_else(|| cookies::time_zone(headers))
            .unwrap_or_default(),
        https: client.https,
        host: client.host,
    };
    request.extensions_mut().insert(visit);
    Ok(next.run(request).await)
}

/// The language to answer in: the one chosen in this browser, which is the latest word of
/// whoever sits at it; then the person's, as remembered from other browsers; then the browser's.
fn locale(headers: &HeaderMap, stored: Option<Locale>) -> Locale {
    cookies::locale(headers)
        .or(stored)
        .or_else(|| accepted_locale(headers))
        .unwrap_or_default()
}

/// What the browser calls itself, cut, and without what could disturb a terminal.
fn user_agent(headers: &HeaderMap) -> String {
    headers
        .get(USER_AGENT)
        .map(|value| {
            String::from_utf8_lossy(value.as_bytes())
                .chars()
                .filter(|character| !character.is_control())
                .take(USER_AGENT_LENGTH)
                .collect()
        })
        .unwrap_or_default()
}

/// Hands to Leptos what the layers above it found out, and the use cases.
///
/// Leptos calls it once for each request, after it has provided the request's [`Parts`] and a
/// nonce of its own, which ours replaces.
pub(super) fn contexts(services: Services) -> impl Fn() + Clone + Send + Sync + 'static {
    move || {
        provide_context(services.clone());
        let found = with_context(|parts: &Parts| {
            (
                parts.extensions.get::<RequestContext>().cloned(),
                parts.extensions.get::<Nonce>().cloned(),
            )
        });
        let (visit, nonce) = found.unwrap_or_default();
        if let Some(visit) = visit {
            provide_context(visit);
        }
        if let Some(nonce) = nonce {
            provide_context(nonce);
        }
    }
}

#[cfg(test)]
mod tests {
    use app::api::request_context::LOCALE_COOKIE;
    use http::HeaderValue;
    use http::header::{ACCEPT_LANGUAGE, COOKIE};

    use super::*;

    #[test]
    fn the_choice_in_this_browser_comes_first() {
        let mut headers = HeaderMap::new();
        assert_eq!(locale(&headers, None), Locale::En);
        headers.insert(ACCEPT_LANGUAGE, HeaderValue::from_static("fr"));
        assert_eq!(locale(&headers, None), Locale::Fr);
        assert_eq!(locale(&headers, Some(Locale::En)), Locale::En);
        let cookie = HeaderValue::try_from(format!("{LOCALE_COOKIE}=fr")).expect("a value");
        headers.insert(COOKIE, cookie);
        assert_eq!(locale(&headers, Some(Locale::En)), Locale::Fr);
    }

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
