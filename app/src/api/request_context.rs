//! Who asks: what the server's middleware found out about a request.

use http::request::Parts;
use leptos::prelude::{use_context, with_context};

use super::cookies::{DEVICE_COOKIE, SIGN_IN_COOKIE, cookie_value};
use model::{Actor, AppError, Locale, Origin, PendingStep, PublicUrl, TimeZone, Viewer};
use services::local_time::LocalClock;
use services::{
    AccountActor, DeviceToken, FormerTokens, OwnAccount, Services, SessionToken, SignInToken,
};

/// One request, as the server functions see it. The web server provides it as a context,
/// beside the [`Services`].
#[derive(Clone, Debug)]
pub struct RequestContext {
    /// The signed-in person, if the request carries the token of a living session.
    pub signed_in: Option<SignedIn>,
    /// The FTP account that is signed in to the page of its own, if that is what is asked for. It
    /// may do nothing but what that page offers, and a panel user nothing of it.
    pub account: Option<AccountActor>,
    /// Where the request came from.
    pub origin: Origin,
    /// The language to answer in.
    pub locale: Locale,
    /// The time zone in which the person sees times.
    pub time_zone: TimeZone,
    /// Whether the browser speaks HTTPS, as a proxy that we trust or the settings say. Then every
    /// cookie is `Secure`.
    pub https: bool,
    /// The host, and the port if it is unusual, that the browser asked for.
    pub host: Option<String>,
}

impl RequestContext {
    /// The panel's address as the browser uses it.
    pub(super) fn browser_url(&self) -> Option<PublicUrl> {
        PublicUrl::of(self.https, self.host.as_deref()?)
    }
}

/// Marks a request by which a browser sends a form by itself, without scripts: an extension of the
/// request, which the web server sets.
#[derive(Clone, Copy, Debug)]
pub struct PlainForm;

/// A signed-in person and their session.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Who acts.
    pub actor: Actor,
    /// The same person, as the screens show them.
    pub viewer: Viewer,
    /// The session's token.
    pub token: SessionToken,
    /// What the person has to do before anything else; the web server refuses the rest.
    pub pending: Option<PendingStep>,
}

/// The request that is being answered.
///
/// # Errors
/// [`AppError::Internal`] outside a request.
pub(super) fn request_context() -> Result<RequestContext, AppError> {
    use_context::<RequestContext>().ok_or(AppError::Internal)
}

/// The use cases.
///
/// # Errors
/// [`AppError::Internal`] outside a request.
pub(super) fn services() -> Result<Services, AppError> {
    use_context::<Services>().ok_or(AppError::Internal)
}

/// The signed-in person.
///
/// # Errors
/// [`AppError::NotSignedIn`] if there is none.
pub(super) fn signed_in() -> Result<SignedIn, AppError> {
    request_context()?.signed_in.ok_or(AppError::NotSignedIn)
}

/// What the browser has from earlier sign-ins.
pub(super) fn former_tokens() -> FormerTokens {
    let Some(request) = use_context::<RequestContext>() else {
        return FormerTokens::default();
    };
    let device =
        with_context(|parts: &Parts| cookie_value(&parts.headers, DEVICE_COOKIE, request.https));
    let device = device.flatten();
    FormerTokens {
        session: request.signed_in.map(|signed_in| signed_in.token),
        device: device.map(DeviceToken::new),
    }
}

/// By which the browser shows that its person's password was right.
///
/// # Errors
/// [`AppError::SignInOver`] if it does not.
pub(super) fn sign_in_token() -> Result<SignInToken, AppError> {
    let https = request_context()?.https;
    let token = with_context(|parts: &Parts| cookie_value(&parts.headers, SIGN_IN_COOKIE, https));
    let token = token.flatten().map(SignInToken::new);
    token.ok_or(AppError::SignInOver)
}

/// Who acts, and the use cases: what nearly every server function begins with.
///
/// # Errors
/// [`AppError::NotSignedIn`] if nobody is signed in.
pub(super) fn actor_and_services() -> Result<(Actor, Services), AppError> {
    Ok((signed_in()?.actor, services()?))
}

/// The FTP account that is signed in to the page of its own, and the use cases that it has.
///
/// # Errors
/// [`AppError::NotSignedIn`] if none is.
pub(super) fn own_account() -> Result<(AccountActor, OwnAccount), AppError> {
    let account = request_context()?.account.ok_or(AppError::NotSignedIn)?;
    Ok((account, services()?.own_account))
}

/// The clock by which the times of a form are read: that of the zone that the form names, else of
/// the zone in which the person sees times.
///
/// # Errors
/// [`AppError::Internal`] outside a request.
pub(super) fn form_clock(time_zone: &str) -> Result<LocalClock, AppError> {
    match TimeZone::parse(time_zone) {
        Ok(zone) => Ok(LocalClock::of(&zone)),
        Err(_) => Ok(LocalClock::of(&request_context()?.time_zone)),
    }
}
