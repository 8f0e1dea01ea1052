//! What a server function says besides its value: status, redirects, cookies.

use cookie::Cookie;
use http::header::{ACCEPT, HeaderName, SET_COOKIE};
use http::request::Parts;
use http::{HeaderValue, Method, StatusCode};
use leptos::prelude::{expect_context, use_context, with_context};
use leptos::server_fn::ServerFn;
use leptos::server_fn::error::ServerFnUrlError;
use leptos_axum::ResponseOptions;

use super::cookies::{
    cookie_value, device_cookie, expired_flash_cookie, expired_session_cookie, flash_cookie,
    locale_cookie, session_cookie, time_zone_cookie,
};
use super::error_status::error_status;
use super::request_context::{RequestContext, actor_and_services};
use super::{ApiError, PREFIX};
use model::{Actor, AppError, Form, Locale, TimeZone};
use services::{BrowserTokens, Services};

/// Turns a use case's answer into the server function's; while a page is rendered, an error also
/// gives the page its status.
pub(super) fn answer<T>(result: Result<T, AppError>) -> Result<T, ApiError> {
    result.map_err(|error| {
        set_page_status(error_status(&error));
        error.into()
    })
}

/// As [`answer`], for a form: an error carries what was submitted, to fill the form in again.
pub(super) fn answer_form<T>(result: Result<T, AppError>, form: &impl Form) -> Result<T, ApiError> {
    answer(result).map_err(|error| error.with_submitted(form))
}

/// Who acts, and the use cases: what a server function that takes a form begins with. If the session
/// has ended while the form was filled in, the error carries what was submitted.
pub(super) fn actor_and_services_for(form: &impl Form) -> Result<(Actor, Services), ApiError> {
    answer_form(actor_and_services(), form)
}

/// Sets the status of the page that is being rendered. The answer to a call over HTTP is left to
/// the web server's middleware; to a form that a browser sends by itself it is a redirect, which
/// must stay one.
pub(super) fn set_page_status(status: StatusCode) {
    let is_call =
        with_context(|request: &Parts| request.uri.path().starts_with(PREFIX)).unwrap_or(true);
    if let (false, Some(options)) = (is_call, use_context::<ResponseOptions>()) {
        options.set_status(status);
    }
}

/// As [`answer`] does of an error, for a form of the page at `path`, which sends no `Referer`: a
/// browser that sends the form by itself is sent back to the page from here.
pub(super) fn refused_at<F: ServerFn>(path: &str, error: AppError) -> ApiError {
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

/// Whether a browser sends a form by itself, without scripts.
fn is_plain_form_post() -> bool {
    with_context(|request: &Parts| {
        let accept = request.headers.get(ACCEPT);
        let accepts_html = accept
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| value.contains("text/html"));
        request.method == Method::POST && accepts_html
    })
    .unwrap_or_default()
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
pub(super) fn begin_session(tokens: &BrowserTokens) {
    set_cookie(&session_cookie(&tokens.session, is_https()));
    set_cookie(&device_cookie(&tokens.device, is_https()));
}

/// The header by which a browser clears what it keeps of a site (W3C, "Clear Site Data"). Browsers
/// obey it over HTTPS and on the server itself only.
const CLEAR_SITE_DATA: HeaderName = HeaderName::from_static("clear-site-data");

/// Takes the session from the browser, and the pages that it keeps to go back to.
///
/// Of the cookies only the session's goes: the language is no secret, and the device cookie is what
/// lets the person sign in again while somebody guesses their password. Storage holds nothing of a
/// person but whether keys are shortcuts, which would be on again.
pub(super) fn forget_session() {
    set_cookie(&expired_session_cookie(is_https()));
    expect_context::<ResponseOptions>()
        .insert_header(CLEAR_SITE_DATA, HeaderValue::from_static("\"cache\""));
}

/// Remembers the chosen language in the browser, for a year.
pub(super) fn remember_locale(locale: Locale) {
    set_cookie(&locale_cookie(locale, is_https()));
}

/// Remembers the browser's time zone in it, for a year.
pub(super) fn remember_time_zone(zone: &TimeZone) {
    set_cookie(&time_zone_cookie(zone, is_https()));
}

/// Gives a value to the page that follows, in a cookie. `subject` is what the page is about: the
/// page of another subject does not get it.
///
/// The cookie goes to every address, since the page may be drawn by the server, or by the browser,
/// which asks a server function for what it shows.
pub(super) fn set_flash(name: &str, subject: &str, value: &str) {
    let value = format!("{subject}:{value}");
    set_cookie(&flash_cookie(name, &value, is_https()));
}

/// What was given to the page about this subject by [`set_flash`], if anything was.
pub(super) fn read_flash(name: &str, subject: &str) -> Option<String> {
    let value = with_context(|request: &Parts| cookie_value(&request.headers, name)).flatten()?;
    let (about, value) = value.split_once(':')?;
    (about == subject && !value.is_empty()).then(|| value.to_owned())
}

/// As [`read_flash`], once: the browser forgets it.
pub(super) fn take_flash(name: &str, subject: &str) -> Option<String> {
    let value = read_flash(name, subject)?;
    set_cookie(&expired_flash_cookie(name, is_https()));
    Some(value)
}

fn is_https() -> bool {
    with_context(|request: &RequestContext| request.https).unwrap_or_default()
}

fn set_cookie(cookie: &Cookie<'_>) {
    if let Ok(value) = HeaderValue::from_str(&cookie.to_string()) {
        expect_context::<ResponseOptions>().append_header(SET_COOKIE, value);
    }
}
