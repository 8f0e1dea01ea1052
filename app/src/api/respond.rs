//! What a server function says besides its value: status, redirects, cookies.

use http::header::{ACCEPT, COOKIE, HeaderValue, SET_COOKIE};
use http::request::Parts;
use leptos::prelude::{expect_context, use_context};
use leptos::server_fn::ServerFn;
use leptos::server_fn::error::ServerFnUrlError;
use leptos_axum::ResponseOptions;

use super::ApiError;
use super::request_context::{LOCALE_COOKIE, RequestContext, session_cookie_name};
use model::{AppError, Locale};
use services::SessionToken;

/// Turns a use case's answer into the server function's, with the status that says the same.
pub(super) fn answer<T>(result: Result<T, AppError>) -> Result<T, ApiError> {
    answer_form(result, Vec::new)
}

/// As [`answer`], for a form: an error carries what had been submitted.
pub(super) fn answer_form<T>(
    result: Result<T, AppError>,
    submitted: impl FnOnce() -> Vec<(String, String)>,
) -> Result<T, ApiError> {
    result.map_err(|error| {
        set_status(error.status());
        ApiError {
            error,
            submitted: submitted(),
        }
    })
}

/// As [`answer`] does of an error, for a form of the page at `path`, which sends no `Referer`: a
/// browser that sends the form by itself is sent back to the page from here.
pub(super) fn refused_at<F: ServerFn>(path: &str, error: AppError) -> ApiError {
    set_status(error.status());
    let error = ApiError::from(error);
    if is_plain_form_post() {
        let url = ServerFnUrlError::new(F::PATH, error.clone()).to_url(PLACEHOLDER);
        let query = url.ok().and_then(|url| url.query().map(ToOwned::to_owned));
        redirect(&format!("{path}?{}", query.unwrap_or_default()));
    }
    error
}

/// A base for an address of which the query alone is used.
const PLACEHOLDER: &str = "http://localhost/";

/// Sets the answer's status. A form that a browser sends by itself is answered with a redirect,
/// which must keep its own.
fn set_status(status: u16) {
    if let (false, Some(options), Ok(status)) = (
        is_plain_form_post(),
        use_context::<ResponseOptions>(),
        http::StatusCode::from_u16(status),
    ) {
        options.set_status(status);
    }
}

/// Whether a browser sends a form by itself, without scripts.
fn is_plain_form_post() -> bool {
    use_context::<Parts>().is_some_and(|request| {
        let accepts_html = request
            .headers
            .get(ACCEPT)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| value.contains("text/html"));
        request.method == http::Method::POST && accepts_html
    })
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

/// For how long what is handed on waits for the page that takes it, in seconds.
const FLASH_SECONDS: u32 = 300;

/// Hands a value to the page that follows, in a cookie. `subject` is what the page is about: the
/// page of another subject does not get it.
///
/// The cookie goes to every address, since the page may be drawn by the server, or by the browser,
/// which asks a server function for what it shows.
pub(super) fn set_flash(name: &str, subject: &str, value: &str) {
    set_flash_cookie(name, &format!("{subject}:{value}"), FLASH_SECONDS);
}

/// What was handed to the page about this subject, if anything was.
pub(super) fn flash(name: &str, subject: &str) -> Option<String> {
    let request = use_context::<Parts>()?;
    let lines = request.headers.get_all(COOKIE).into_iter();
    let cookies = lines.filter_map(|line| line.to_str().ok());
    cookies
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(key, _)| *key == name)
        .filter_map(|(_, value)| value.split_once(':'))
        .find(|(about, value)| *about == subject && !value.is_empty())
        .map(|(_, value)| value.to_owned())
}

/// As [`flash`], once: the browser forgets it.
pub(super) fn take_flash(name: &str, subject: &str) -> Option<String> {
    let taken = flash(name, subject)?;
    set_flash_cookie(name, "", 0);
    Some(taken)
}

fn set_flash_cookie(name: &str, value: &str, seconds: u32) {
    let https = use_context::<RequestContext>().is_some_and(|request| request.https);
    let secure = if https { "; Secure" } else { "" };
    set_cookie(&format!(
        "{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}"
    ));
}

fn set_cookie(cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        expect_context::<ResponseOptions>().append_header(SET_COOKIE, value);
    }
}
