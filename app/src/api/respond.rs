//! What a server function says besides its value: status, redirects, cookies.

use cookie::Cookie;
use http::header::{HeaderName, SET_COOKIE};
use http::request::Parts;
use http::{HeaderValue, StatusCode};
use leptos::prelude::{expect_context, use_context, with_context};
use leptos_axum::ResponseOptions;

use super::cookies::{
    SIGN_IN_COOKIE, cookie_value, device_cookie, expired_flash_cookie, expired_own_account_cookie,
    expired_session_cookie, expired_sign_in_cookie, flash_cookie, locale_cookie,
    own_account_cookie, session_cookie, sign_in_cookie, time_zone_cookie,
};
use super::error_status::error_status;
use super::request_context::{
    PlainForm, RequestContext, SignedIn, actor_and_services, services, signed_in,
};
use super::{ApiError, PREFIX};
use crate::routes;
use model::{Actor, AppError, Form, Locale, SecretText, TimeZone};
use services::{AccountSessionToken, BrowserTokens, Proof, Services, SignInToken};

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

/// As [`actor_and_services_for`], for a form that cannot be undone: `proof` is what was typed into its
/// `ProofField`, if it has one. Who proves thereby who they are goes on with a new token.
pub(super) async fn proven_actor_and_services_for(
    form: &impl Form,
    proof: &SecretText,
) -> Result<(Actor, Services), ApiError> {
    answer_form(proven_actor_and_services(proof).await, form)
}

/// As [`proven_actor_and_services_for`], where nothing else is submitted that could be lost.
pub(super) async fn proven_actor_and_services(
    proof: &SecretText,
) -> Result<(Actor, Services), AppError> {
    let (signed_in, services) = (signed_in()?, services()?);
    if proof.is_empty() {
        return Ok((signed_in.actor, services));
    }
    let proof = Proof::Password(proof.expose());
    let actor = prove(&signed_in, &services, proof).await?;
    Ok((actor, services))
}

/// Has the person prove who they are; the browser goes on with a new token.
pub(super) async fn prove(
    signed_in: &SignedIn,
    services: &Services,
    proof: Proof<'_>,
) -> Result<Actor, AppError> {
    let SignedIn { actor, token, .. } = signed_in;
    let proven = services.sessions.prove(actor, token, proof).await?;
    set_cookie(&session_cookie(&proven.token, is_https()));
    Ok(proven.actor)
}

/// Sets the status of the page that is being rendered. The answer to a call over HTTP is left to
/// the web server's middleware.
pub(super) fn set_page_status(status: StatusCode) {
    let is_call =
        with_context(|request: &Parts| request.uri.path().starts_with(PREFIX)).unwrap_or(true);
    if let (false, Some(options)) = (is_call, use_context::<ResponseOptions>()) {
        options.set_status(status);
    }
}

/// As [`answer`] does of an error, for a form of the page at `path`, which sends no `Referer`: says
/// where a browser that sends the form by itself is sent back to.
pub(super) fn refused_at(path: &str, error: AppError) -> ApiError {
    let is_plain_form =
        with_context(|request: &Parts| request.extensions.get::<PlainForm>().is_some());
    if is_plain_form.unwrap_or_default() {
        redirect(path);
    }
    error.into()
}

/// Sends the browser to a path of the panel's own. Anything else becomes the start page.
pub(super) fn redirect(path: &str) {
    leptos_axum::redirect(local_path(Some(path)));
}

/// A path of the panel's own; the start page for anything else.
pub(super) fn local_path(path: Option<&str>) -> &str {
    path.filter(|path| routes::is_local(path))
        .unwrap_or(routes::START)
}

/// Gives the browser a session.
pub(super) fn begin_session(tokens: &BrowserTokens) {
    set_cookie(&session_cookie(&tokens.session, is_https()));
    set_cookie(&device_cookie(&tokens.device, is_https()));
    let waited = |request: &Parts| cookie_value(&request.headers, SIGN_IN_COOKIE, is_https());
    if with_context(waited).flatten().is_some() {
        set_cookie(&expired_sign_in_cookie(is_https()));
    }
}

/// Has the browser show that its person's password was right, until they have shown a second factor.
pub(super) fn ask_second_factor(token: &SignInToken) {
    set_cookie(&sign_in_cookie(token, is_https()));
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
    forget_pages();
}

/// Gives the browser a session of an FTP account's own page.
pub(super) fn begin_own_session(token: &AccountSessionToken) {
    set_cookie(&own_account_cookie(token, is_https()));
}

/// As [`forget_session`], of an FTP account's own page.
pub(super) fn forget_own_session() {
    set_cookie(&expired_own_account_cookie(is_https()));
    forget_pages();
}

fn forget_pages() {
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

/// What was given to the page about this subject by [`set_flash`], if anything was. A link of
/// another site does not get it.
pub(super) fn read_flash(name: &str, subject: &str) -> Option<String> {
    if is_asked_for_elsewhere() {
        return None;
    }
    let value = with_context(|request: &Parts| cookie_value(&request.headers, name, is_https()))
        .flatten()?;
    let (about, value) = value.split_once(':')?;
    (about == subject && !value.is_empty()).then(|| value.to_owned())
}

/// As [`read_flash`], once: the browser forgets it.
pub(super) fn take_flash(name: &str, subject: &str) -> Option<String> {
    let value = read_flash(name, subject)?;
    set_cookie(&expired_flash_cookie(name, is_https()));
    Some(value)
}

/// Whether a page of another site makes the browser ask. `SameSite=Strict` says so too, but not of
/// sites that share a domain with the panel.
fn is_asked_for_elsewhere() -> bool {
    with_context(|request: &Parts| {
        let site = request.headers.get("sec-fetch-site");
        site.is_some_and(|site| site != "same-origin" && site != "none")
    })
    .unwrap_or_default()
}

fn is_https() -> bool {
    with_context(|request: &RequestContext| request.https).unwrap_or_default()
}

fn set_cookie(cookie: &Cookie<'_>) {
    if let Ok(value) = HeaderValue::from_str(&cookie.to_string()) {
        expect_context::<ResponseOptions>().append_header(SET_COOKIE, value);
    }
}
