//! The panel's cookies: their names and attributes, and how they are read (RFC 6265).
//!
//! None is readable by scripts (`HttpOnly`), none is sent along by another site's form
//! (`SameSite=Lax`), and where the panel is reached over HTTPS none travels without it (`Secure`).
//! What is shown once is not even sent along by another site's link (`SameSite=Strict`), which would
//! use it up.

use cookie::time::Duration;
use cookie::{Cookie, CookieBuilder, SameSite};
use http::HeaderMap;
use http::header::COOKIE;

use model::{Locale, TimeZone};
use services::{AccountSessionToken, DeviceToken, SessionToken, SignInToken};

/// The cookie that remembers the chosen language. It is no secret.
pub const LOCALE_COOKIE: &str = "berth-locale";

/// The cookie that remembers the browser's time zone. It is no secret.
pub const TIME_ZONE_COOKIE: &str = "berth-time-zone";

/// For how long the chosen language and the browser's time zone are remembered.
const CHOICE_MAX_AGE: Duration = Duration::days(365);

/// For how long a browser remembers that somebody signed in there. The server forgets it then, too.
const DEVICE_MAX_AGE: Duration = Duration::days(365);

/// For how long a flash cookie waits for the page that takes it.
const FLASH_MAX_AGE: Duration = Duration::minutes(5);

/// For how long a form that was refused waits for the page that says why: long enough to sign in
/// first.
pub const REFUSED_FORM_MAX_AGE: Duration = Duration::minutes(30);

/// The cookie by which a browser has the form back that was refused.
pub const REFUSED_FORM_COOKIE: &str = "berth-refused-form";

/// The cookie that carries the session's token.
pub const SESSION_COOKIE: &str = "berth-session";

/// The cookie that carries the token of an FTP account's session at the page of its own.
pub const OWN_ACCOUNT_COOKIE: &str = "berth-me";

/// The cookie by which a browser shows that somebody has signed in there before.
pub const DEVICE_COOKIE: &str = "berth-device";

/// The cookie by which a browser shows that its person's password was right, until they have shown a
/// second factor.
pub const SIGN_IN_COOKIE: &str = "berth-sign-in";

/// The whole name of a cookie. Over HTTPS it has the prefix by which browsers take it from this very
/// host alone, and only over HTTPS (RFC 6265bis, 4.1.3.2).
fn whole_name(name: &str, https: bool) -> String {
    if https {
        format!("__Host-{name}")
    } else {
        name.to_owned()
    }
}

/// The value of the first cookie of this name that has one (RFC 6265, 5.4: the one with the most
/// specific path).
///
/// Other cookies of the same host may be made of any bytes; they are skipped.
pub fn cookie_value(headers: &HeaderMap, name: &str, https: bool) -> Option<String> {
    let name = whole_name(name, https);
    headers
        .get_all(COOKIE)
        .iter()
        .flat_map(|line| line.as_bytes().split(|byte| *byte == b';'))
        .filter_map(|pair| std::str::from_utf8(pair).ok())
        .filter_map(|pair| Cookie::parse(pair).ok())
        .find(|cookie| cookie.name() == name && !cookie.value().is_empty())
        .map(|cookie| cookie.value().to_owned())
}

/// The cookie of a new session; it lasts as long as the browser is open.
pub(super) fn session_cookie(token: &SessionToken, https: bool) -> Cookie<'_> {
    base(SESSION_COOKIE, token.expose(), https).build()
}

/// The cookie of a new session of an FTP account's own page; it lasts as long as the browser is open.
pub(super) fn own_account_cookie(token: &AccountSessionToken, https: bool) -> Cookie<'_> {
    base(OWN_ACCOUNT_COOKIE, token.expose(), https).build()
}

/// Makes the browser forget its session of an FTP account's own page.
pub(super) fn expired_own_account_cookie(https: bool) -> Cookie<'static> {
    base(OWN_ACCOUNT_COOKIE, "", https)
        .max_age(Duration::ZERO)
        .build()
}

/// The cookie of a browser in which somebody has signed in. Signing out leaves it there.
pub(super) fn device_cookie(token: &DeviceToken, https: bool) -> Cookie<'_> {
    base(DEVICE_COOKIE, token.expose(), https)
        .max_age(DEVICE_MAX_AGE)
        .build()
}

/// The cookie of a sign-in that waits for a second factor; the server forgets it before the browser
/// does.
pub(super) fn sign_in_cookie(token: &SignInToken, https: bool) -> Cookie<'_> {
    base(SIGN_IN_COOKIE, token.expose(), https).build()
}

/// Makes the browser forget that a sign-in waited.
pub(super) fn expired_sign_in_cookie(https: bool) -> Cookie<'static> {
    base(SIGN_IN_COOKIE, "", https)
        .max_age(Duration::ZERO)
        .build()
}

/// Makes the browser forget its session.
pub(super) fn expired_session_cookie(https: bool) -> Cookie<'static> {
    base(SESSION_COOKIE, "", https)
        .max_age(Duration::ZERO)
        .build()
}

/// The cookie that remembers the chosen language.
pub(super) fn locale_cookie(locale: Locale, https: bool) -> Cookie<'static> {
    base(LOCALE_COOKIE, locale.tag(), https)
        .max_age(CHOICE_MAX_AGE)
        .build()
}

