//! Reading cookies.

use app::api::request_context::{LOCALE_COOKIE, TIME_ZONE_COOKIE};
use http::HeaderMap;
use http::header::COOKIE;
use model::{Locale, TimeZone};

/// The value of the first cookie of that name (RFC 6265, 5.4: the most specific path first).
///
/// Other cookies of the same host are none of our business, whatever bytes they are made of.
pub(super) fn value<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(COOKIE)
        .iter()
        .flat_map(|line| line.as_bytes().split(|byte| *byte == b';'))
        .filter_map(|pair| std::str::from_utf8(pair).ok())
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

/// The language that was chosen in this browser.
pub(super) fn locale(headers: &HeaderMap) -> Option<Locale> {
    value(headers, LOCALE_COOKIE).and_then(Locale::from_tag)
}

/// The time zone of this browser, as far as it was told.
pub(super) fn time_zone(headers: &HeaderMap) -> Option<TimeZone> {
    value(headers, TIME_ZONE_COOKIE).and_then(|name| TimeZone::parse(name).ok())
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
            HeaderValue::from_static("berth-session=x=y; berth-session=late"),
        );
        assert_eq!(value(&headers, "berth-session"), Some("x=y"));
        assert_eq!(value(&headers, "session"), None);
        assert_eq!(value(&headers, "b"), None);
    }
}
