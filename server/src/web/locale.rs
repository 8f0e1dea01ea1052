//! In which language a browser is answered.

use app::api::cookies::{LOCALE_COOKIE, cookie_value};
use http::HeaderMap;
use http::header::ACCEPT_LANGUAGE;
use model::Locale;

/// The language for a request: the one chosen in this browser, which is the latest word of
/// whoever sits at it; then the person's, as remembered from other browsers; then the browser's.
pub(super) fn negotiate_locale(headers: &HeaderMap, https: bool, stored: Option<Locale>) -> Locale {
    chosen_locale(headers, https)
        .or(stored)
        .or_else(|| accepted_locale(headers))
        .unwrap_or_default()
}

/// The language that was chosen in this browser.
fn chosen_locale(headers: &HeaderMap, https: bool) -> Option<Locale> {
    Locale::from_tag(&cookie_value(headers, LOCALE_COOKIE, https)?)
}

/// The best language for the header `Accept-Language`.
fn accepted_locale(headers: &HeaderMap) -> Option<Locale> {
    let header = headers.get(ACCEPT_LANGUAGE)?.to_str().ok()?;
    Locale::from_accept_language(header)
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use http::header::COOKIE;

    use super::*;

    #[test]
    fn the_choice_in_this_browser_comes_first() {
        let mut headers = HeaderMap::new();
        assert_eq!(negotiate_locale(&headers, false, None), Locale::En);
        headers.insert(ACCEPT_LANGUAGE, HeaderValue::from_static("fr"));
        assert_eq!(negotiate_locale(&headers, false, None), Locale::Fr);
        assert_eq!(
            negotiate_locale(&headers, false, Some(Locale::En)),
            Locale::En
        );
        let cookie = HeaderValue::try_from(format!("{LOCALE_COOKIE}=fr")).expect("a value");
        headers.insert(COOKIE, cookie);
        assert_eq!(
            negotiate_locale(&headers, false, Some(Locale::En)),
            Locale::Fr
        );
    }
}