/// The cookie that remembers the browser's time zone.
pub(super) fn time_zone_cookie(zone: &TimeZone, https: bool) -> Cookie<'_> {
    base(TIME_ZONE_COOKIE, zone.as_str(), https)
        .max_age(CHOICE_MAX_AGE)
        .build()
}

/// The browser's time zone, as far as it was told.
pub fn time_zone_of(headers: &HeaderMap, https: bool) -> Option<TimeZone> {
    TimeZone::parse(&cookie_value(headers, TIME_ZONE_COOKIE, https)?).ok()
}

/// A cookie that gives a value to the page that follows.
pub(super) fn flash_cookie<'a>(name: &str, value: &'a str, https: bool) -> Cookie<'a> {
    flash(name, value, https).max_age(FLASH_MAX_AGE).build()
}

/// Makes the browser forget a flash cookie.
pub(super) fn expired_flash_cookie(name: &str, https: bool) -> Cookie<'static> {
    flash(name, "", https).max_age(Duration::ZERO).build()
}

/// The cookie of a form that was refused: what the web server keeps it under.
pub fn refused_form_cookie(token: &str, https: bool) -> Cookie<'_> {
    flash(REFUSED_FORM_COOKIE, token, https)
        .max_age(REFUSED_FORM_MAX_AGE)
        .build()
}

/// Makes the browser forget the form that was refused.
pub fn expired_refused_form_cookie(https: bool) -> Cookie<'static> {
    flash(REFUSED_FORM_COOKIE, "", https)
        .max_age(Duration::ZERO)
        .build()
}

/// What is shown once.
fn flash<'a>(name: &str, value: &'a str, https: bool) -> CookieBuilder<'a> {
    base(name, value, https).same_site(SameSite::Strict)
}

/// What all of them have in common.
fn base<'a>(name: &str, value: &'a str, https: bool) -> CookieBuilder<'a> {
    Cookie::build((whole_name(name, https), value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(https)
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn a_cookie_is_found_among_others_by_its_whole_name() {
        let mut headers = HeaderMap::new();
        headers.append(
            COOKIE,
            HeaderValue::from_bytes(b"a=\xff; not-berth-session=1; b; =c").expect("a value"),
        );
        headers.append(
            COOKIE,
            HeaderValue::from_static("berth-session=x=y; berth-session=late; empty="),
        );
        let value = |name| cookie_value(&headers, name, false);
        assert_eq!(value("berth-session").as_deref(), Some("x=y"));
        for name in ["session", "a", "b", "", "empty"] {
            assert_eq!(value(name), None, "{name}");
        }
        assert_eq!(cookie_value(&headers, "berth-session", true), None);
    }

    #[test]
    fn every_cookie_has_exactly_its_attributes() {
        let token = SessionToken::new("t0ken".to_owned());
        let device = DeviceToken::new("d3vice".to_owned());
        let account = AccountSessionToken::new("acc0unt".to_owned());
        let sign_in = SignInToken::new("s1gn1n".to_owned());
        let zone = TimeZone::parse("Europe/Paris").expect("a zone");
        for (cookie, expected) in [
            (
                session_cookie(&token, false),
                "berth-session=t0ken; HttpOnly; SameSite=Lax; Path=/",
            ),
            (
                session_cookie(&token, true),
                "__Host-berth-session=t0ken; HttpOnly; SameSite=Lax; Secure; Path=/",
            ),
            (
                sign_in_cookie(&sign_in, true),
                "__Host-berth-sign-in=s1gn1n; HttpOnly; SameSite=Lax; Secure; Path=/",
            ),
            (
                expired_sign_in_cookie(false),
                "berth-sign-in=; HttpOnly; SameSite=Lax; Path=/; Max-Age=0",
            ),
            (
                expired_session_cookie(true),
                "__Host-berth-session=; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=0",
            ),
            (
                own_account_cookie(&account, true),
                "__Host-berth-me=acc0unt; HttpOnly; SameSite=Lax; Secure; Path=/",
            ),
            (
                expired_own_account_cookie(false),
                "berth-me=; HttpOnly; SameSite=Lax; Path=/; Max-Age=0",
            ),
            (
                device_cookie(&device, false),
                "berth-device=d3vice; HttpOnly; SameSite=Lax; Path=/; Max-Age=31536000",
            ),
            (
                device_cookie(&device, true),
                "__Host-berth-device=d3vice; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=31536000",
            ),
            (
                locale_cookie(Locale::Fr, false),
                "berth-locale=fr; HttpOnly; SameSite=Lax; Path=/; Max-Age=31536000",
            ),
            (
                time_zone_cookie(&zone, false),
                "berth-time-zone=Europe/Paris; HttpOnly; SameSite=Lax; Path=/; Max-Age=31536000",
            ),
            (
                flash_cookie("flash", "about:x", true),
                "__Host-flash=about:x; HttpOnly; SameSite=Strict; Secure; Path=/; Max-Age=300",
            ),
            (
                expired_flash_cookie("flash", false),
                "flash=; HttpOnly; SameSite=Strict; Path=/; Max-Age=0",
            ),
            (
                refused_form_cookie("t0ken", true),
                "__Host-berth-refused-form=t0ken; HttpOnly; SameSite=Strict; Secure; Path=/; Max-Age=1800",
            ),
            (
                expired_refused_form_cookie(false),
                "berth-refused-form=; HttpOnly; SameSite=Strict; Path=/; Max-Age=0",
            ),
        ] {
            assert_eq!(cookie.to_string(), expected);
        }
    }
}
