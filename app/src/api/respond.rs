//! What a server function says besides its value: status, redirects, cookies.

use http::header::{ACCEPT, HeaderValue, SET_COOKIE};
use http::request::Parts;
use leptos::prelude::{expect_context, use_context};
use leptos_axum::ResponseOptions;

use super::ApiError;
use super::visit::{LOCALE_COOKIE, session_cookie_name};
use crate::backend::SessionToken;
use crate::model::{Locale, Problem};

/// Turns a use case's answer into the server function's, with the status that says the same.
pub(super) fn answer<T>(result: Result<T, Problem>) -> Result<T, ApiError> {
    answer_form(result, Vec::new)
}

/// As [`answer`], for a form: an error carries what had been typed.
pub(super) fn answer_form<T>(
    result: Result<T, Problem>,
    typed: impl FnOnce() -> Vec<(String, String)>,
) -> Result<T, ApiError> {
    result.map_err(|problem| {
        set_status(problem.status());
        ApiError {
            problem,
            typed: typed(),
        }
    })
}

/// Sets the answer's status. A form that a browser sends by itself is answered with a redirect,
/// which must keep its own.
fn set_status(status: u16) {
    let plain_form_post = use_context::<Parts>().is_some_and(|request| {
        let accepts_html = request
            .headers
            .get(ACCEPT)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| value.contains("text/html"));
        request.method == http::Method::POST && accepts_html
    });
    if let (false, Some(options), Ok(status)) = (
        plain_form_post,
        use_context::<ResponseOptions>(),
        http::StatusCode::from_u16(status),
    ) {
        options.set_status(status);
    }
}

/// Sends the browser to a path of the panel's own. Anything else becomes the start page.
pub(super) fn redirect(path: &str) {
    let local = path.starts_with('/')
        && !path.starts_with("//")
        && path
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    leptos_axum::redirect(if local { path } else { "/" });
}

/// Gives the browser a session.
pub(super) fn begin_session(token: &SessionToken, https: bool) {
    set_session_cookie(token.expose(), "", https);
}

/// Takes the session from the browser.
pub(super) fn forget_session(https: bool) {
    set_session_cookie("", "; Max-Age=0", https);
}

fn set_session_cookie(value: &str, more: &str, https: bool) {
    let name = session_cookie_name(https);
    let secure = if https { "; Secure" } else { "" };
    set_cookie(&format!(
        "{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{more}"
    ));
}

/// Remembers the chosen language in the browser, for a year.
pub(super) fn remember_locale(locale: Locale, https: bool) {
    let secure = if https { "; Secure" } else { "" };
    let tag = locale.tag();
    set_cookie(&format!(
        "{LOCALE_COOKIE}={tag}; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000{secure}"
    ));
}

fn set_cookie(cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        expect_context::<ResponseOptions>().append_header(SET_COOKIE, value);
    }
}
