//! Who calls: by the token in `Authorization` (RFC 6750), and by nothing else. No cookie is read, so
//! that no browser calls an operation for its person unasked.

use axum::Extension;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::HeaderMap;
use http::header::AUTHORIZATION;
use model::AppError;
use services::ApiTokenSecret;

use super::caller::Caller;
use super::client::RestClient;
use super::error::RestError;
use super::problem::OwnerLocale;
use super::request_error::RequestError;
use super::state::RestState;

/// Middleware of operations: finds out whose token a request has, limits how often it is used, and how
/// much its owner has done at once.
///
/// # Errors
/// For a request without a token that may be used from here; for one too many.
pub(super) async fn authenticate(
    State(state): State<RestState>,
    Extension(client): Extension<RestClient>,
    mut request: Request,
    next: Next,
) -> Result<Response, RestError> {
    if client.is_plaintext {
        return Err(RequestError::HttpsRequired.into());
    }
    if !state.anonymous.allow(client.origin.address) {
        return Err(RequestError::TooManyRequests { seconds: 1 }.into());
    }
    let secret = bearer(request.headers()).ok_or(RequestError::TokenMissing)?;
    let tokens = &state.services.api_tokens;
    let found = tokens.authenticate(&secret, &client.origin).await;
    let found = found.map_err(|error| match error {
        AppError::NotSignedIn => RequestError::TokenInvalid.into(),
        error => RestError::from(error),
    })?;
    let used = state.tokens.count(found.token);
    let mut response = if let Some(seconds) = used.wait {
        RestError::from(RequestError::TooManyRequests { seconds }).into_response()
    } else {
        match state.services.request_slot(&found.actor).await {
            Ok(_slot) => {
                if let Some(locale) = found.locale {
                    request.extensions_mut().insert(OwnerLocale(locale));
                }
                request.extensions_mut().insert(Caller {
                    actor: found.actor,
                    token: found.token,
                    client,
                });
                next.run(request).await
            }
            Err(error) => RestError::from(error).into_response(),
        }
    };
    used.tell(response.headers_mut());
    if let Some(locale) = found.locale {
        response.extensions_mut().insert(OwnerLocale(locale));
    }
    Ok(response)
}

/// The token that a request carries.
fn bearer(headers: &HeaderMap) -> Option<ApiTokenSecret> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    let token = token.trim_matches(' ');
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty())
        .then(|| ApiTokenSecret::new(token.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_a_bearer_s() {
        let read = |value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(AUTHORIZATION, http::HeaderValue::from_static(value));
            bearer(&headers).map(|secret| secret.expose().to_owned())
        };
        for value in ["Bearer berth_x", "bearer  berth_x", "BEARER berth_x "] {
            assert_eq!(read(value).as_deref(), Some("berth_x"), "{value}");
        }
        for value in ["berth_x", "Bearer", "Bearer ", "Basic berth_x", ""] {
            assert_eq!(read(value), None, "{value}");
        }
        assert!(bearer(&HeaderMap::new()).is_none());
    }
}
